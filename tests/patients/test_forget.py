"""Once a day what nothing asks any more goes; a record stays, however old, until a person erases it."""

import datetime as dt

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.cache import cache

from patients.models import AddressConfirmation, Invitation, OneTimeLink, Patient, TrainingSession, WhatIf
from patients.notices import rounds
from programs import clock
from tests import make

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def first_round_of_the_day():
    cache.delete("forgotten-today")
    yield
    cache.delete("forgotten-today")


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
