"""The guided session: what a phone needs to lead through today's exercises with no further word from us."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from patients.domain.entries import LOAD, set_field_name
from patients.selectors.phone.plan import Card
from patients.selectors.todays_dose import load_up
from patients.wording import guided
from programs.models import Role

SHORTEST_REST = 5  # seconds: time to change legs, whatever the dose says
CHANGE = 60  # seconds from one exercise to the next: time to stand up and lie down elsewhere
PACE = 4  # seconds a repetition is counted at where no tempo is prescribed: slower than most people are by themselves
RECENT_SESSIONS = 20  # the phone does not go on with what it kept of a session once that is logged


@dataclass(frozen=True)
class Leg:
    """One row of progress: a side ("left", "right", "both"), its name, and (field name, done today) for each set."""

    side: str
    label: str
    ticks: list[tuple[str, bool]]


@dataclass(frozen=True)
class GuidedExercise:
    """One exercise of today: its card, its rows of progress, and `course`, plain data for the phone's script."""

    card: Card
    legs: list[Leg]
    course: dict


@dataclass(frozen=True)
class GuidedSession:
    """The exercises in the order in which they are done, and `course`, plain data for the phone's script."""

    exercises: list[GuidedExercise]
    course: dict

    @property
    def first(self):
        return self.exercises[0]

    @property
    def prescriptions(self):
        return [one.card.prescription for one in self.exercises]


def guided_session(assignment, plan, prescription_id):
    """The exercise that the link names (by id, any text), else the first of today's plan, and after it what is open
    today and goes with it; None of a plan without exercises.

    A session that was begun and logged in part goes on with the sets that are missing today.
    """
    cards = {str(card.prescription.pk): card for card in plan.cards}
    card = cards.get(prescription_id) or next(iter(cards.values()), None)
    if card is None:
        return None
    sessions = list(assignment.sessions.adding().trained_on_day(plan.asked.plan.today).prefetch_related("sets"))
    exercises = [_exercise(assignment, one, sessions) for one in (card, *_after(card, plan.cards))]
    recent = assignment.sessions.order_by("-pk").values_list("client_id", flat=True)[:RECENT_SESSIONS]
    course = {
        "exercises": [one.course for one in exercises],
        "logged": [str(client_id) for client_id in recent],
        "words": guided.words(),
    }
    return GuidedSession(exercises, course)


def _after(first, cards):
    """What a day between asks for does not go with the main exercise, nor with what is kept going on its days."""
    between = first.prescription.role == Role.BETWEEN
    open_today = [card for card in cards if card is not first and not card.finished]
    return [card for card in open_today if (card.prescription.role == Role.BETWEEN) is between]


def _exercise(assignment, card, sessions):
    sides = sorted(card.dose.sides, key=lambda side: side not in assignment.affected_sides)
    done = set() if card.finished else _done(sessions, card.dose)
    return GuidedExercise(card, _legs(card.dose, sides, done), _course(assignment, card, sides, done))


def _done(sessions, dose):
    """The fields of the sets of the day's `sessions`; a set numbered twice counts for the first free number. Where a
    day has several sessions, those of the latest, which may be whole."""
    done, whole = set(), {set_field_name(n, side) for n in range(1, dose.sets + 1) for side in dose.sides}
    for session in sessions:
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
    is_hold = prescription.is_hold
    order = [(number, side) for number in range(1, dose.sets + 1) for side in sides]
    to_do = [(number, side) for number, side in order if set_field_name(number, side) not in done]
    first = len(order) - len(to_do) + 1
    return {
        "key": f"{assignment.patient.public_id}:{prescription.pk}:{dose.sets}x{dose.target}",
        "hold": is_hold,
        "target": dose.target,
        "rest": max(prescription.rest_seconds, SHORTEST_REST),
        "change": CHANGE,
        "pace": sum(prescription.tempo or ()) or PACE,
        "most": dose.most,
        "secondsASet": dose.target if is_hold else dose.target * prescription.seconds_a_repetition,
        "sets": [
            {"name": set_field_name(*each), "side": each[1]}
            | guided.set_words(dose, *each, (nth, len(order)), is_hold=is_hold)
            for nth, each in enumerate(to_do, start=first)
        ],
        "complete": not done,
        "fields": _fields(assignment, card),
        "words": guided.exercise_words(dose, len(to_do), is_hold=is_hold, legs=prescription.legs_in_words),
    }


def _fields(assignment, card):
    """What the log form of this exercise is opened with."""
    dose, loads = card.dose, load_up(assignment, card.dose)
    fields = {
        "prescription": card.prescription.pk,
        "dose_sets": dose.sets,
        "dose_target": dose.target,
        "dose_load": dose.own_load,
        LOAD: "" if loads is None else f"{loads.normalize():f}",
        "variation": card.variation.slug if card.variation else "",
    }
    return {name: str(value) for name, value in fields.items() if value != ""}
