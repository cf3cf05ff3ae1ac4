"""Whoever asks reads what is kept, and where it says a number the number is true."""

import datetime as dt

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from hhtclinic import devices
from patients.services.notice import KEPT
from tests import make
from tests.html import words_of

pytestmark = pytest.mark.django_db


def words(answer):
    return " ".join(words_of(answer).split())


def client_of(user):
    client = Client()
    client.force_login(user)
    return client


def test_is_read_without_signing_in_and_found_from_the_door_and_from_every_account():
    patient = make.patient()
    assert "Who sees it" in words(Client().get(reverse("privacy")))
    link = f'href="{reverse("privacy")}"'
    assert link in Client().get(reverse("account_login")).content.decode()
    for user in (patient.user, patient.physio):
        assert link in client_of(user).get(reverse("my-account")).content.decode()


def test_says_to_a_patient_the_clinics_term_and_whom_to_ask():
    patient = make.patient()
    type(patient.clinic).objects.update(retention_years=17)
    said = words(client_of(patient.user).get(reverse("privacy")))
    assert "for 17 years after its last entry" in said
    assert patient.clinic.phone in said and patient.clinic.name in said


def test_says_what_holds():
    said = words(Client().get(reverse("privacy")))
    assert f"for {settings.SESSION_COOKIE_AGE // 86400} days at most" in said
    assert f"forgotten after {KEPT.days} days" in said
    assert dt.timedelta(seconds=devices.SECONDS_KEPT) == dt.timedelta(days=365) and "for a year" in said
    assert type(make.clinic())._meta.get_field("retention_years").default == 10 and "ten unless" in said


def test_sets_no_cookie_but_the_three_that_it_names(client):
    patient = make.patient()
    client.post(reverse("account_login"), {"login": patient.user.email, "password": "wrong"})
    signed_in = client_of(patient.user)
    for name in ("today", "my-account", "privacy"):
        signed_in.get(reverse(name))
    names = {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, settings.DEVICE_COOKIE_NAME}
    assert set(client.cookies) | set(signed_in.cookies) <= names and len(names) == 3
