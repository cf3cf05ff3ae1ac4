"""What the guided session says, shown and spoken. Counts come as lists, for plurals are the server's business; what
stands in braces the phone fills in."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from patients.domain.dose import Dose

CLIP_OF_SIDE = {"left": ["left"], "right": ["right"], "both": []}  # the names of static/audio/words-en.txt


def set_words(dose: Dose, number: int, side: str, counted: tuple[int, int], *, is_hold: bool) -> dict[str, Any]:
    """Where a set stands: `counted` is its place among all sets of all sides, and how many these are."""
    leg = {"left": _("Left leg"), "right": _("Right leg"), "both": ""}[side]
    where = _("set %(number)s of %(sets)s") % {"number": number, "sets": dose.sets}
    where = f"{leg}, {where}" if leg else where.capitalize()
    nth = _("Hold %(nth)s of %(total)s") if is_hold else _("Set %(nth)s of %(total)s")
    return {
        "where": where,
        "next": _("Next: %(set)s") % {"set": where[0].lower() + where[1:]},
        "nth": nth % {"nth": counted[0], "total": counted[1]},
        "goOn": _("Go on with set %(number)s") % {"number": number},
        "clips": CLIP_OF_SIDE[side],
    }


def exercise_words(dose: Dose, sets: int, *, is_hold: bool, legs: str) -> dict[str, Any]:
    """What is said of one exercise, `sets` of it still to do; `legs`: "each leg", or empty."""
    most = dose.minutes + 2
    minutes = [ngettext("about %(n)s minute left", "about %(n)s minutes left", n) % {"n": n} for n in range(1, most)]
    target = dose.target if dose.most == dose.target else f"{dose.target}–{dose.most}"
    return {
        "work": _("Hold") if is_hold else _("Repetitions"),
        "ofCount": _("of %(n)s") % {"n": target},
        "ofSets": ngettext("of %(n)s set", "of %(n)s sets", sets) % {"n": sets},
        "counted": ngettext("{left} of %(n)s repetition", "{left} of %(n)s repetitions", dose.target)
        % {"n": dose.target},
        "minutes": [_("less than a minute left"), *minutes],
        "unseen": [
            ngettext("%(n)s set went by while the screen was off.", "%(n)s sets went by while the screen was off.", n)
            % {"n": n}
            for n in range(1, sets + 1)
        ],
        "dose": _dose_spoken(dose, legs, is_hold=is_hold),
    }


def _dose_spoken(dose: Dose, legs: str, *, is_hold: bool) -> str:
    """ "3 sets of 20 repetitions, each leg": what "3 × 20" sounds like."""
    seconds = ngettext("%(n)s second", "%(n)s seconds", dose.target)
    one = seconds if is_hold else ngettext("%(n)s repetition", "%(n)s repetitions", dose.target)
    said = ngettext("%(sets)s set of %(each)s", "%(sets)s sets of %(each)s", dose.sets)
    words = said % {"sets": dose.sets, "each": one % {"n": dose.target}}
    return ", ".join(filter(None, (words, dose.load, legs)))


def words() -> dict[str, Any]:
    """What is the same for every exercise."""
    return {
        "ready": _("Get ready"),
        "change": _("Next exercise"),
        "rest": _("Rest"),
        "paused": _("Paused"),
        "over": _("Done"),
        "ofSeconds": _("of {n} s"),
        "secondsLeft": _("{what}, {left} of {n} seconds left"),
        "allDone": _("All {n} done"),
        "finishWith": _("Finish with {n}"),
        "legDone": _("{n} of {total}"),
        "allSets": _("All sets are done."),
        "pace": _("1 every {n} s"),
        "didCount": _("Counted: {n}"),
        "keepOne": [_("I did it"), _("I did them")],
        "takeBackOne": [_("Take it back"), _("Take them back")],
        "together": _("{name}: {done} of {wanted} sets"),
        "togetherLoad": _("{name}: {done} of {wanted} sets, {load} kg"),
        "choose": _("Choose Voice to follow with your eyes closed. This phone remembers it."),
        "noVoice": _("This phone has no voice of its own: short recorded words or tones take its place."),
        "noBuzz": _("This phone does not vibrate for a web page. On an iPhone the switch on the side mutes tones too."),
        "say": _spoken(),
    }


def _spoken() -> dict[str, str]:
    return {
        "first": _("{name}. {dose}. {where}. Get ready."),
        "ready": _("{where}. Get ready."),
        "change": _("That exercise is done. Next exercise: {name}. {dose}. {cue} It begins in {n} seconds."),
        "hold": _("Hold."),
        "count": _("Begin."),
        "half": _("Half way."),
        "rest": _("Rest. {next}."),
        "paused": _("Paused."),
        "over": _("All sets are done. Log this session now."),
    }
