"""What was ticked as new or alarming, and what is open of it."""

from patients.models import FlagKind
from patients.wording import flag_text
from programs import wording


def open_flags(assignment):
    """What is open, the newest first; no query where `Standing` knows of nothing."""
    return list(assignment.patient.flags.open()) if assignment.standing.flag_kind else []


def pauses(flags):
    """Whether one of them stops the exercises: something alarming, not distress alone."""
    return any(flag.kind != "distress" for flag in flags)


def flags_with_texts(clinic, ticked, still_open):
    """(flag, tick, words) of what was ticked at one moment and of what else is open, each kind once: distress first,
    then in the order of the list."""
    order = [FlagKind.DISTRESS, *FlagKind]
    by_kind = {flag.kind: flag for flag in (*still_open, *ticked)}
    kinds = sorted(by_kind, key=order.index)
    return [(by_kind[kind], tick, words) for kind, tick, words in flag_texts(clinic, kinds)]


def flag_texts(clinic, kinds):
    """For each kind of flag: its tick and the words to show at once, with the clinic's numbers in them."""
    numbers = (clinic.phone, clinic.out_of_hours_phone, clinic.emergency_phone, clinic.crisis_phone)
    return [(kind, wording.flag_tick(kind), flag_text(kind, *numbers)) for kind in kinds]
