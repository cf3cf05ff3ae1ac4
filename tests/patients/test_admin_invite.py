"""The sign-in link that a physio makes: shown once, used once, kept as a hash."""

import base64
import re

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse

from patients.models import Invitation
from patients.services.invite import token_hash
from programs import clock
from tests import make
from tests.html import parse, words_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def patient():
    return make.patient()


@pytest.fixture
def physio(patient):
    client = Client()
    client.force_login(patient.physio)
    return client


def door(patient):
    return reverse("admin:patients_patient_link", args=[patient.public_id])


def page_of(patient):
    return reverse("admin:patients_patient_change", args=[patient.pk])


def made(physio, patient):
    """The page after the button, and the link on it."""
    response = physio.post(door(patient))
    document, faults = parse(response)
    assert (response.status_code, faults) == (200, [])
    [field] = [one for one in document.iter("input") if one.get("id") == "address"]
    return response, field.get("value")


def test_shows_a_link_that_signs_the_patient_in_once(physio, patient):
    response, link = made(physio, patient)
    assert link.startswith(f"{settings.SITE_URL}/join/")
    assert "It works once, for 7 days" in words_of(response)
    phone = Client()
    assert phone.post(link).url == reverse("today")
    assert phone.get(reverse("today")).status_code == 200
    assert Client().post(link).status_code == 410


def test_keeps_only_the_hash(physio, patient):
    _response, link = made(physio, patient)
    token = re.search(r"/join/([^/]+)/", link)[1]
    invitation = Invitation.objects.get()
    assert invitation.token_hash == token_hash(token)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM patients_invitation")
        assert token not in str(cursor.fetchall())


def test_shows_the_link_only_in_the_answer_to_the_button(physio, patient):
    response, link = made(physio, patient)
    assert "no-store" in response["Cache-Control"]
    assert physio.get(door(patient)).url == page_of(patient)
    assert link not in physio.get(page_of(patient)).content.decode()
    assert Invitation.objects.count() == 1


def test_makes_the_link_before_useless(physio, patient):
    _response, first = made(physio, patient)
    made(physio, patient)
    assert Client().post(first).status_code == 410


def test_says_on_the_patients_page_how_the_latest_link_stands(physio, patient):
    assert "None was made yet." in words_of(physio.get(page_of(patient)))
    _response, link = made(physio, patient)
    assert "Made, not used yet." in words_of(physio.get(page_of(patient)))
    Client().post(link)
    assert "The latest was used on" in words_of(physio.get(page_of(patient)))


def test_says_that_a_link_grew_too_old(physio, patient):
    made(physio, patient)
    Invitation.objects.update(expires_at=clock.now())
    assert "The latest no longer works." in words_of(physio.get(page_of(patient)))


def test_carries_a_code_that_is_a_picture_of_its_own(physio, patient):
    response, _link = made(physio, patient)
    [image] = [one for one in parse(response)[0].iter("img") if one.get("class") == "qr"]
    kind, data = image.get("src").split(",", 1)
    assert kind == "data:image/svg+xml;base64"
    assert b"<path" in base64.b64decode(data)
    assert image.get("alt") == "QR code of the link"
    assert "img-src 'self' data:" in response["Content-Security-Policy"]


def test_makes_no_link_for_a_foreign_patient(patient):
    stranger = Client()
    stranger.force_login(make.physio())
    assert stranger.post(door(patient)).status_code == 404
    assert not Invitation.objects.exists()
