"""Every form that the pages of its owner hold, filled in as a person would, to be sent by everybody else as well."""

import dataclasses

from django.urls import resolve

from tests import html
from tests.access_addresses import addresses
from tests.access_check import REFUSED, Tally, faults_of, is_seen_twice, knock
from tests.access_table import PEOPLE, TABLE
from tests.page_faults import HARMLESS

FILLERS = ("patient", "physio", "other physio", "administrator", "editor", "superuser")
TYPED = {
    "email": "somebody-new@example.org",
    "date": "2026-06-02",
    "time": "09:00",
    "tel": "01632 960 999",
    "text": "As we agreed.",
}


@dataclasses.dataclass(frozen=True)
class Form:
    """`owners` are those of whose things the address names, `taken` whether the product stores it from its owner."""

    filler: str
    name: str
    url: str
    owners: tuple
    data: dict
    taken: bool


def forms_of(world, filler, only=None, seen=None):
    """The forms on the pages that `filler` may open, or on the one of this name, each kind once however many hold it;
    `seen` are the kinds that somebody else filled in already."""
    known, seen = {one.url: one for one in addresses(world)}, set() if seen is None else seen
    for page in (one for one in _pages_of(filler, known.values()) if only in {None, one.name}):
        answer = knock(world, filler, "get", page.url).answer
        if not answer.headers.get("Content-Type", "").startswith("text/html"):
            continue
        for url, data in _filled(answer, page.url):
            key = (resolve(url).view_name, *sorted(data))
            if key in seen:
                continue
            seen.add(key)
            owners = known[url].owners if url in known else page.owners
            sent = knock(world, filler, "post", url, data)
            yield Form(filler, resolve(url).view_name, url, owners, data, _is_taken(sent))
            if "ask_first" in data:
                for again, shown in _filled(sent.answer, url):
                    if again == url and "shown" in shown:
                        taken = _is_taken(knock(world, filler, "post", url, shown))
                        yield Form(filler, resolve(url).view_name, url, owners, shown, taken)


def _pages_of(filler, known):
    """Of the pages that differ in their ids alone the first."""
    pages = [one for one in known if one.line.get and one.line.expected(filler, "get", one.owners) == 200]
    return {one.name: one for one in reversed(pages) if not is_seen_twice(filler, one)}.values()


def _is_taken(sent):
    return sent.written not in ([], ["patients_auditentry"])


def _filled(answer, here):
    """(address, what is sent) of each form of a page."""
    document = html.parse(answer)[0]
    for form in filter(html.is_post, html.forms_of(document)):
        data = html.values_of(form, document)
        buttons = []
        for control in html.controls_of(form, document):
            name, value = control.get("name"), _typed(control)
            if control.tag == "button" and name and control.get("value") not in HARMLESS:
                buttons.append((name, control.get("value", "")))
            elif name and value and not any(data.get(name, ())):
                data[name] = [value]
        data |= {name: [value] for name, value in buttons[:1]}
        yield form.get("action", "").split("?")[0] or here, data


def _typed(control):
    """What somebody would put into an empty control, "" where it may stay so."""
    kind = control.get("type", "text")
    if control.tag == "select":
        return next((value for one in control.iter("option") if (value := one.get("value"))), "")
    if kind in {"radio", "checkbox"}:
        return control.get("value", "on")
    if kind == "number":
        return control.get("min") or "1"
    if kind in {"hidden", "file", "submit"} or control.tag == "button":
        return ""
    return TYPED.get(kind, TYPED["text"])


def problems_with(world, form, people=PEOPLE, tally=None):
    """What comes of it when others send it, but for colleagues who may: what may never, and of who is refused another
    answer than the table's, or anything written."""
    tally, line = tally or Tally(), TABLE[form.name]
    for person in people:
        expected = line.expected(person, "post", form.owners)
        refused = expected in REFUSED or person in line.door
        if person == form.filler or (not refused and form.owners):
            continue
        sent = knock(world, person, "post", form.url, form.data)
        faults = faults_of(person, sent, tally)
        if refused and sent.answer.status_code != expected:
            faults.append(f"{sent.answer.status_code}, not {expected}")
        if refused:
            faults += [f"writes {table}" for table in sent.written]
        yield from (f"{person} sends {form.name} of {form.filler}, {sorted(form.data)}: {fault}" for fault in faults)
