"""Once a day what nothing asks any more goes; a record stays, however old, until a person erases it."""

import datetime as dt

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.cache import cache

from patients.models import AddressConfirmation, Invitation, OneTimeLink, Patient, Review, TrainingSession, WhatIf
from patients.notices import rounds
from patients.services import forget
from programs import clock
from tests import make

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def first_round_of_the_day():
    cache.delete_many(["forgotten-today", forget.LAST])
    yield
    cache.delete_many(["forgotten-today", forget.LAST])


@pytest.fixture
def running():
    return make.assignment(days=3)


def links(running, *, ended, used_at=None):
    of = {"created_at": ended - DAY, "expires_at": ended, "used_at": used_at}
    name = f"{ended.toordinal()}{used_at is None}"
    Invitation.objects.create(patient=running.patient, created_by=running.patient.physio, token_hash="i" + name, **of)
    AddressConfirmation.objects.create(user=running.patient.user, address="a@b.org", token_hash="a" + name, **of)
    OneTimeLink.objects.create(kind="start", token_hash="o" + name, **of)


def signed_in(user, key, expires):
    Session.objects.create(session_key=key, session_data="x", expire_date=expires)
    one = UserSession.objects.create(user=user, session_key=key, ip="127.0.0.1", user_agent="x")
    UserSession.objects.filter(pk=one.pk).update(last_seen_at=clock.now() - 2 * DAY)


def test_forgets_ended_sessions_and_unused_links_and_counts_of_long_ago(running):
    now = clock.now()
    make.session(running, days_ago=1)
    signed_in(running.patient.user, "ended", now - DAY)
    signed_in(running.patient.user, "open", now + DAY)
    links(running, ended=now - 91 * DAY)
    links(running, ended=now - 91 * DAY, used_at=now - 91 * DAY)
    links(running, ended=now - 89 * DAY)
    for days in (91, 89):
        at = now - days * DAY
        WhatIf.objects.create(
            draft=running.version,
            rules={},
            requested_by=running.patient.physio,
            requested_at=at,
            patients=0,
            finished_at=at,
        )
    rounds.work(now)
    assert list(Session.objects.values_list("session_key", flat=True)) == ["open"]
    assert list(UserSession.objects.values_list("session_key", flat=True)) == ["open"]
    assert [model.objects.count() for model in (Invitation, AddressConfirmation, OneTimeLink)] == [2, 2, 2]
    assert WhatIf.objects.count() == 1
    assert TrainingSession.objects.count() == 1


def test_does_so_once_a_day_and_erases_nobody(running):
    now = clock.now()
    Patient.objects.update(created_at=now - 4000 * DAY)
    ended = {"ended_at": now - 3900 * DAY, "ended_by": running.patient.physio, "end_reason": "moved"}
    type(running).objects.update(assigned_at=now - 4000 * DAY, **ended)
    rounds.work(now)
    signed_in(running.patient.user, "ended", now - DAY)
    rounds.work(now)
    assert Session.objects.filter(session_key="ended").exists()
    assert Patient.objects.get(pk=running.patient_id).erased_at is None


def test_forgets_what_answers_had_read_a_year_after_another_took_their_place(running):
    """But not of those that a clinician decided on, or that began to say something else; and never what they said."""
    now, year = clock.now(), dt.timedelta(days=365)
    make.good_days(running, 2)
    first, decided, recent, *others = running.reviews.order_by("pk")
    old = {"created_at": now - 400 * DAY, "since": now - 401 * DAY, "superseded_at": now - year}
    running.reviews.exclude(pk=running.standing.review_id).update(**old)
    running.reviews.filter(pk=first.pk).update(since=now - 400 * DAY)
    by = running.patient.physio
    running.reviews.filter(pk=decided.pk).update(decided_at=now - year, decided_by=by, decision="declined")
    running.reviews.filter(pk=recent.pk).update(superseded_at=now - year + DAY)
    before = {row.pk: row for row in running.reviews.all()}
    rounds.work(now)
    gone = {row.pk for row in running.reviews.filter(inputs={})}
    assert gone == {row.pk for row in others} - {running.standing.review_id} != set()
    said = ("outcome", "because", "target", "findings", "since", "created_at", "superseded_at", "decided_at")
    assert all(getattr(row, name) == getattr(before[row.pk], name) for row in running.reviews.all() for name in said)


def test_goes_through_all_assignments_and_begins_again(monkeypatch):
    monkeypatch.setattr(forget, "AT_ONCE", 2)
    now = clock.now()
    for _ in range(3):
        of = make.assignment(days=3)
        make.session(of)
        of.reviews.exclude(superseded_at=None).update(created_at=now, since=now - DAY, superseded_at=now - DAY)
    counts = [forget.forget_inputs(now) for _ in range(2)]
    assert min(counts) > 0 and forget.forget_inputs(now) == 0
    assert not Review.objects.exclude(superseded_at=None).exclude(inputs={}).exists()
