"""A clinic of any size, to see what size costs: rows written past the services, lines and reviews made as always.

Everything of one run bears its batch: the clinic's name and every address, which end in example.org. Nobody is real.
"""

import datetime as dt
import random
import uuid
from dataclasses import dataclass
from itertools import islice

from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.db import connection, transaction

from patients import services
from patients.domain.countries import countries
from patients.models import (
    Assignment,
    Clinic,
    ClinicProgram,
    ContactKind,
    Membership,
    MorningCheck,
    Patient,
    SetLog,
    StageChange,
    Standing,
    TrainingSession,
)
from patients.models.user import User
from patients.workshop.demo import PASSWORD
from programs.models import Role
from programs.progression.history import training_day
from programs.selectors import stages_of

FIRST = ("Ada", "Bram", "Chloe", "Dara", "Emil", "Freya", "Goran", "Hedda", "Ilse", "Jorin", "Kaya", "Lennart", "Mio")
LAST = ("Ashby", "Birch", "Calder", "Dunmore", "Eastwood", "Fenwick", "Garrow", "Holm", "Ingram", "Jarrow", "Keld")
AT_ONCE = 5_000
SESSIONS_IN_STAGE = 12  # of the current stage; what was logged before belongs to the second, or to the first
ZONE = "Europe/London"


@dataclass(frozen=True)
class Loaded:
    """What a run made: the physio who may sign in, and how many of each."""

    physio: User
    patients: int
    sessions: int
    sets: int


def seed(batch, program, *, patients, sets, now):
    """Writes one clinic with one physio, so many patients, and exactly so many sets among them. Repeatable: the same
    `batch` number draws the same days and pains."""
    draw = random.Random(batch)
    version = program.latest_published()
    stages = [_Stage(stage) for stage in stages_of(version)]
    with transaction.atomic():
        physio, clinic = _clinic(batch, program)
        people = _people(batch, clinic, physio, patients)
        shares = [sets // patients + (place < sets % patients) for place in range(patients)]
        lives = [_Life(person, stages, share, draw, now) for person, share in zip(people, shares, strict=True)]
        _assign(lives, version, physio)
        sessions = _log(lives)
        for life in lives:
            services.review_assignment(life.assignment, now)
    return Loaded(physio, len(people), sessions, sum(shares))


class _Stage:
    """A stage with its main exercise and how many sets a whole session of it has."""

    def __init__(self, stage):
        self.row = stage
        self.main = next(one for one in stage.prescriptions.all() if one.role == Role.MAIN)
        self.variation = self.main.variations[-1]
        self.slots = [(number, side) for number in range(1, self.main.sets + 1) for side in self.main.sides]


class _Life:
    """What one patient did: the days, oldest first, each with its stage and how many sets."""

    def __init__(self, patient, stages, share, draw, now):
        self.patient, self.now = patient, now
        self.stages = stages
        self.at = draw.randrange(len(stages))
        self.draw = draw
        last, every = draw.choice((0, 1, 1, 1, 2, 2, 3, 5, 9, 16)), draw.choice((1, 2, 2, 3))
        done, left = [], share
        while left > 0:
            stage = stages[self.at if len(done) < SESSIONS_IN_STAGE else min(self.at, 1)]
            count = min(left, len(stage.slots))
            done.append((stage, now - dt.timedelta(days=last + every * len(done)), count))
            left -= count
        self.done = done[::-1]
        self.started = (self.done[0][1] if self.done else now - dt.timedelta(days=last)).date()

    def changes(self):
        """(stage, since, decided at) of each stage this patient was in."""
        found = [(self.stages[0], self.started)]
        for stage, at, _count in self.done:
            if stage is not found[-1][0]:
                found.append((stage, at.date()))
        return [(stage, on, _noon(on) + place * dt.timedelta(minutes=1)) for place, (stage, on) in enumerate(found)]


def _clinic(batch, program):
    clinic = Clinic.objects.create(
        name=f"Load {batch}", phone="01632 960000", country="GB", **countries()["GB"].numbers
    )
    ClinicProgram.objects.create(clinic=clinic, program=program)
    physio = get_user_model().objects.create_user(
        f"load-{batch}@example.org", PASSWORD, name=f"Load {batch}", is_staff=True
    )
    EmailAddress.objects.create(user=physio, email=physio.email, verified=True, primary=True)
    physio.groups.add(Group.objects.get(name="Physios"))
    Membership.objects.create(user=physio, clinic=clinic)
    return physio, clinic


def _people(batch, clinic, physio, count):
    users, closed = get_user_model(), make_password(None)
    made = users.objects.bulk_create(
        [users(name=_name(n), password=closed) for n in range(1, count + 1)],
        batch_size=AT_ONCE,
    )
    rows = [
        Patient(
            clinic=clinic,
            user=user,
            physio=physio,
            name=f"{user.name} {n}",
            email=f"load-{batch}-{n}@example.org",
            time_zone=ZONE,
        )
        for n, user in enumerate(made, 1)
    ]
    return Patient.objects.bulk_create(rows, batch_size=AT_ONCE)


def _name(number):
    return f"{FIRST[number % len(FIRST)]} {LAST[number % len(LAST)]}"


def _assign(lives, version, physio):
    rows = [
        Assignment(
            patient=life.patient,
            version=version,
            side="left",
            started_on=life.started,
            intake_morning_pain=2,
            assigned_at=_noon(life.started),
            assigned_by=physio,
        )
        for life in lives
    ]
    for life, assignment in zip(lives, Assignment.objects.bulk_create(rows, batch_size=AT_ONCE), strict=True):
        life.assignment = assignment
    StageChange.objects.bulk_create(
        [
            StageChange(assignment=life.assignment, stage=stage.row, started_on=on, baseline=2, at=at, by=physio)
            for life in lives
            for stage, on, at in life.changes()
        ],
        batch_size=AT_ONCE,
    )
    Standing.objects.bulk_create(
        [
            Standing(
                assignment=life.assignment,
                stage=stage.row,
                stage_started_on=on,
                baseline=2,
                contact_at=at,
                contact_kind=ContactKind.DECISION if len(life.changes()) > 1 else ContactKind.START,
            )
            for life in lives
            for stage, on, at in life.changes()[-1:]
        ],
        batch_size=AT_ONCE,
    )


def _noon(day):
    return dt.datetime.combine(day, dt.time(12), tzinfo=dt.UTC)


def _log(lives):
    """Sessions, their sets and most mornings, some thousands at a time; returns how many sessions."""
    days = ((life, *day) for life in lives for day in life.done)
    count = 0
    while part := list(islice(days, AT_ONCE // 10)):
        sessions = TrainingSession.objects.bulk_create([_session(*day) for day in part])
        count += len(sessions)
        pairs = zip(sessions, part, strict=True)
        _write_sets([row for session, (_life, stage, _at, sets) in pairs for row in _sets(session, stage, sets)])
        MorningCheck.objects.bulk_create(
            [
                _morning(life, at)
                for life, _stage, at, _sets in part
                if at < life.now - DAY and life.draw.random() < 0.85
            ],
            ignore_conflicts=True,
        )
    return count


DAY = dt.timedelta(days=1)
PAINS = (0, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 5, 6)


def _session(life, stage, at, count):
    share = round(count / len(stage.slots), 6)
    return TrainingSession(
        assignment=life.assignment,
        stage=stage.row,
        client_id=uuid.uuid4(),
        logged_by_id=life.patient.user_id,
        received_at=at,
        time_zone=ZONE,
        performed_at=at,
        local_date=life.patient.today(at),
        trained_on=training_day(at, ZONE),
        pain_left=life.draw.choice(PAINS),
        technique_ok=True,
        completion=share,
        all_sets=share == 1,
        symmetry=1 if stage.main.each_leg else None,
        variation=stage.variation.slug,
    )


SET_COLUMNS = ("session_id", "prescription_id", "variation_id", "number", "side", "target", "done")


def _sets(session, stage, count):
    """The values of `SET_COLUMNS` of each set of a session."""
    one = stage.main
    return [
        (session.pk, one.pk, stage.variation.pk, number, side, one.target, one.target)
        for number, side in stage.slots[:count]
    ]


def _write_sets(rows):
    """PostgreSQL copies; a million rows made one by one would take minutes."""
    if connection.vendor != "postgresql":
        sets = [SetLog(**dict(zip(SET_COLUMNS, row, strict=True))) for row in rows]
        SetLog.objects.bulk_create(sets, batch_size=AT_ONCE)
        return
    columns = ", ".join(SET_COLUMNS)
    with connection.cursor() as cursor, cursor.copy(f"COPY {SetLog._meta.db_table} ({columns}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def _morning(life, at):
    return MorningCheck(
        assignment=life.assignment,
        client_id=uuid.uuid4(),
        logged_by_id=life.patient.user_id,
        received_at=at + DAY,
        time_zone=ZONE,
        on=life.patient.today(at) + DAY,
        pain_left=life.draw.choice(PAINS[:-2]),
    )
