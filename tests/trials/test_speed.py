"""How fast the rules answer, in one run beside a plain read of the same rows; machines differ, ratios less."""

import datetime as dt
import time
import uuid

import pytest

from patients import engine, services
from patients.models import MorningCheck, TrainingSession
from programs import clock
from programs.progression import evaluate, stored
from tests import make

pytestmark = pytest.mark.django_db


def lived(sessions):
    """A patient with that many sessions, one every second day, each with its morning."""
    running = make.assignment(days=2 * sessions + 1)
    now = clock.now()
    entry = {"assignment": running, "logged_by": running.patient.user, "time_zone": "Europe/London", "received_at": now}
    days = [now - dt.timedelta(days=2 * number + 1) for number in range(sessions)]
    TrainingSession.objects.bulk_create(
        TrainingSession(
            **entry,
            stage=running.standing.stage,
            client_id=uuid.uuid4(),
            performed_at=at,
            local_date=at.date(),
            pain_left=number % 4,
            completion=1,
            all_sets=True,
            variation="heels-far",
        )
        for number, at in enumerate(days)
    )
    MorningCheck.objects.bulk_create(
        MorningCheck(**entry, client_id=uuid.uuid4(), on=at.date() + dt.timedelta(days=1), pain_left=1) for at in days
    )
    return running


def seconds(act, rounds):
    """The least of a few rounds: what others do on the machine only ever adds."""
    taken = []
    for _round in range(rounds):
        began = time.perf_counter()
        act()
        taken.append(time.perf_counter() - began)
    return min(taken)


def test_answers_a_history_of_60_sessions_many_times_a_second(figure):
    running = lived(60)
    now = clock.now()
    rules = stored.rules_from_json(running.version.rules)
    history = engine.ask(running, now).history
    answering = seconds(lambda: evaluate(rules, history), 200)

    def rows():
        return list(running.sessions.valid()), list(running.morning_checks.valid())

    reading = seconds(rows, 50)
    figure("evaluations a second, 60 sessions", round(1 / answering))
    figure("one evaluation against a plain read of the same rows", f"{answering / reading:.2f} times")
    assert answering < 0.1


def test_takes_no_longer_for_1000_sessions_than_for_the_half_year_that_is_read(figure):
    taken = {}
    for count in (10, 60, 1000):
        running = lived(count)
        now = clock.now()
        taken[count] = seconds(lambda running=running, now=now: services.review_assignment(running, now), 15)
        figure(f"reading, answering and storing with {count} sessions", f"{taken[count] * 1000:.1f} ms")
    figure("growth from 10 to 1,000 sessions", f"{taken[1000] / taken[10]:.2f} times")
    assert taken[1000] < 10 * taken[10]
