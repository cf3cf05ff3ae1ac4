"""Everybody finds what is theirs in one place, from the phone and from the desk."""

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from tests import make
from tests.html import words_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def patient():
    return make.assignment(days=3).patient


def page_of(user, name="my-account"):
    client = Client()
    client.force_login(user)
    return client.get(reverse(name))


def words(answer):
    return " ".join(words_of(answer).split())


def test_says_to_a_patient_what_lets_them_in(patient):
    said = words(page_of(patient.user))
    assert "You have no password, and need none" in said
    assert "No passkey." in said
    assert "Here, and nowhere else." in said
    assert "Choose what you are reminded of" in said
    assert patient.user.email in said


def test_promises_no_code_to_an_address_that_nobody_proved(patient):
    """The clinic typed it: reminders go there, codes do not, and this page says so as the page of the address does."""
    proved = "a link of your clinic or a code by e-mail lets you in"
    address = patient.email
    EmailAddress.objects.filter(user=patient.user).delete()
    get_user_model().objects.filter(pk=patient.user.pk).update(email=None)
    said = words(page_of(patient.user))
    assert f"{address} Not proven yet: no code is sent there." in said
    assert "a link of your clinic lets you in, or a passkey. Once your e-mail is proven" in said and proved not in said
    EmailAddress.objects.create(user=patient.user, email=address, verified=True)
    assert proved in words(page_of(patient.user))


def test_says_to_a_physio_what_they_have(patient):
    TOTP.activate(patient.physio, "JBSWY3DPEHPK3PXP")
    RecoveryCodes.activate(patient.physio)
    EmailAddress.objects.create(user=patient.physio, email="other@example.org", verified=False)
    said = words(page_of(patient.physio))
    assert "asked for the six digits of your authenticator app" in said
    assert "10 recovery codes are left" in said
    assert "Change your password" in said
    assert "Not proven yet: no code is sent there." in said
    assert "How often to be told by e-mail what waits" in said


def test_is_one_press_from_today_and_from_the_desk(patient):
    link = f'href="{reverse("my-account")}"'
    assert link in page_of(patient.user, "today").content.decode()
    assert link in page_of(patient.physio, "caseload").content.decode()
    assert link in page_of(make.editor(), "admin:index").content.decode()


def test_asks_a_patient_to_sign_out_where_it_is_seen_what_waits_unsent(patient):
    assert reverse("account_logout") not in page_of(patient.user).content.decode()
    assert reverse("account_logout") in page_of(patient.physio).content.decode()


@pytest.mark.parametrize("proved", [True, False])
def test_says_beside_sign_out_what_lets_in_again_where_no_code_does(patient, proved):
    if not proved:
        get_user_model().objects.filter(pk=patient.user.pk).update(email=None)
    said = words(page_of(patient.user, "today"))
    assert ("after signing out you need a passkey, or a new link of your clinic." in said) != proved
