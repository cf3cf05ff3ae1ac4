"""What a service tells the rules, in one query, is what a page reads of the rows; and a log that is written tells them
the same before it is read again."""

import datetime as dt
import random
import uuid

import pytest
from django.db import transaction

from patients import engine, services
from patients.models import Away, Directive, Flag, MorningCheck, TrainingSession
from patients.rows import Rows
from programs import clock
from tests import make

pytestmark = [pytest.mark.django_db, pytest.mark.uncounted]
PAINS = (None, 0, 1, 2, 3, 5, 8)
ZONES = ("Europe/London", "Asia/Tokyo", "America/New_York")


@pytest.fixture
def running():
    return make.assignment(days=100)


def test_says_the_same_as_the_rows_of_a_page(running):
    compare(running, range(40))


def compare(of, seeds):
    """Asks both ways of random pasts: doubles, what was taken out, late mornings, wrong clocks, other stages."""
    stages = list(of.version.stages.all())
    for seed in seeds:
        with transaction.atomic():
            draw = random.Random(seed)
            of.side = draw.choice(("left", "right", "both"))
            of.standing.stage = draw.choice(stages)
            of.standing.stage_started_on = of.started_on + dt.timedelta(days=draw.randrange(95))
            fill(of, draw, stages)
            now = clock.now() + dt.timedelta(hours=draw.randrange(48))
            told, read = engine.ask(of, now), engine.read(of, now)
            assert told.reading.history == read.history, seed
            assert told.circumstances == Rows(of, now).circumstances, seed
            transaction.set_rollback(True)


def fill(of, draw, stages):
    by, now = of.patient.user, clock.now()

    def entry(at):
        return {
            "assignment": of,
            "client_id": uuid.UUID(int=draw.getrandbits(128)),
            "logged_by": by,
            "received_at": at,
            "time_zone": draw.choice(ZONES),
            "pain_left": draw.choice(PAINS),
            "pain_right": draw.choice(PAINS),
            "voided_at": (out := now if draw.random() < 0.2 else None),
            "voided_by": by if out else None,
        }

    made = []
    for _ in range(draw.randrange(25)):
        at = now - dt.timedelta(hours=draw.randrange(24 * 110))
        made.append(
            TrainingSession.objects.create(
                **entry(at),
                stage=draw.choice(stages),
                performed_at=at,
                local_date=at.date(),
                trained_on=draw.choice((None, at.date(), at.date() - dt.timedelta(days=1))),
                completion=draw.choice((None, 0, "0.333333", "0.799", 1)),
                symmetry=draw.choice((None, "0.666667", 1)),
                all_sets=draw.choice((None, True, False)),
                technique_ok=draw.choice((None, True, False)),
                stopped_for_pain=draw.random() < 0.1,
                effort=draw.choice(PAINS),
                variation=draw.choice(("", "heels-far")),
                clock_off=draw.choice((None, 0, 400, 100_000)),
                repeats=draw.choice(made) if made and draw.random() < 0.3 else None,
                repeat_answer=draw.choice(("", "", "one", "twice", "alone")),
            )
        )
    for days_ago in draw.sample(range(-1, 110), draw.randrange(25)):
        at = now - dt.timedelta(days=days_ago)
        row = entry(at) | {"pain_left": draw.choice(PAINS[1:])}
        MorningCheck.objects.create(**row, on=at.date(), late=draw.random() < 0.3)
    for _ in range(draw.randrange(3)):
        on = of.started_on + dt.timedelta(days=draw.randrange(100))
        out = {"voided_at": now, "voided_by": by} if draw.random() < 0.3 else {}
        Away.objects.create(assignment=of, from_on=on, to_on=on + dt.timedelta(days=3), said_at=now, said_by=by, **out)
        kind, value = draw.choice((("hold", 1), ("ceiling", 2), ("ceiling", None), ("self_paced", 0), ("pause", 1)))
        at = now - dt.timedelta(days=draw.randrange(100))
        Directive.objects.create(assignment=of, kind=kind, value=value, reason="So.", at=at, by=of.patient.physio)
        Flag.objects.create(patient=of.patient, kind="calf", raised_at=at, raised_by=by)


@pytest.mark.parametrize("once_more", [None, True])
def test_is_told_of_a_session_that_was_written_as_if_it_were_read_again(running, once_more):
    make.good_days(running, 5)
    for hour in (10, 11):
        entry = make.entry(running, at=clock.now().replace(hour=hour, minute=0), pain=4, effort=7)
        services.log_session(running, entry, by=running.patient.user, now=clock.now(), once_more=once_more)
        review = running.standing.review
        again = services.rebuild_standing(running, clock.now()).review
        assert (review.inputs, review.findings, review.valid_until) == (again.inputs, again.findings, again.valid_until)
