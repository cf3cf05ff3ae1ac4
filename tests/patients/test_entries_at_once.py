"""Entries of two kinds that arrive at the same moment: neither answers as if the other were not there."""

import threading
import uuid

import pytest
from django.db import connection

from patients import engine, services
from patients.models import Assignment, Standing
from programs import clock
from tests import make

pytestmark = pytest.mark.django_db(transaction=True)


def raise_flag(mine):
    services.raise_flags(mine.patient, ["calf"], client_id=uuid.uuid4(), by=mine.patient.user, now=clock.now())


def say_away(mine):
    today = mine.patient.today(clock.now())
    services.say_away(mine, from_on=today, to_on=today, by=mine.patient.user, now=clock.now())


def log_session(mine):
    services.log_session(mine, make.entry(mine, at=clock.now()), by=mine.patient.user, now=clock.now())


SEEN = {raise_flag: "flag_kind", say_away: "away_until", log_session: "last_session_on"}


@pytest.mark.parametrize(("first", "second"), [(say_away, log_session), (log_session, raise_flag)])
def test_answers_with_both_though_one_had_read_before_the_other_came(first, second, monkeypatch):
    mine = make.assignment(days=9)
    same, asks = Assignment.objects.active().with_its_page().get(pk=mine.pk), engine.ask

    def arrives():
        try:
            second(same)
        finally:
            connection.close()

    other = threading.Thread(target=arrives)

    def ask(*told):
        answered = asks(*told)
        if not other.ident:
            other.start()
            other.join(0.5)
        return answered

    monkeypatch.setattr(engine, "ask", ask)
    first(mine)
    other.join(10)
    standing = Standing.objects.get(assignment=mine)
    assert getattr(standing, SEEN[first]) and getattr(standing, SEEN[second])
