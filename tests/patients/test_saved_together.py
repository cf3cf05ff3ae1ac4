"""The page after saving names every exercise that one press saved."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse

from patients import services
from programs import clock
from tests import make
from tests.html import words_of
from tests.patients.test_log_session import post

pytestmark = pytest.mark.django_db


@pytest.fixture
def running():
    return make.assignment(days=3, stage=3)


def saves(client, of, prescription, minutes_ago=1):
    at = clock.now() - dt.timedelta(minutes=minutes_ago)
    said = {"captured_at": f"{at:%Y-%m-%dT%H:%M:%S}", "time_zone": "UTC", "utc_offset": "0"}
    way = prescription.exercise.variations.first()
    own = {"client_id": uuid.uuid4(), "prescription": prescription.pk, "variation": way.slug if way else None}
    return post(client, of, **own, **said).url


def test_names_the_other_exercises_of_a_guided_session_each_with_its_own_page(client, running):
    curl, bridge = running.version.stages.get(position=3).prescriptions.all()[:2]
    first, second = saves(client, running, curl), saves(client, running, bridge)
    assert f"Saved together with it: {bridge.exercise.name}" in words_of(client.get(first))
    assert f'href="{second}"' in client.get(first).content.decode()
    assert f"Saved together with it: {curl.exercise.name}" in words_of(client.get(second))


def test_names_none_that_was_saved_at_another_time_or_taken_out(client, running):
    curl, bridge = running.version.stages.get(position=3).prescriptions.all()[:2]
    first = saves(client, running, curl)
    saves(client, running, bridge, minutes_ago=2)
    saves(client, running, bridge)
    services.take_out(running.sessions.latest("pk"), by=running.patient.user, now=clock.now())
    assert "Saved together" not in words_of(client.get(first))


def test_names_none_where_no_phone_said_when_it_was_saved(client, running):
    pages = [make.session(running, days_ago=1) for _two in "ab"]
    for session in pages:
        assert "Saved together" not in words_of(client.get(reverse("session-saved", args=[session.client_id])))
