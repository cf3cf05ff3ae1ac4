"""The caseload is ordered, grouped and counted by the database, and every answer is that of the rules of triage."""

import datetime as dt
import random
import uuid
from collections import Counter

import pytest
from django.core.management import call_command
from django.db.models.sql.compiler import SQLCompiler

from patients import services
from patients.domain.alarm import URGENCY
from patients.domain.names import plain
from patients.domain.triage import Group, holds, place_of
from patients.models import Assignment, ContactKind, Patient, Standing
from patients.selectors import desk
from patients.selectors.desk import Wanted
from patients.selectors.desk import caseload_row as said
from patients.views.desk.caseload import everybody_at
from programs import clock
from programs.progression import Because, Outcome
from tests import make

pytestmark = [pytest.mark.django_db, pytest.mark.uncounted]
DAY = dt.timedelta(days=1)
ZONES = ("Europe/London", "Pacific/Auckland", "America/Los_Angeles", "Asia/Beirut", "Pacific/Apia")
NAMES = ("Zoë Ähmann", "zoe ahmann", "Émile Roux", "Łukasz", "Ines", "Ιωάννα", "O'Neil", "ﬁnn Berg", "Ines", "Ana 100%")


class RandomClinic:
    """A clinic of so many standings that lived anything at all, written past the services."""

    def __init__(self, seed, count):
        self.draw, self.now = random.Random(seed), clock.now()
        self.physio = make.physio()
        first = make.assignment(make.patient(by=self.physio, name="Ines"), days=9)
        self.clinic, self.version = first.patient.clinic, first.version
        self.stages = list(self.version.stages.all())
        days = {"silent_days": self.draw.randint(1, 9), "missing_mornings": self.draw.randint(0, 4)}
        for name, value in {**days, "message_days": self.draw.randint(0, 3), "stuck_days": 30}.items():
            setattr(self.clinic, name, value)
        self.clinic.closed_dates = [(self.now.date() - self.draw.randint(0, 3) * DAY).isoformat()]
        self.clinic.time_zone = self.draw.choice(ZONES)
        self.clinic.save()
        users = type(self.physio).objects.bulk_create(
            type(self.physio)(name=str(n), password="!", email=None) for n in range(count)
        )
        patients = Patient.objects.bulk_create(
            Patient(
                clinic=self.clinic,
                user=user,
                physio=self.physio,
                name=self.draw.choice(NAMES),
                time_zone=self.draw.choice(ZONES),
            )
            for user in users
        )
        assignments = Assignment.objects.bulk_create(
            Assignment(
                patient=patient,
                version=self.version,
                side="left",
                public_id=uuid.uuid4(),
                started_on=self.now.date(),
                intake_morning_pain=2,
                assigned_at=self.now - self.draw.randint(0, 40) * DAY,
                assigned_by=self.physio,
            )
            for patient in patients
        )
        Standing.objects.bulk_create(self.standing(one) for one in assignments)

    def standing(self, assignment):
        maybe, on = self.maybe, self.on
        tick = self.draw.choice([*[""] * 12, *URGENCY])
        danger = self.draw.choice([*[""] * 9, "saddle"])
        outcome = self.draw.choice([*Outcome, ""])
        days = sorted({on(8) for _ in range(self.draw.randint(0, 6))})
        standing = Standing(
            assignment=assignment,
            stage=self.draw.choice(self.stages),
            stage_started_on=on(60),
            baseline=2,
            outcome=outcome,
            because=self.draw.choice([*Because]) if outcome else "",
            quiet=self.draw.random() < 0.3,
            since=self.at(20) if outcome else None,
            flag_kind=tick,
            flag_at=self.at(9) if tick else None,
            intake_at=maybe(self.at(9), 0.05),
            last_session_on=maybe(on(14), 0.8),
            recent=[self.day(one) for one in days],
            aways=[{"first": str(on(6)), "last": str(on(-6))}] if self.draw.random() < 0.2 else [],
            last_red_on=maybe(on(9), 0.3),
            paused_at=maybe(self.at(9), 0.1),
            resumed_at=maybe(self.at(9), 0.1),
            message_at=maybe(self.at(6), 0.2),
            danger_kind=danger,
            danger_at=self.at(5) if danger else None,
            contact_at=maybe(self.at(30), 0.7),
            contact_kind=self.draw.choice([*ContactKind]),
        )
        if self.draw.random() < 0.4:
            standing.marks = self.marked(standing, assignment.patient)
        return standing

    def marked(self, standing, patient):
        place = place_of(standing, patient, self.now)
        if place.reason is None:
            return {}
        until = self.draw.choice([None, str(self.now.date() + self.draw.randint(-2, 3) * DAY)])
        mark = {"since": place.reason.since.isoformat(), "until": until, "by": "Ruth", "note": ""}
        return {place.reason.about: {**mark, "at": self.at(2).isoformat()}}

    def day(self, on):
        pains = {"during": self.draw.choice([None, 1, 4, 7]), "morning": self.draw.choice([None, None, 2])}
        return {"on": str(on), **pains, "zone": "green", "qualifies": True}

    def maybe(self, value, chance):
        return value if self.draw.random() < chance else None

    def on(self, most):
        return (self.now - self.draw.randint(min(0, most), max(0, most)) * DAY).date()

    def at(self, most):
        return self.now - self.draw.random() * most * DAY


def by_the_rules(clinic, now):
    """(Group, rank, since, name, id, why, since when) of everybody, in the order that the rules give."""
    found = []
    for one in Standing.objects.select_related("assignment__patient__clinic", "stage", "review"):
        patient = one.assignment.patient
        place, today = place_of(one, patient, now), patient.today(now)
        since = place.reason.since if place.reason else one.since or one.assignment.assigned_at
        order = (not place.is_alarm, place.group, place.rank, since, plain(patient.name), patient.pk)
        reason = place.reason or place.marked
        why = said._reason_words(reason, one, today, ()) if reason else said._on_track_words(one, today)
        found.append((order, why, said._since_words(place, one, patient, today)))
    return sorted(found, key=lambda one: one[0])


@pytest.mark.parametrize("seed", range(3))
def test_answers_as_the_rules_at_any_time(seed):
    clinic = RandomClinic(seed, count=150)
    for hours in sorted(clinic.draw.uniform(-30, 24 * 9) for _ in range(4)):
        now = clinic.now + dt.timedelta(hours=hours)
        expected = by_the_rules(clinic, now)
        user = type(clinic.physio).objects.get(pk=clinic.physio.pk)
        everybody = everybody_at(now, user, Wanted())
        lines = everybody.lines()
        assert [line.patient.pk for line in lines] == [order[-1] for order, *_words in expected]
        rows = [said.caseload_row(line, now, {}) for line in lines]
        assert [(row.why, row.since) for row in rows] == [tuple(words) for _order, *words in expected]
        groups = Counter(said.GROUP_SLUG[Group(order[1])] for order, *_words in expected)
        assert everybody.counted.groups == groups
        assert Counter(row.group for row in rows) == groups
        assert [line.patient.pk for line in everybody.lines(100, 130)] == [one[0][-1] for one in expected[100:130]]
        for standing in Standing.objects.select_related("assignment__patient__clinic").order_by("?")[:30]:
            begins, ends = holds(standing.assignment.patient, now)
            places = {place_of(standing, standing.assignment.patient, at) for at in (begins, now, ends - DAY / 10**9)}
            assert len(places) == 1 and begins <= now < ends


WANTED = [
    {"q": "ZOE"},
    {"q": "100%"},
    {"stage": "2"},
    {"group": "chase"},
    {"group": "decide", "stage": "1"},
    {"sort": "name"},
    {"sort": "stage"},
    {"sort": "last-log"},
    {"q": "ins"},
]


def keys(sort, order, standing):
    """What the list is sorted by behind the alarms."""
    first = {
        "urgency": order[1:4],
        "name": (),
        "stage": (standing.stage.position,),
        "last-log": (standing.last_session_on or dt.date.min,),
    }
    return order[0], first[sort], order[4:]


@pytest.mark.parametrize("asked", WANTED, ids=str)
def test_narrows_and_sorts_as_the_names_and_stages_say(asked):
    clinic, wanted = RandomClinic(7, count=60), Wanted.of(asked)
    standings = {one.assignment.patient_id: one for one in Standing.objects.select_related("stage", "assignment")}
    expected = []
    for order, *_words in by_the_rules(clinic, clinic.now):
        name, standing = order[4], standings[order[5]]
        is_of_them = plain(wanted.name) in name and wanted.stage in (None, standing.stage.position)
        if is_of_them and wanted.group in ("", said.GROUP_SLUG[Group(order[1])]):
            expected.append((keys(wanted.sort, order, standing), order[5]))
    everybody = everybody_at(clinic.now, clinic.physio, wanted)
    assert [line.patient.pk for line in everybody.lines()] == [pk for _key, pk in sorted(expected)]
    assert everybody.counted.shown.total() == len(expected) < everybody.counted.groups.total() + bool(wanted.sort)


def test_writes_the_query_of_the_same_list_once(monkeypatch):
    physio, now = make.assignment(days=9).patient.physio, clock.now()

    def ask(at, **asked):
        everybody = everybody_at(at, type(physio).objects.get(pk=physio.pk), Wanted.of(asked))
        return everybody.counted.groups, [line.patient.name for line in everybody.lines(0, 100)]

    first, written = ask(now), []
    ask(now, q="Somebody")
    as_sql = SQLCompiler.as_sql
    monkeypatch.setattr(
        SQLCompiler, "as_sql", lambda self, *of, **how: written.append(self) or as_sql(self, *of, **how)
    )
    assert ask(now + DAY / 86_400) == first
    assert len(written) == 1, "who asks is read by the test"
    ask(now, q="Somebody")
    assert len(written) > 2, "what was searched for is kept nowhere"


def kept(of):
    return Standing.objects.get(pk=of.standing.pk).placed_until is not None


WRITES = {
    "a column": lambda of: Standing.objects.filter(pk=of.standing.pk).update(quiet=True),
    "a whole row": lambda of: Standing.objects.get(pk=of.standing.pk).save(),
    "a log": lambda of: services.log_session(of, make.entry(of, at=clock.now()), by=of.patient.user, now=clock.now()),
    "a mark": lambda of: Standing.objects.filter(pk=of.standing.pk).update(marks={"silent": {}}),
}


@pytest.mark.parametrize("write", WRITES)
def test_takes_a_place_away_that_something_was_written_since(write):
    of = make.assignment(days=9)
    services.place_everybody(clock.now())
    assert kept(of)
    services.keep_places([of.standing.pk], clock.now() + DAY)
    assert kept(of), "another place is no other write"
    WRITES[write](of)
    assert not kept(of)


def test_is_kept_where_two_find_it_at_the_same_moment():
    of = make.assignment(days=9)
    for _loop in range(2):
        services.keep_places([of.standing.pk], clock.now())
        assert kept(of)


def test_takes_a_name_away_that_is_another():
    of = make.assignment(make.patient(name="Ines Roux")).patient
    services.place_everybody(clock.now())
    named = Patient.objects.filter(pk=of.pk, name_order="ines roux").exclude(name_alike=None)
    assert named.update(phone="07700 900123"), "not when anything else is written"
    assert named.update(name="Ines Roth")
    assert Patient.objects.get(pk=of.pk).name_alike is None
    [line] = everybody_at(clock.now(), of.physio, Wanted.of({"q": "roth"})).lines()
    assert line.patient.name == "Ines Roth"


def test_finds_another_place_where_a_clinic_sets_another_threshold():
    of = make.assignment(days=9)
    physio, clinic = of.patient.physio, of.patient.clinic
    assert desk.caseload(everybody_at(clock.now(), physio, Wanted())).rows[0].group == "chase"
    clinic.silent_days = 60
    clinic.save()
    again = type(physio).objects.get(pk=physio.pk)
    assert desk.caseload(everybody_at(clock.now(), again, Wanted())).rows[0].group == "on-track"


def test_is_kept_for_everybody_by_the_loop():
    of = make.assignment(days=9)
    assert not kept(of)
    call_command("run_due")
    assert kept(of)
    assert services.place_everybody(clock.now()) == 0, "and no day ended since"
    assert services.place_everybody(clock.now() + DAY) == 1
    services.end_assignment(of, by=of.patient.physio, now=clock.now(), maintenance="Twice a week.")
    assert services.place_everybody(clock.now() + 3 * DAY) == 0, "and of those alone whose programme runs"
