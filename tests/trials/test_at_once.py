"""Two at once: a log arrives once, a suggestion is decided once. Threads against a real PostgreSQL."""

import threading
import uuid
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from patients import services
from patients.models import Assignment, Review, StageChange
from programs import clock
from tests import make

pytestmark = [pytest.mark.trial, pytest.mark.django_db(transaction=True)]


def together(count, act):
    """Runs `act(number)` in `count` threads that start at the same moment; returns what each answered."""
    gate = threading.Barrier(count)

    def run(number):
        try:
            gate.wait()
            return act(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))


def test_a_log_sent_eight_times_at_once_arrives_once(figure):
    running = make.assignment(days=5)

    def send(client_id):
        of = Assignment.objects.with_its_page().get(pk=running.pk)
        entry = make.entry(of, at=clock.now(), client_id=client_id)
        return services.log_session(of, entry, by=of.patient.user, now=clock.now())[1]

    made = Counter()
    for _round in range(50):
        client_id = uuid.uuid4()
        made[sum(together(8, lambda _number, client_id=client_id: send(client_id)))] += 1
    figure("ids sent by 8 parallel posts each", 50)
    figure("sessions stored", running.sessions.count())
    figure("open reviews afterwards", Review.objects.open().filter(assignment=running).count())
    assert made == {1: 50}
    assert running.sessions.count() == 50
    assert Review.objects.open().filter(assignment=running).count() == 1


def test_of_two_alike_that_arrive_at_once_one_adds():
    running = make.assignment(days=5)

    def send(_number):
        of = Assignment.objects.with_its_page().get(pk=running.pk)
        return services.log_session(of, make.entry(of, at=clock.now(), sets=5), by=of.patient.user, now=clock.now())

    together(8, send)
    assert Counter(session.adds for session in running.sessions.all()) == {True: 1, False: 7}


def test_a_suggestion_is_decided_once_by_four_physios(figure):
    first = make.physio()
    physios = [first, *(make.physio(of=first.memberships.get().clinic, name=f"Physio {n}") for n in range(3))]
    decided = Counter()
    for number in range(25):
        running = make.assignment(of=make.patient(by=first, name=f"Patient {number}"), days=9)
        make.good_days(running, 5)
        review = running.standing.review

        def accept(place, running=running, review=review):
            of = Assignment.objects.with_its_page().get(pk=running.pk)
            try:
                services.decide(of, review, "accepted", by=physios[place], now=clock.now())
            except services.Refused:
                return "refused"
            return "decided"

        decided += Counter(together(4, accept))
        assert StageChange.objects.filter(assignment=running).count() == 2
    figure("suggestions decided by 4 physios at once: applied", decided["decided"])
    figure("suggestions decided by 4 physios at once: clean refusals", decided["refused"])
    assert decided == {"decided": 25, "refused": 75}
