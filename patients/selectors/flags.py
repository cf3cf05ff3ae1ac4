"""What was ticked as new or alarming, what is open of it, and whom to call."""

import json
from dataclasses import dataclass, replace

from patients.domain.alarm import Line, asks_for_unknown, by_urgency, calls_now, whom_first, whom_to_call
from patients.domain.countries import hospital_of
from patients.domain.danger_words import danger_words, ticks_of
from patients.domain.opening_hours import is_open, openings
from patients.models import Flag
from patients.wording import flag_text, open_words
from patients.wording.flags import Numbers
from programs import wording
from programs.wording import Words

DAYS_AHEAD = 21  # a page that is older than that counts the clinic as closed


def open_flags(assignment):
    """What is open, the newest first; no query where `Standing` knows of nothing."""
    return list(assignment.patient.flags.open()) if assignment.standing.flag_kind else []


def pauses(flags):
    """Whether one of them stops the exercises: something alarming, not distress alone."""
    return any(flag.kind != "distress" for flag in flags)


@dataclass(frozen=True)
class Contact:
    """Somebody to call: which line of the clinic's it is, the number and who answers it. `after_emergency`: second to
    the emergency number, which the clinic has not named."""

    line: Line
    number: str
    name: str
    after_emergency: bool = False


@dataclass(frozen=True)
class Tick:
    """One kind of flag, and the `flag` where it was ticked: what is said of it, and whom to call first with the clinic
    open or closed."""

    kind: str
    flag: Flag | None
    tick: str
    words: Words
    while_open: Contact | None
    while_closed: Contact | None
    calls_now: bool


@dataclass(frozen=True)
class WhomToCall:
    """The ticks, the most urgent first, and everybody to call, in order, with the clinic open or closed. `state` says
    what holds now; the phone reads `openings` (pairs of seconds since 1970) once the page is older."""

    ticks: list[Tick]
    while_open: list[Contact]
    while_closed: list[Contact]
    is_open: bool
    state: str
    openings: list[list[int]]

    @property
    def now(self):
        return self.while_open if self.is_open else self.while_closed

    @property
    def bar_open(self):
        return self.while_open[:2]

    @property
    def bar_closed(self):
        """Nobody answers at a clinic that is closed: it has the second button only where there is nobody else."""
        first, *others = self.while_closed or [None]
        second = sorted(others, key=lambda contact: contact.line == Line.CLINIC)[:1]
        return [contact for contact in (first, *second) if contact]

    @property
    def bar_now(self):
        return self.bar_open if self.is_open else self.bar_closed


def whom_to_call_page(clinic, flags, now):
    """A `WhomToCall` of the clinic at the instant `now`, for kinds of flag, each with its flag or None."""
    contacts, hours = contacts_of(clinic), clinic.when_open
    kinds = by_urgency(flags)
    opened, closed = (_everybody(kinds, state, contacts) for state in (True, False))
    return WhomToCall(
        ticks=[_tick(kind, flags[kind], clinic, contacts) for kind in kinds],
        while_open=opened,
        while_closed=closed,
        is_open=is_open(hours, now, clinic.zone),
        state=open_words(hours, now, clinic.zone),
        openings=[[int(a.timestamp()), int(b.timestamp())] for a, b in openings(hours, now, clinic.zone, DAYS_AHEAD)],
    )


def _everybody(kinds, is_open, contacts):
    first, *others = [contacts[line] for line in whom_to_call(kinds, is_open, contacts)] or [None]
    return [*filter(None, [_second(kinds[0], is_open, contacts, first) if kinds else first]), *others]


def _second(kind, is_open, contacts, contact):
    """The `contact` to call first for a tick, marked where an emergency number that is not known comes before it."""
    return contact and replace(contact, after_emergency=asks_for_unknown(kind, is_open, contacts))


def danger_in(clinic, text, now):
    """The `WhomToCall` of the ticks whose words stand in a text, None where none does."""
    ticks = ticks_of(text)
    return whom_to_call_page(clinic, dict.fromkeys(ticks), now) if ticks else None


def danger_live(clinic, now):
    """What a field needs that leads to the alarm list while somebody types: `words`, the lines of each tick as JSON,
    and `urgent`, the `WhomToCall` of the ticks whose number does not wait for the list."""
    kinds = by_urgency(danger_words())
    urgent = dict.fromkeys(kind for kind in kinds if calls_now(kind))
    words = json.dumps({kind: danger_words()[kind] for kind in kinds})
    return {"words": words, "urgent": whom_to_call_page(clinic, urgent, now)}


def contacts_of(clinic):
    """The `Contact` of each line of the clinic's that has a number."""
    lines = [
        Contact(Line.CLINIC, clinic.phone, clinic.name),
        Contact(Line.URGENT, clinic.out_of_hours_phone, clinic.out_of_hours_name),
        Contact(Line.EMERGENCY, clinic.emergency_phone, ""),
        Contact(Line.CRISIS, clinic.crisis_phone, clinic.crisis_name),
    ]
    return {contact.line: contact for contact in lines if contact.number}


def flag_texts(clinic, kinds):
    """For each kind of flag: its tick and the words to show at once, with the clinic's numbers in them."""
    return [(wording.flag_tick(kind), flag_text(kind, numbers_of(clinic))) for kind in kinds]


def numbers_of(clinic):
    return Numbers(
        clinic=clinic.phone,
        urgent=clinic.out_of_hours_phone,
        emergency=clinic.emergency_phone,
        crisis=clinic.crisis_phone,
        crisis_name=clinic.crisis_name,
        hospital=hospital_of(clinic.country),
    )


def _tick(kind, flag, clinic, contacts):
    firsts = ((state, next(iter(whom_first(kind, state, contacts)), None)) for state in (True, False))
    opened, closed = (_second(kind, state, contacts, contacts.get(line)) for state, line in firsts)
    return Tick(
        kind, flag, wording.flag_tick(kind), flag_text(kind, numbers_of(clinic)), opened, closed, calls_now(kind)
    )
