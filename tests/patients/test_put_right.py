"""What was entered can be put right, by the patient and by the physio, whatever its kind; both rows stay, and what the
rules say rests on the last word about a day."""

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

import pytest
from django.apps import apps

from patients import services
from patients.domain.entries import (
    ActivityEntry,
    AwayEntry,
    IntakeEntry,
    MeasureEntry,
    MorningEntry,
    NoteEntry,
    ReasonEntry,
)
from patients.models import Assignment, Standing
from patients.models.care import Voidable
from patients.services.put_right import KINDS
from programs import clock
from tests import make

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)

# What hangs on an assignment and is no entry that could be a slip: an act is undone by a further act, for the latest
# row applies, or it says what became of something.
NO_ENTRY = {
    "Directive": "the latest of a kind applies",
    "DoseChange": "the latest of an exercise applies",
    "Easing": "the latest applies",
    "Ending": "a programme can be assigned again",
    "Flag": "a clinician closes it; the patient can say that it was a mistake",
    "MeasureAsked": "a question, answered or not",
    "PlanLine": "the latest of a kind applies",
    "Review": "what the rules said",
    "StageChange": "the latest applies",
    "Standing": "derived from the rest",
    "TriageMark": "the latest of a reason applies",
    "Undo": "takes a decision back, and a further decision follows",
    "VersionChange": "the latest applies",
}


LITTLE_AT_REST = {"metric": "pain", "operator": "at_most", "value": 2, "last_n": 1, "context": "rest"}


class World:
    """A patient with five good days, the last of them yesterday."""

    def __init__(self):
        self.now = clock.now()
        self.of = make.assignment(days=40, now=self.now)
        self.of.version.rules["stages"][0]["criteria"] = [LITTLE_AT_REST]
        self.of.version.save(update_fields=["rules"])
        make.good_days(self.of, 5, now=self.now)
        self.today = self.of.patient.today(self.now)
        self.people = {"patient": self.of.patient.user, "physio": self.of.patient.physio}
        self.writes(services.give_measure, MeasureEntry(uuid.uuid4(), self.today - DAY, "pain_rest", 1))

    def by(self, who, days=0):
        reason = {"reason": "Typed by mistake."} if who == "physio" else {}
        return {"by": self.people[who], "now": self.now + days * DAY, **reason}

    def says(self):
        """Why the rules answer as they do now, and of which more the lists read: days away left, answers that wait."""
        standing = Standing.objects.get(assignment=self.of)
        away = standing.away_until and f"away for {(standing.away_until - self.today).days} days"
        return [standing.because, *filter(None, [away, standing.intake_at and "answers wait"])]

    def writes(self, service, entry, who="patient"):
        return service(self.of, entry, by=self.people[who], now=self.now)[0]

    def morning(self, pain):
        return MorningEntry(uuid.uuid4(), self.today, pain_left=pain, answered_at=self.now)

    def wrong_morning(self):
        services.take_out(self.of.morning_checks.valid().get(on=self.today), **self.by("patient"))
        return self.writes(services.record_morning, self.morning(9))

    def session(self, pain):
        return make.entry(self.of, at=self.now - dt.timedelta(hours=1), pain=pain)

    def away(self):
        services.say_away(self.of, from_on=self.today, to_on=self.today + 150 * DAY, **self.phone)
        return self.of.aways.valid().get()

    @property
    def phone(self):
        return {"by": self.people["patient"], "now": self.now}


@dataclass(frozen=True)
class Kind:
    """How an entry of a kind is made wrong, what it should have said, and what the rules answer then and then."""

    wrong: Any
    right: Any
    then: list
    after: list
    who: tuple = ("patient", "physio")


MET = ["criteria_met"]
TABLE = {
    "session": Kind(lambda w: w.writes(services.log_session, w.session(9)), lambda w: w.session(1), ["flare"], MET),
    "morning": Kind(lambda w: w.wrong_morning(), lambda w: w.morning(0), ["flare"], MET),
    "activity": Kind(
        lambda w: w.writes(services.log_activity, ActivityEntry(uuid.uuid4(), w.today, "run", 200)),
        lambda w: ActivityEntry(uuid.uuid4(), w.today, "run", 20),
        MET,
        MET,
    ),
    "reason": Kind(
        lambda w: w.writes(services.note_day_reason, ReasonEntry(uuid.uuid4(), w.today, "ill")),
        lambda w: ReasonEntry(uuid.uuid4(), w.today, "sleep"),
        MET,
        MET,
    ),
    "intake": Kind(
        lambda w: w.writes(services.answer_intake, IntakeEntry(uuid.uuid4(), age=16, cancer=True)),
        lambda w: IntakeEntry(uuid.uuid4(), age=61, cancer=False),
        [*MET, "answers wait"],
        [*MET, "answers wait"],  # what was said stays to be seen
    ),
    "measure": Kind(
        lambda w: w.writes(services.give_measure, MeasureEntry(uuid.uuid4(), w.today, "pain_rest", 8)),
        lambda w: MeasureEntry(uuid.uuid4(), w.today, "pain_rest", 1),
        ["criterion"],
        MET,
    ),
    "away": Kind(
        lambda w: w.away(),
        lambda w: AwayEntry(w.today, w.today + DAY),
        [*MET, "away for 150 days"],
        [*MET, "away for 1 days"],
    ),
    "note": Kind(
        lambda w: services.write_note(w.of, "Likes heat.", by=w.people["physio"], now=w.now)[0],
        lambda w: NoteEntry("Likes ice."),
        MET,
        MET,
        who=("physio",),  # no patient writes or reads one
    ),
}
CASES = [(name, who) for name, kind in TABLE.items() for who in kind.who]


def entries():
    """Every model of what somebody enters about an assignment."""
    on_assignment = [
        model
        for model in apps.get_app_config("patients").get_models()
        if any(field.related_model is Assignment and field.name == "assignment" for field in model._meta.fields)
    ]
    return [model for model in on_assignment if model.__name__ not in NO_ENTRY]


def test_has_a_line_for_every_kind_of_entry():
    assert {model.__name__ for model in entries()} == {model.__name__ for model in KINDS}
    assert [model for model in entries() if not issubclass(model, Voidable)] == []
    assert TABLE.keys() == set(KINDS.values())


@pytest.mark.parametrize(("name", "who"), CASES)
def test_is_entered_and_put_right(name, who):
    world, kind = World(), TABLE[name]
    wrong = kind.wrong(world)
    assert world.says() == kind.then
    right, created = services.put_right(wrong, kind.right(world), **world.by(who))
    assert created
    assert world.says() == kind.after
    wrong.refresh_from_db()
    assert (wrong.voided_at, wrong.voided_by) == (world.now, world.people[who])
    assert right.voided_at is None
    assert type(wrong)._default_manager.filter(assignment=world.of, pk__in=[wrong.pk, right.pk]).count() == 2


@pytest.mark.parametrize(("name", "who"), CASES)
def test_is_taken_out(name, who):
    world, kind = World(), TABLE[name]
    wrong = kind.wrong(world)
    services.take_out(wrong, **world.by(who))
    rows = type(wrong)._default_manager.filter(assignment=world.of)
    assert not rows.valid().filter(pk=wrong.pk).exists()
    assert rows.filter(pk=wrong.pk).exists()
    with pytest.raises(services.Refused, match="already been taken out"):
        services.take_out(wrong, **world.by(who))


@pytest.mark.parametrize(
    ("who", "days", "late"), [("patient", 0, False), ("patient", 1, True), ("physio", 0, False), ("physio", 3, False)]
)
def test_is_late_from_the_next_day_unless_a_clinician_vouches_for_it(who, days, late):
    world = World()
    wrong = world.wrong_morning()
    right = MorningEntry(uuid.uuid4(), world.today, pain_left=0, answered_at=world.now + days * DAY)
    assert services.put_right(wrong, right, **world.by(who, days))[0].late is late


def test_takes_nothing_out_where_the_new_entry_is_refused():
    world = World()
    wrong = world.wrong_morning()
    with pytest.raises(services.Refused):
        services.put_right(wrong, MorningEntry(uuid.uuid4(), world.today + DAY, pain_left=0), **world.by("patient"))
    assert world.of.morning_checks.valid().filter(pk=wrong.pk).exists()
    assert world.says() == ["flare"]


def test_sends_the_same_correction_twice_and_stores_it_once():
    world = World()
    wrong, right = world.wrong_morning(), world.morning(0)
    first, created = services.put_right(wrong, right, **world.by("patient"))
    assert (created, services.put_right(wrong, right, **world.by("patient"))) == (True, (first, False))


def days_away(world):
    return [
        ((away.from_on - world.today).days, (away.to_on - world.today).days)
        for away in world.of.aways.valid().order_by("from_on")
    ]


@pytest.mark.parametrize(
    ("said", "stands"),
    [
        ([(0, 150), (0, 6)], [(0, 6)]),  # a wrong end
        ([(-3, 5), (2, 9)], [(-3, 1), (2, 9)]),  # it takes longer
        ([(1, 3), (10, 12)], [(1, 3), (10, 12)]),  # two journeys
        ([(0, 3), (0, 3)], [(0, 3)]),
    ],
)
def test_lets_what_was_said_last_about_a_day_away_hold(said, stands):
    world = World()
    for first, last in said:
        services.say_away(world.of, from_on=world.today + first * DAY, to_on=world.today + last * DAY, **world.phone)
    assert days_away(world) == stands


def test_ends_days_away_from_today_on_and_leaves_the_next_journey():
    world = World()
    for first, last in ((-4, 30), (40, 50)):
        services.say_away(world.of, from_on=world.today + first * DAY, to_on=world.today + last * DAY, **world.phone)
    assert world.says() == ["criteria_met", "away for 30 days"]
    assert services.come_back(world.of, **world.phone)
    assert (days_away(world), world.says()) == ([(-4, -1), (40, 50)], ["criteria_met"])
    assert not services.come_back(world.of, **world.phone)
