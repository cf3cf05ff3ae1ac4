"""What the screen says at once to somebody who ticks something new or alarming."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from programs.wording import Words
from programs.wording.facts import sentences

_HOURS = re.compile(r"\d[:.]\d\d")


@dataclass(frozen=True)
class Numbers:
    """Whom a patient of one clinic calls; "" for a line that there is not. `hospital` is what its door is called there,
    with its article."""

    clinic: str = ""
    urgent: str = ""
    emergency: str = ""
    crisis: str = ""
    crisis_name: str = ""
    hospital: str = ""

    @property
    def any_emergency(self) -> str:
        return self.emergency or _("your country’s emergency number")

    @property
    def any_hospital(self) -> str:
        return self.hospital or _("an emergency department")


def flag_text(kind: str, numbers: Numbers) -> Words:
    """Whom to call and what to leave, with the clinic's numbers; a number that is not known is left out. KeyError for
    no kind."""
    return TEXTS[kind](numbers)


def _pop(numbers: Numbers) -> Words:
    return Words(
        _dial(_("Stop. Call us today"), numbers.clinic),
        sentences(_("Do not stretch it and do not test it."), _closed_today(numbers)),
    )


def _nerve(numbers: Numbers) -> Words:
    weak = _("Closed, and your foot is weak? Go to %(hospital)s.") % {"hospital": numbers.any_hospital}
    return Words(
        _dial(_("Stop. If your foot is weak or drops, call us today"), numbers.clinic),
        sentences(_("If not, call within 2 days."), _closed(numbers) or weak),
    )


def _saddle(numbers: Numbers) -> Words:
    where = {"hospital": numbers.any_hospital, "number": numbers.any_emergency}
    return Words(
        _("This can be an emergency. Go to %(hospital)s now or call %(number)s.") % where, _("Do not wait for us.")
    )


def _bone(numbers: Numbers) -> Words:
    return Words(
        _dial(_("Stop running and jumping. Call us this week"), numbers.clinic),
        sentences(_("If you cannot put weight on the leg, call today."), _closed(numbers)),
    )


def _night(numbers: Numbers) -> Words:
    return Words(_dial(_("Stop. Call us or your doctor today"), numbers.clinic), _closed_today(numbers))


def _calf(numbers: Numbers) -> Words:
    worse = numbers.urgent != numbers.emergency and numbers.urgent  # one number for both is said once
    return Words(
        _("Stop. You need a doctor today. Call %(number)s.") % {"number": numbers.urgent or numbers.any_emergency},
        _("Chest pain or short of breath? Call %(number)s.") % {"number": numbers.any_emergency}
        if worse
        else _("Chest pain or short of breath? Say so at once."),
    )


def _chest(numbers: Numbers) -> Words:
    return Words(
        _("This can be an emergency. Call %(number)s now.") % {"number": numbers.any_emergency},
        _("Do not wait for us."),
    )


def _drug(numbers: Numbers) -> Words:
    return Words(
        _dial(_("Stop the exercises. Call us within 2 days"), numbers.clinic),
        sentences(
            _("These medicines can harm tendons. Do not stop them on your own: ask who prescribed them."),
            _closed(numbers),
        ),
    )


def _distress(numbers: Numbers) -> Words:
    """The crisis line comes first; the clinic may be closed. A line that names its hours is not said to listen now."""
    line = ", ".join(filter(None, (numbers.crisis_name, numbers.crisis))) if numbers.crisis else ""
    call = _("Or call us") if line else _("Call us")
    talk = _("To talk: %(line)s.") if _HOURS.search(numbers.crisis_name) else _("To talk now: %(line)s.")
    return Words(
        sentences(_("You do not have to do this alone."), line and talk % {"line": line}),
        sentences(
            _dial(call, numbers.clinic),
            _("In danger? Call %(number)s.") % {"number": numbers.any_emergency},
            _("You need not do the exercises today."),
        ),
    )


TEXTS: dict[str, Callable[[Numbers], Words]] = {
    "pop": _pop,
    "nerve": _nerve,
    "saddle": _saddle,
    "bone": _bone,
    "night": _night,
    "calf": _calf,
    "chest": _chest,
    "drug": _drug,
    "distress": _distress,
}


def _closed(numbers: Numbers) -> str:
    return _("Closed? Call %(number)s.") % {"number": numbers.urgent} if numbers.urgent else ""


def _closed_today(numbers: Numbers) -> str:
    """Where it cannot wait for tomorrow: without a number for advice, the door that is always open."""
    where = {"hospital": numbers.any_hospital, "number": numbers.any_emergency}
    return _closed(numbers) or _("Closed? Go to %(hospital)s or call %(number)s.") % where


def _dial(clause: str, number: str) -> str:
    """ "Call us today: 01632 960 142.", or the clause alone."""
    if not number:
        return _("%(clause)s.") % {"clause": clause}
    return _("%(clause)s: %(number)s.") % {"clause": clause, "number": number}
