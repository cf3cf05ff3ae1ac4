"""How urgent each tick of "Something new or alarming" is, and whom it says to call first."""

from collections.abc import Iterable
from enum import IntEnum, StrEnum


class Urgency(IntEnum):
    """The lower, the sooner. DISTRESS is a call, to whoever listens now."""

    EMERGENCY = 0
    DISTRESS = 1
    SAME_DAY = 2
    WITHIN_2_DAYS = 3
    THIS_WEEK = 4


URGENCY = {
    "saddle": Urgency.EMERGENCY,
    "chest": Urgency.EMERGENCY,
    "distress": Urgency.DISTRESS,
    "calf": Urgency.SAME_DAY,
    "pop": Urgency.SAME_DAY,
    "night": Urgency.SAME_DAY,
    "nerve": Urgency.WITHIN_2_DAYS,  # today where the foot is weak, as its words say
    "drug": Urgency.WITHIN_2_DAYS,
    "bone": Urgency.THIS_WEEK,
}
A_DOCTOR_NOT_US = {"calf"}  # a clot is not for a physio to judge, open or not


class Line(StrEnum):
    CLINIC = "clinic"
    URGENT = "urgent"
    EMERGENCY = "emergency"
    CRISIS = "crisis"


OPEN, CLOSED = True, False
FIRST = {
    (Urgency.EMERGENCY, OPEN): (Line.EMERGENCY, Line.URGENT, Line.CLINIC),
    (Urgency.EMERGENCY, CLOSED): (Line.EMERGENCY, Line.URGENT, Line.CLINIC),
    (Urgency.DISTRESS, OPEN): (Line.CRISIS, Line.CLINIC, Line.URGENT, Line.EMERGENCY),
    (Urgency.DISTRESS, CLOSED): (Line.CRISIS, Line.URGENT, Line.EMERGENCY, Line.CLINIC),
    (Urgency.SAME_DAY, OPEN): (Line.CLINIC, Line.URGENT, Line.EMERGENCY),
    (Urgency.SAME_DAY, CLOSED): (Line.URGENT, Line.EMERGENCY, Line.CLINIC),
    (Urgency.WITHIN_2_DAYS, OPEN): (Line.CLINIC, Line.URGENT),
    (Urgency.WITHIN_2_DAYS, CLOSED): (Line.URGENT, Line.CLINIC),
    (Urgency.THIS_WEEK, OPEN): (Line.CLINIC, Line.URGENT),
    (Urgency.THIS_WEEK, CLOSED): (Line.CLINIC, Line.URGENT),
}


def to_call_first(kind: str) -> tuple[bool, Urgency]:
    """The order in which a clinician calls: distress first, then as urgent as the tick says. KeyError for no kind."""
    return URGENCY[kind] != Urgency.DISTRESS, URGENCY[kind]


def calls_now(kind: str) -> bool:
    """Whether a number is to be seen wherever this tick is only mentioned, before anybody has ticked it."""
    return URGENCY[kind] <= Urgency.DISTRESS


def by_urgency(kinds: Iterable[str]) -> list[str]:
    """The kinds, the most urgent first; KeyError for no kind."""
    return sorted(kinds, key=lambda kind: URGENCY[kind])


def whom_first(kind: str, is_open: bool, known: Iterable[Line]) -> list[Line]:
    """Whom to call for this tick, in order, of the lines whose number is `known`."""
    urgency, there = URGENCY[kind], set(known)
    wanted = FIRST[urgency, is_open and kind not in A_DOCTOR_NOT_US]
    return [line for line in wanted if line in there]


def asks_for_unknown(kind: str, is_open: bool, known: Iterable[Line]) -> bool:
    """Whether the tick says to call the emergency number before the clinic, and no number of that kind is `known`."""
    wanted = FIRST[URGENCY[kind], is_open and kind not in A_DOCTOR_NOT_US]
    before = set(wanted[: wanted.index(Line.CLINIC)])
    return Line.EMERGENCY in before and wanted[0] is not Line.CRISIS and not before & set(known)


def whom_to_call(kinds: Iterable[str], is_open: bool, known: Iterable[Line]) -> list[Line]:
    """Everybody who is known, those first whom the most urgent tick names; without a tick, who answers now. The crisis
    line is for distress alone."""
    known, kinds = list(known), by_urgency(kinds)
    named = [whom_first(kind, is_open, known) for kind in kinds]
    firsts = [lines[0] for lines in named if lines]
    answers = (Line.CLINIC, Line.URGENT) if kinds or is_open else (Line.URGENT, Line.CLINIC)
    rest = [line for line in (*answers, Line.EMERGENCY) if line in known]
    return list(dict.fromkeys([*firsts, *rest]))
