"""Closing an alarm: the patient reads the physio's line, and nothing beside it that could contradict it."""

import uuid

import pytest
from django.urls import reverse

from patients import services
from programs import clock
from tests import make

pytestmark = pytest.mark.django_db


def test_shows_the_line_of_the_physio_and_adds_no_permission_of_its_own(client):
    of = make.assignment(days=5)
    client.force_login(of.patient.user)
    [flag], _created = services.raise_flags(
        of.patient, ["calf"], client_id=uuid.uuid4(), by=of.patient.user, now=clock.now()
    )
    services.close_flag(flag, words="Wait until Wednesday.", by=of.patient.physio, now=clock.now())
    page = client.get(reverse("today")).content.decode()
    assert "looked at what you ticked: “Wait until Wednesday”." in page
    assert "go on with your plan" not in page
