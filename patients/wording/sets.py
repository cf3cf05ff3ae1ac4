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


def tapped_words(dose: Dose) -> str:
    """What is tapped so far, for script: "{n} of 20 holds: {left} left, {right} right"."""
    words = sets_of_all("{n}", dose.wanted, holds=dose.prescription.is_hold)
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
