"""What opens a door for good, or lets much out, asks who is there once more, and then goes on to it."""

import datetime as dt
import re

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse

from patients import services
from patients.models import Invitation, Letter, Reminders
from patients.services.seal import unseal
from programs import clock
from tests import make
from tests.html import words_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def patient():
    return make.assignment(days=3).patient


def signed_in_long_ago(user):
    client = Client()
    client.force_login(user)
    session = client.session
    del session["proved"]
    session.save()
    return client


@pytest.fixture
def phone(patient):
    return signed_in_long_ago(patient.user)


@pytest.fixture
def desk(patient):
    return signed_in_long_ago(patient.physio)


def words(answer):
    return " ".join(words_of(answer).split())


ASKS = {
    "make-invitation": ("desk", "post", True),
    "admin:patients_patient_link": ("desk", "post", True),
    "sets-csv": ("desk", "get", True),
    "patient-record-paper": ("desk", "get", True),
    "patient-record-json": ("desk", "get", True),
    "record-paper": ("phone", "get", False),
    "record-json": ("phone", "get", False),
    "caseload-csv": ("desk", "get", False),
    "make-calendar": ("phone", "post", False),
    "account_set_password": ("phone", "get", False),
    "account_email": ("phone", "post", False),
    "mfa_activate_totp": ("phone", "get", False),
    "mfa_add_webauthn": ("phone", "get", False),
    "mfa_generate_recovery_codes": ("phone", "get", False),
}


@pytest.mark.parametrize("name", ASKS)
def test_asks_who_is_there(name, request, patient):
    who, method, names_patient = ASKS[name]
    client = request.getfixturevalue(who)
    address = reverse(name, args=[patient.public_id] if names_patient else [])
    sent = {"action_add": "", "email": "other@example.org"} if name == "account_email" else {}
    answer = getattr(client, method)(address, sent)
    door = reverse("account_reauthenticate" if who == "desk" else "prove-again")
    assert answer.url.startswith(f"{door}?next=")
    assert not Invitation.objects.exists()
    assert not EmailAddress.objects.filter(email="other@example.org").exists()
    assert not Reminders.objects.exclude(calendar_hash="").exists()


def test_asks_nobody_who_came_in_a_moment_ago(patient, stop_clock):
    phone = Client()
    phone.post(reverse("join", args=[services.invite(patient, by=patient.physio, now=clock.now())]))
    assert phone.post(reverse("make-calendar")).status_code == 200
    stop_clock(clock.now() + dt.timedelta(minutes=16))
    assert phone.post(reverse("make-calendar")).status_code == 302


def test_goes_on_with_what_was_asked_for_after_the_password(desk, patient):
    asked = desk.post(reverse("make-invitation", args=[patient.public_id]))
    back = reverse("make-invitation", args=[patient.public_id])
    answer = desk.post(asked.url, {"password": make.PASSWORD, "next": back})
    assert "/join/" in answer.content.decode()
    assert Invitation.objects.count() == 1


def code_in_the_letter():
    letter = Letter.objects.filter(subject__icontains="code").latest("pk")
    return re.search(r"^[A-Z0-9]{4}-[A-Z0-9]{4}$", unseal(letter.body), re.MULTILINE)[0]


def test_sends_a_code_to_whoever_has_no_password_and_goes_on(phone):
    asked = phone.post(reverse("make-calendar"))
    page = reverse("prove-again")
    assert "Send me a code by e-mail" in words(phone.get(asked.url))
    assert "on its way to" in words(phone.post(page, {"next": reverse("make-calendar")}))
    wrong = phone.post(page, {"code": "AAAA-AAAA", "next": reverse("make-calendar")})
    assert (wrong.status_code, "This is not the code that was sent." in words(wrong)) == (422, True)
    answer = phone.post(page, {"code": code_in_the_letter().lower(), "next": reverse("make-calendar")})
    assert "/calendar/" in answer.content.decode()
    assert phone.get(reverse("account_set_password")).status_code == 200


def test_judges_three_codes_and_none_that_is_old(phone, stop_clock):
    page = reverse("prove-again")
    phone.post(page)
    right = code_in_the_letter()
    for _try in range(3):
        phone.post(page, {"code": "AAAA-AAAA"})
    assert "does not work any more" in words(phone.post(page, {"code": right}))
    phone.post(page)
    right = code_in_the_letter()
    stop_clock(clock.now() + dt.timedelta(minutes=11))
    assert "does not work any more" in words(phone.post(page, {"code": right}))


def test_sends_none_to_an_address_that_nobody_proved(phone, patient):
    EmailAddress.objects.filter(user=patient.user).update(verified=False)
    assert "Ask your clinic for a new sign-in link" in words(phone.post(reverse("prove-again")))
    assert not Letter.objects.exists()


def test_asks_who_has_a_password_for_that_and_sends_no_code(desk):
    assert desk.post(reverse("prove-again")).url == reverse("account_reauthenticate")
    assert not Letter.objects.exists()
