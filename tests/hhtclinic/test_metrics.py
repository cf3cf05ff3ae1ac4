"""What Prometheus is told: counts of routes and of what waits, to whoever has the token, and of nobody."""

import pytest
from django.db import OperationalError
from django.test import Client
from django.urls import reverse

from hhtclinic import health
from patients.notices import rounds
from patients.services.letter import queue_account
from programs import clock
from tests import make

TOKEN = "a-token-of-the-tests-that-nobody-can-guess"


@pytest.fixture
def told(settings):
    settings.METRICS_TOKEN = TOKEN
    return lambda: Client().get("/metrics", headers={"Authorization": f"Bearer {TOKEN}", "Host": "10.1.2.3"})


def test_is_told_to_nobody_without_a_token(settings):
    settings.METRICS_TOKEN = ""
    assert Client().get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404


@pytest.mark.parametrize("shown", ["", "Bearer ", "Bearer wrong", TOKEN])
def test_is_told_to_nobody_who_does_not_show_it(settings, shown):
    settings.METRICS_TOKEN = TOKEN
    answer = Client().get("/metrics", headers={"Authorization": shown})
    assert (answer.status_code, answer.content) == (401, b"")


@pytest.mark.django_db
def test_counts_requests_by_route_and_tells_of_nobody(told, monkeypatch):
    monkeypatch.setattr(health, "database_time", clock.now)
    patient = make.patient(name="Canary Name")
    client = Client()
    client.force_login(patient.user)
    client.get(reverse("join", args=["CANARYsecret-of_43"]))
    client.get(reverse("today"))
    rounds.post(clock.now())
    queue_account("canary@example.org", "A code", "246810", to=None, expires_at=None, now=clock.now())
    said = told().content.decode()
    for line in (
        'hhtclinic_requests_total{method="GET",route="join",status="410"}',
        'hhtclinic_request_seconds_count{route="today"}',
        "hhtclinic_database_up 1.0",
        "hhtclinic_letters_waiting 1.0",
        "hhtclinic_letters_oldest_seconds 0.0",
        "hhtclinic_loop_beat_age_seconds 0.0",
    ):
        assert line in said
    assert "canary" not in said.lower() and str(patient.public_id) not in said


@pytest.mark.django_db
def test_keeps_no_count_of_a_method_that_somebody_invents(told):
    assert Client().generic("CANARY", "/").status_code == 405
    said = told().content.decode()
    assert 'hhtclinic_requests_total{method="",route="",status="405"}' in said and "CANARY" not in said


def test_says_that_the_database_is_away(told, monkeypatch):
    def gone():
        raise OperationalError

    monkeypatch.setattr(health, "database_time", gone)
    assert "hhtclinic_database_up 0.0" in told().content.decode()
