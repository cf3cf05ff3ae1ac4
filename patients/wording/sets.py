"""How many sets were done, in words: a hold is one, as it is asked for."""

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from patients.domain.dose import Dose
from programs.wording.dates import day_words


def sets_of_all(done: int | str, wanted: int, *, holds: bool) -> str:
    """ "12 of 20 holds", "4 of 6 sets"."""
    if holds:
        words = ngettext("%(done)s of %(all)s hold", "%(done)s of %(all)s holds", wanted)
    else:
        words = ngettext("%(done)s of %(all)s set", "%(done)s of %(all)s sets", wanted)
    return words % {"done": done, "all": wanted}


def sets_alone(n: int, *, holds: bool) -> str:
    """ "20 holds", "1 set"."""
    words = ngettext("%(n)s hold", "%(n)s holds", n) if holds else ngettext("%(n)s set", "%(n)s sets", n)
    return words % {"n": n}


def logged_words(done: int, wanted: int, *, holds: bool) -> str:
    """What is logged of a day: "10 of 20 holds are logged for this day."; of a day that has all of it, how many."""
    if done < wanted:
        return _("%(sets)s are logged for this day.") % {"sets": sets_of_all(done, wanted, holds=holds)}
    words = ngettext("%(sets)s is logged for this day already.", "%(sets)s are logged for this day already.", done)
    return words % {"sets": sets_alone(done, holds=holds)}


def dose_said(dose: Dose) -> str:
    """ "10 holds of 10 seconds on each leg, 20 in all", "3 sets of 8 to 15 repetitions"."""
    target = _("%(least)s to %(most)s") % {"least": dose.target, "most": dose.most}
    target = target if dose.most != dose.target else str(dose.target)
    if dose.prescription.is_hold:
        each = ngettext("%(target)s second", "%(target)s seconds", dose.most) % {"target": target}
    else:
        each = ngettext("%(target)s repetition", "%(target)s repetitions", dose.most) % {"target": target}
    said = {"sets": sets_alone(dose.sets, holds=dose.prescription.is_hold), "each": each, "all": dose.wanted}
    if len(dose.sides) == 1:
        return _("%(sets)s of %(each)s") % said
    return _("%(sets)s of %(each)s on each leg, %(all)s in all") % said


def tapped_words(dose: Dose, wanted: int) -> str:
    """What is tapped so far of the sets that are, for script: "{n} of 20 holds: {left} left, {right} right"."""
    words = sets_of_all("{n}", wanted, holds=dose.prescription.is_hold)
    if len(dose.sides) == 1:
        return words
    return _("%(sets)s: {left} left, {right} right") % {"sets": words}


def last_time_words(on: dt.date, today: dt.date, sets: dict[str, list[int]]) -> str:
    """ "Last time, Tuesday: left 10 × 10, right 8, 8, 7"; `sets` are what was done, by side."""
    sides = {"left": _("left %(sets)s"), "right": _("right %(sets)s"), "both": "%(sets)s"}
    said = ", ".join(words % {"sets": _runs(sets[side])} for side, words in sides.items() if side in sets)
    return _("Last time, %(day)s: %(sets)s.") % {"day": day_words(on, today), "sets": said}


def _runs(done: list[int]) -> str:
    """Alike sets together where there are more than two of them."""
    return f"{len(done)} × {done[0]}" if len(done) > 2 and len(set(done)) == 1 else ", ".join(map(str, done))
