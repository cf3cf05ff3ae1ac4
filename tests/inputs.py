"""What can be sent to a form, drawn by hypothesis: right, unusual, wrong, and no form's content at all."""

import datetime as dt
from dataclasses import dataclass, field
from urllib.parse import quote_from_bytes

from hypothesis import strategies as st

from programs import clock
from tests import make, polyglots

LONG = "n" * 1_000_000
# What is unusual, and right wherever words are asked for.
UNUSUAL = (
    *(
        "🦵 went fine 👍🏽",
        "ありがとう, спасибо, شكرا",
        polyglots.LONG,
        polyglots.MIDDLE,
        "{{ secret }} {% now %}",
        "&amp; &lt;",
    ),
    *(
        "'; DROP TABLE patients_patient; --",
        "calm \u202egnitset\u202c",
        "\u2067שלום\u2069",
        "calm\x07",
        "\x1b[31mcalm\x7f",
    ),
    *(
        "  calm  within  ",
        "line\r\nline\n\nline",
        "\tcalm",
        "cafe\u0301",
        "café",
        "ﬁne",
        "İstanbul ıŞ",
        "Straße",
        "x\u200by",
    ),
    *(
        "\ufeffcalm",
        "calm\u2028calm\x85calm",
        "=1+1",
        "@SUM(A1)",
        "None",
        "null",
        "0",
        "true",
        "%s %(x)s {0}",
        "..\\..\\/etc",
    ),
)
WRONG = (
    "",
    " ",
    "\x00",
    "calm\x00",
    b"\xff",
    b"calm \xed\xa0\x80",
    b"\xc0\xaf",
    "n" * 3_000,
    LONG,
    "\u00a0",
    "x",
    "[]",
    "{}",
)
NUMBERS = (
    *(
        "0",
        "-1",
        "3.7",
        "1e1",
        "1e400",
        "-1e400",
        "NaN",
        "sNaN",
        "Infinity",
        "-Infinity",
        "inf",
        "0x10",
        "0b1",
        "1_0",
        "--1",
    ),
    *(
        "１",
        "٣",
        "३",
        "²",
        "½",
        "1,5",
        "1.001",
        " 3 ",
        "+3",
        "03",
        "9" * 5_000,
        str(10**20),
        str(2**31),
        str(2**63),
        "-0",
    ),
    *("1e-400", "0.1e1", "3\x00", "1 OR 1=1", "5" * 400, "1.0"),
)
DATES = (
    *(
        "0001-01-01",
        "9999-12-31",
        "0000-01-01",
        "10000-01-01",
        "2026-02-30",
        "2026-13-01",
        "20260301",
        "1.3.2026",
        "soon",
    ),
    *(
        "2024-02-29",
        "2026-W10-1",
        "0001-01-01T00:00",
        "9999-12-31T23:59",
        "2026-03-29T01:30",
        "2026-10-25T01:30",
        "-2026-01-01",
    ),
    *(
        "2026-06-30T23:59:60",
        "24:00",
        "00:00",
        "23:59:59.999999",
        "1",
        "2026-03-01T10:00+14:00",
        "٢٠٢٦-٠٣-٠١",
        "2026-06-01",
    ),
)
TYPES = (
    *("application/json", "text/plain", "application/x-www-form-urlencoded; charset=utf-16", "multipart/form-data", ""),
    *(
        "application/x-www-form-urlencoded; charset=no-such",
        "multipart/form-data; boundary=",
        "application/octet-stream",
    ),
    *("multipart/form-data; boundary=é", f"multipart/form-data; boundary={'b' * 300}", "multipart/mixed; boundary=b"),
)
ROWS = (
    "TOTAL_FORMS",
    "INITIAL_FORMS",
    "MIN_NUM_FORMS",
    "MAX_NUM_FORMS",
    "0-id",
    "0-DELETE",
    "0-ORDER",
    "__prefix__-id",
)
BOUNDARY = "a-boundary-of-the-tests"
ANY = st.one_of(
    st.sampled_from([*UNUSUAL, *WRONG, *NUMBERS, *DATES]),
    st.text(max_size=40).map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.binary(max_size=40),
    st.uuids().map(str),
)
KINDS = {
    "number": st.sampled_from(NUMBERS) | st.integers().map(str) | st.floats().map(str) | st.decimals().map(str),
    "date": st.sampled_from(DATES) | st.dates().map(str) | st.datetimes().map(lambda at: at.isoformat("T", "minutes")),
}
KINDS["words"] = st.sampled_from(UNUSUAL) | st.text(min_size=1, max_size=60)
KIND_OF = {
    "number": "number",
    "date": "date",
    "datetime-local": "date",
    "time": "date",
    "text": "words",
    "textarea": "words",
}


@dataclass(frozen=True)
class Post:
    """What is sent to a form: `sent` as name → values, of which `changed` are the names that are not as a page would
    send them; or bytes under a type that say nothing of the kind."""

    sent: dict = field(default_factory=dict)
    changed: tuple = ()
    kind: str = "form"
    button: str = ""
    type: str = ""
    body: bytes = b""

    def content(self):
        """(body, content type)"""
        if self.kind == "raw":
            return self.body, self.type
        if self.kind == "form":
            return urlencoded(self.sent), "application/x-www-form-urlencoded"
        whole, content_type = multipart(self.sent), f"multipart/form-data; boundary={BOUNDARY}"
        return whole[: len(whole) * 2 // 3] if self.kind == "cut" else whole, content_type


def in_bytes(value):
    return value if isinstance(value, bytes) else str(value).encode("utf-8", "surrogatepass")


def urlencoded(sent):
    pairs = [(name, value) for name, values in sent.items() for value in values]
    return "&".join("=".join(quote_from_bytes(in_bytes(one)) for one in pair) for pair in pairs).encode()


def multipart(sent):
    """A value that is (name, bytes) is a file."""
    parts = []
    for name, values in sent.items():
        for value in values:
            is_file = isinstance(value, tuple)
            said = f'Content-Disposition: form-data; name="{quoted(name)}"'
            said += f'; filename="{quoted(value[0])}"\r\nContent-Type: application/octet-stream' if is_file else ""
            content = value[1] if is_file else in_bytes(value)
            parts.append(f"--{BOUNDARY}\r\n{said}\r\n\r\n".encode("utf-8", "surrogatepass") + content + b"\r\n")
    return b"".join([*parts, f"--{BOUNDARY}--\r\n".encode()])


def quoted(name):
    return name.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A").replace("\x00", "")


def plausible(one):
    """What somebody would put into a field that a form shows empty."""
    today, said = clock.now().date(), dict(one.attributes)
    by_kind = {
        "email": "new.person@example.org",
        "number": said.get("min", "2"),
        "date": f"{today}",
        "datetime-local": f"{today - dt.timedelta(days=1)}T09:00",
        "time": "17:30",
        "tel": "01632 960199",
        "url": "https://example.org/read",
        "password": "a tendon takes its time 7",
        "file": ("a.jpg", make.jpeg((8, 8))),
    }
    if one.options:
        return next((option for option in one.options if option), "")
    if one.kind in by_kind:
        return by_kind[one.kind]
    return "3" if said.get("inputmode") in {"numeric", "decimal"} else "calm-words"


def filled(found, button, *, all_of_it=True):
    """What a person sends who fills in what stands empty, and presses `button`, (name, value)."""
    sent = {name: list(values) for name, values in found.values.items() if name != "csrfmiddlewaretoken"}
    for one in found.fields.values():
        is_empty = not any(sent.get(one.name, ())) and (one.kind != "checkbox" or len(one.options) > 1)
        if all_of_it and is_empty and one.kind != "hidden":
            sent[one.name] = [plausible(one)]
    return sent | ({button[0]: [button[1]]} if button[0] else {})


@st.composite
def posts(draw, found, ids):
    """One post to a form; `ids` are those of other people's rows."""
    how = draw(st.sampled_from(["typed"] * 12 + ["junk"] * 12 + ["rows", "many", "multipart", "raw"]))
    if how == "raw":
        return Post(kind="raw", type=draw(st.sampled_from(TYPES)), body=draw(st.binary(max_size=200)))
    button = draw(st.sampled_from(found.buttons or ((None, ""),)))
    sent = filled(found, button, all_of_it=draw(st.integers(0, 4)) > 0)
    names = [name for name in found.fields if name != "csrfmiddlewaretoken"]
    typed = [name for name in names if found.fields[name].is_typed]
    changed = []
    if how == "typed" and typed:
        [name] = changed = [draw(st.sampled_from(typed))]
        sent[name] = [draw(near(found.fields[name]))]
    elif names:
        changed = draw(st.lists(st.sampled_from(names), min_size=1, max_size=3, unique=True))
        sent |= {name: draw(values_for(found.fields[name], ids)) for name in changed}
    if how == "rows":
        odd = draw(st.lists(odd_names(names), min_size=1, max_size=2))
        changed, sent = [*changed, *odd], sent | {name: draw(st.lists(ANY, max_size=2)) for name in odd}
    if how == "many":
        changed, sent = [*changed, "x1"], sent | {f"x{number}": ["1"] for number in range(1_001)}
    kinds = ["multipart", "multipart", "cut"] if how == "multipart" or found.is_multipart else ["form"]
    return Post(sent, tuple(changed), draw(st.sampled_from(kinds)), "=".join(button) if button[0] else "")


def odd_names(names):
    prefixes = sorted({name.split("-")[0] for name in names if name.endswith("TOTAL_FORMS")} | {"form"})
    rows = st.tuples(st.sampled_from(prefixes), st.sampled_from(ROWS)).map("-".join)
    return rows | st.text(min_size=1, max_size=8).map(lambda text: text.encode("utf-8", "replace").decode())


def near(one):
    """What is of a field's kind, or nearly."""
    if one.kind == "file":
        return st.tuples(
            st.sampled_from(["a.jpg", "<b>.svg", "..\\a.toml", "\u202egpj.exe", ""]), st.binary(max_size=99)
        )
    return st.sampled_from(one.options) if one.options else KINDS[KIND_OF.get(one.kind, "words")]


def values_for(one, ids):
    """What is sent under one name: nothing, one value or several."""
    some = st.one_of(near(one), near(one), ANY, st.sampled_from(ids))
    single = some.map(lambda value: [value])
    return st.one_of(single, single, single, single, st.just([]), st.lists(some, min_size=2, max_size=3))
