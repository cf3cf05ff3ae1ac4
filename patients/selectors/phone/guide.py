"""The guided session: what a phone needs to lead through one exercise, set after set, with no further word from us."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from patients.selectors.phone.plan import Card

SECONDS_A_REPETITION = 3
SHORTEST_REST = 5  # seconds: time to change legs, whatever the dose says
RECENT = 20


@dataclass(frozen=True)
class Leg:
    """One row of progress: a side ("left", "right", "both"), its name, and (field name, done today) for each set."""

    side: str
    label: str
    ticks: list


@dataclass(frozen=True)
class GuidedSession:
    """One exercise of today: its card, its rows of progress, and `course`, plain data for the phone's script."""

    card: Card
    legs: list
    course: dict


def guided_session(assignment, plan, wanted):
    """The exercise whose id the link asks for (text), else the first of today's plan; None when it has no exercise.

    A session that was begun and logged in part goes on with the sets that are missing today.
    """
    cards = {str(card.prescription.pk): card for card in plan.cards}
    card = cards.get(wanted) or next(iter(cards.values()), None)
    if card is None:
        return None
    sides = sorted(card.prescription.sides, key=lambda side: side not in assignment.affected_sides)
    done = set() if card.finished else _done_today(assignment, card.dose, plan.today)
    return GuidedSession(card, _legs(card.dose, sides, done), _course(assignment, card, sides, done))


def _done_today(assignment, dose, today):
    """The fields of the sets that were logged today; a set numbered twice counts for the first free number."""
    done = set()
    for session in assignment.sessions.valid().filter(local_date=today).prefetch_related("sets"):
        for one in session.sets.all():
            if one.prescription_id == dose.prescription.pk:
                done.add(_first_free(one, dose, done))
    return done


def _first_free(one, dose, done):
    names = [field_name(number, one.side) for number in (one.number, *range(1, dose.sets + 1))]
    return next((name for name in names if name not in done), names[0])


def field_name(number, side):
    return f"set-{number}-{side}"


def _legs(dose, sides, done):
    labels = {"left": _("Left"), "right": _("Right"), "both": _("Sets")}
    names = {side: [field_name(number, side) for number in range(1, dose.sets + 1)] for side in sides}
    return [Leg(side, labels[side], [(name, name in done) for name in names[side]]) for side in sides]


def _course(assignment, card, sides, done):
    one, dose = card.prescription, card.dose
    order = [(number, side) for number in range(1, dose.sets + 1) for side in sides]
    left = [(number, side) for number, side in order if field_name(number, side) not in done]
    first = len(order) - len(left)
    recent = assignment.sessions.order_by("-pk").values_list("client_id", flat=True)[:RECENT]
    return {
        "key": f"{assignment.patient.public_id}:{one.pk}:{dose.sets}x{dose.target}",
        "hold": one.is_hold,
        "target": dose.target,
        "rest": max(one.rest_seconds, SHORTEST_REST),
        "secondsASet": dose.target if one.is_hold else dose.target * SECONDS_A_REPETITION,
        "sets": [_set(dose, nth, len(order), *each) for nth, each in enumerate(left, start=first + 1)],
        "complete": not done,
        "logged": [str(client_id) for client_id in recent],
        "words": _words(dose, len(left)),
    }


def _set(dose, nth, total, number, side):
    leg = {"left": _("Left leg"), "right": _("Right leg"), "both": ""}[side]
    where = _("set %(number)s of %(sets)s") % {"number": number, "sets": dose.sets}
    where = f"{leg}, {where}" if leg else where.capitalize()
    counted = _("Hold %(nth)s of %(total)s") if dose.prescription.is_hold else _("Set %(nth)s of %(total)s")
    return {
        "name": field_name(number, side),
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
        "ofCount": _("of %(n)s") % {"n": dose.target},
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
