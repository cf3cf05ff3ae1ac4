"""The guided session: what a phone needs to lead through one exercise, set after set, with no further word from us."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from patients.domain.entries import set_field_name
from patients.selectors.phone.plan import Card

SHORTEST_REST = 5  # seconds: time to change legs, whatever the dose says
RECENT_SESSIONS = 20  # the phone does not go on with what it kept of a session once that is logged


@dataclass(frozen=True)
class Leg:
    """One row of progress: a side ("left", "right", "both"), its name, and (field name, done today) for each set."""

    side: str
    label: str
    ticks: list[tuple[str, bool]]


@dataclass(frozen=True)
class GuidedSession:
    """One exercise of today: its card, its rows of progress, and `course`, plain data for the phone's script."""

    card: Card
    legs: list[Leg]
    course: dict


def guided_session(assignment, plan, prescription_id):
    """The exercise that the link names (by id, any text), else the first of today's plan; None when it has none.

    A session that was begun and logged in part goes on with the sets that are missing today.
    """
    cards = {str(card.prescription.pk): card for card in plan.cards}
    card = cards.get(prescription_id) or next(iter(cards.values()), None)
    if card is None:
        return None
    sides = _affected_first(assignment, card.dose.sides)
    done = set() if card.finished else _done_today(assignment, card.dose, plan.asked.plan.today)
    return GuidedSession(card, _legs(card.dose, sides, done), _course(assignment, card, sides, done))


def _affected_first(assignment, sides):
    return sorted(sides, key=lambda side: side not in assignment.affected_sides)


def _done_today(assignment, dose, day):
    """The fields of the sets of a training day; a set numbered twice counts for the first free number. Where a day has
    several sessions, those of the latest, which may be whole."""
    done, whole = set(), {set_field_name(n, side) for n in range(1, dose.sets + 1) for side in dose.sides}
    for session in assignment.sessions.adding().trained_on_day(day).prefetch_related("sets"):
        for one in session.sets.all():
            if one.prescription_id == dose.prescription.pk:
                done.add(_first_free_name(one, dose, done))
                done = set() if done >= whole else done
    return done


def _first_free_name(one, dose, done):
    names = [set_field_name(number, one.side) for number in (one.number, *range(1, dose.sets + 1))]
    return next((name for name in names if name not in done), names[0])


def _legs(dose, sides, done):
    labels = {"left": _("Left"), "right": _("Right"), "both": _("Sets")}
    return [Leg(side, labels[side], _ticks(dose, side, done)) for side in sides]


def _ticks(dose, side, done):
    names = [set_field_name(number, side) for number in range(1, dose.sets + 1)]
    return [(name, name in done) for name in names]


def _course(assignment, card, sides, done):
    prescription, dose = card.prescription, card.dose
    order = [(number, side) for number in range(1, dose.sets + 1) for side in sides]
    to_do = [(number, side) for number, side in order if set_field_name(number, side) not in done]
    first = len(order) - len(to_do) + 1
    recent = assignment.sessions.order_by("-pk").values_list("client_id", flat=True)[:RECENT_SESSIONS]
    return {
        "key": f"{assignment.patient.public_id}:{prescription.pk}:{dose.sets}x{dose.target}",
        "hold": prescription.is_hold,
        "target": dose.target,
        "rest": max(prescription.rest_seconds, SHORTEST_REST),
        "most": dose.most,
        "secondsASet": dose.target if prescription.is_hold else dose.target * prescription.seconds_a_repetition,
        "sets": [_set(dose, nth, len(order), *each) for nth, each in enumerate(to_do, start=first)],
        "complete": not done,
        "logged": [str(client_id) for client_id in recent],
        "words": _words(dose, len(to_do)),
    }


def _set(dose, nth, total, number, side):
    leg = {"left": _("Left leg"), "right": _("Right leg"), "both": ""}[side]
    where = _("set %(number)s of %(sets)s") % {"number": number, "sets": dose.sets}
    where = f"{leg}, {where}" if leg else where.capitalize()
    counted = _("Hold %(nth)s of %(total)s") if dose.prescription.is_hold else _("Set %(nth)s of %(total)s")
    return {
        "name": set_field_name(number, side),
        "side": side,
        "where": where,
        "next": _("Next: %(set)s") % {"set": where[0].lower() + where[1:]},
        "nth": counted % {"nth": nth, "total": total},
        "goOn": _("Go on with set %(number)s") % {"number": number},
    }


def _words(dose, sets):
    """What the script says. Counts come as lists, for plurals are the server's business; {n} is filled in there."""
    most = dose.minutes + 2
    minutes = [ngettext("about %(n)s minute left", "about %(n)s minutes left", n) % {"n": n} for n in range(1, most)]
    return {
        "ready": _("Get ready"),
        "work": _("Hold") if dose.prescription.is_hold else _("Repetitions"),
        "rest": _("Rest"),
        "paused": _("Paused"),
        "over": _("Done"),
        "ofSeconds": _("of {n} s"),
        "ofCount": _("of %(n)s") % {"n": dose.target if dose.most == dose.target else f"{dose.target}–{dose.most}"},
        "ofSets": ngettext("of %(n)s set", "of %(n)s sets", sets) % {"n": sets},
        "secondsLeft": _("{what}, {left} of {n} seconds left"),
        "counted": ngettext("{left} of %(n)s repetition", "{left} of %(n)s repetitions", dose.target)
        % {"n": dose.target},
        "allDone": _("All {n} done"),
        "finishWith": _("Finish with {n}"),
        "legDone": _("{n} of {total}"),
        "minutes": [_("less than a minute left"), *minutes],
        "unseen": [
            ngettext("%(n)s set went by while the screen was off.", "%(n)s sets went by while the screen was off.", n)
            % {"n": n}
            for n in range(1, sets + 1)
        ],
        "allSets": _("All sets are done."),
    }
