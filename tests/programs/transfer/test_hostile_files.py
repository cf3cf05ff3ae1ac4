"""Whatever is in a file that somebody sends: it is refused with a reason, by line and field where there is one."""

import zipfile
from io import BytesIO

import pytest

from programs import library, transfer

pytestmark = pytest.mark.once

GOOD = library.text("goom-2016-proximal-hamstring").decode()


def put(old, new):
    """The good file with one thing in it another, in the first place where it stands."""
    assert old in GOOD
    return GOOD.replace(old, new, 1).encode()


def packed():
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        file.writestr("programme.toml", GOOD)
    return made.getvalue()


NAME = 'name = "Isometric, hip open"'
GATE, STAGE, SAFETY = "stages[1].gate", "stages[1]", "safety"
HOSTILE = {
    "empty": (b"", "", "empty"),
    "spaces alone": (b" \n\n", "", "empty"),
    "too large": (GOOD.encode() + b"#" + b"x" * transfer.MOST_BYTES, "", "too large"),
    "one long line": (GOOD.encode() + b"#" + b"x" * 7_000, "", "too long"),
    "a key of very many parts": (b"a." * 5_000 + b"a = 1", "", "too long"),
    "deep lists": (b"x = " + (b"[" * 2_900) + (b"]" * 2_900), "", "nested"),
    "a zip": (packed(), "", "UTF-8|TOML"),
    "UTF-16": (GOOD.encode("utf-16"), "", "UTF-8|TOML"),
    "Latin-1": (put("Four stages", "F\xfcnf stages").decode().encode("latin-1"), "", "UTF-8"),
    "a NUL": (put("Four stages", "Four\0stages"), "", "TOML"),
    "a lone surrogate": (put("Four stages", "Four \\ud800 stages"), "", "TOML"),
    "a lone surrogate in bytes": (put("Four", "@@").replace(b"@@", b"\xed\xa0\x80"), "", "UTF-8"),
    "an escaped control": (put("Four stages", "Four \\u0001 stages"), "summary", "characters"),
    "a key twice": (put("\nmin_days = 7", "\nmin_days = 7\nmin_days = 8"), "", "TOML"),
    "a text with no end": (put('frequency = "every', 'frequency = """every'), "", "TOML"),
    "a table twice": (GOOD.encode() + b"\n[safety]\n", "", "TOML"),
    "a fraction": (put("pain_max = 3", "pain_max = 3.7"), f"{GATE}.pain_max", "whole number"),
    "true for 1": (put("full_days = 2", "full_days = true"), f"{GATE}.full_days", "whole number"),
    "a text for a number": (put("full_days = 2", 'full_days = "2"'), f"{GATE}.full_days", "whole number"),
    "a number for a text": (put(NAME, "name = 5"), f"{STAGE}.name", "a text"),
    "a list for a table": (b"safety = [1]\n" + put("[safety]", "[other]"), SAFETY, "a table"),
    "a table for a list": (b"exercises = 1", "exercises", "a list"),
    "a date for a number": (put("version = 1", "version = 2026-01-01"), "version", "whole number"),
    "a date that is none": (put("version = 1", "version = 2026-02-31"), "", "TOML"),
    "no number": (put("completion_min = 0.8", "completion_min = nan"), f"{GATE}.completion_min", "a number"),
    "an infinite number": (put("completion_min = 0.8", "completion_min = inf"), f"{GATE}.completion_min", "from 0.5"),
    "an infinite criterion": (put("\nvalue = 3", "\nvalue = -inf"), "stages[1].criteria[1].value", "from 0"),
    "a huge number": (put("\nmin_days = 7", f"\nmin_days = {'9' * 5_000}"), "", "TOML"),
    "a large number": (put("\nmin_days = 7", "\nmin_days = 99999999999"), f"{GATE}.min_days", "from 0 to 180"),
    "a negative version": (put("version = 1", "version = -1"), "version", "from 1"),
    "an unknown key": (put("full_days = 2", "full_days = 2\nfull_day = 2"), f"{GATE}.full_day", "not known"),
    "an unknown table": (GOOD.encode() + b"\n[secrets]\na = 1\n", "secrets", "not known"),
    "a missing key": (put("red_during = 6\n", ""), "safety.red_during", "missing"),
    "a missing table": (put("[stages.gate]", "[stages.gates]"), GATE, "missing"),
    "an exercise that is not there": (
        put('exercise = "split-jump"', 'exercise = "squat"'),
        "stages[4].prescriptions[1].exercise",
        "not in this file",
    ),
    "a variation that is not there": (put('ns = ["standard"]', 'ns = ["deep"]'), f"{GATE}.variations", "variation"),
    "two stages of one key": (
        put('key = "hamstring-curl-weighted"', 'key = "hamstring-hold-hip-open"'),
        "stages[2].key",
        "twice",
    ),
    "two exercises of one name": (
        put('"Weighted hamstring curl"', '"hamstring  HOLD, hip open"'),
        "exercises[2].name",
        "twice",
    ),
    "stages out of order": (put("position = 2", "position = 3"), "stages[2].position", "in their order"),
    "a path for a slug": (put('slug = "goom', 'slug = "../../goom'), "slug", "letters"),
    "a slug with its line": (put('slug = "goom-2016-proximal-hamstring"', 'slug = "goom\\n"'), "slug", "letters"),
    "10,000 stages": (GOOD.encode() + b"[[stages]]\n" * 10_000, "stages", "30 entries"),
    "an unknown metric": (put('metric = "pain"', 'metric = "luck"'), "stages[1].criteria[1].metric", "no metric"),
    "a place that its metric has not": (put('"load_test"', '"moon"'), "stages[1].criteria[1].context", "metric"),
    "a limit beyond the hard one": (put("pain_max = 3", "pain_max = 9"), f"{GATE}.pain_max", "from 0 to 5"),
    "held and counted": (
        put("seconds = 45", "seconds = 45\nrepetitions = 3"),
        "stages[1].prescriptions[1].repetitions",
        "kind",
    ),
    "an unknown role": (put('role = "main"', 'role = "boss"'), "stages[1].prescriptions[1].role", "one of"),
    "an empty name": (put(NAME, 'name = "  "'), f"{STAGE}.name", "empty"),
    "a long name": (put(NAME, f'name = "{"x" * 200}"'), f"{STAGE}.name", "characters"),
    "published in words": (put("published = false", 'published = "yes"'), "published", "true or false"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_refuses_it_with_a_reason(name):
    data, field, says = HOSTILE[name]
    with pytest.raises(transfer.Unfit, match=says) as refused:
        transfer.check(transfer.read(data))
    faults = {fault.field: fault for fault in refused.value.faults}
    assert field in faults, list(faults)
    if field:
        assert faults[field].line or field not in GOOD
    assert len(refused.value.faults) <= 20


def test_names_the_line_of_a_field():
    with pytest.raises(transfer.Unfit) as refused:
        transfer.read(put("pain_max = 3", "pain_max = 9"))
    (fault,) = refused.value.faults
    assert GOOD.split("\n")[fault.line - 1] == "pain_max = 3"
