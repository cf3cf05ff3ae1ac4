"""Passwords, and what a session does when somebody comes in and goes: what a standard asks of any site."""

import re

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import global_settings, settings
from django.contrib.auth.password_validation import validate_password
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils.module_loading import import_string

from patients.notices import outbox
from programs import clock
from tests import make
from tests.hhtclinic.test_settings import PRODUCTION, started  # noqa: F401  a fixture

pytestmark = pytest.mark.django_db
NEW = "Zwölf   Lärchen, am 7. Hang"


def door(client, email, password=make.PASSWORD):
    return client.post(reverse("account_login"), {"login": email, "password": password})


def change(client, old, new):
    fields = {"oldpassword": old, "password1": new, "password2": new}
    return client.post(reverse("account_change_password"), fields)


@pytest.mark.once
@pytest.mark.parametrize("password", ["eleven char", "123456789012", "qwertyuiop12", "passwordpassword", "🐢" * 12])
def test_refuses_what_is_short_and_what_everybody_takes(password):
    with pytest.raises(ValidationError):
        validate_password(password)


@pytest.mark.once
@pytest.mark.parametrize(
    "password", [NEW, "é" * 12 + "unlike others", f"{NEW} " * 5, "лиственницы на склоне", "83 40 19 77 26"]
)
def test_takes_any_characters_and_at_least_128_of_them(password):
    validate_password(password)


def test_refuses_what_is_made_of_words_that_stand_around_its_owner(settings):
    settings.SITE_URL = "https://lindenhof.example.org"
    patient = make.patient(name="Friederike Wiesengrund")
    type(patient.clinic).objects.filter(pk=patient.clinic_id).update(name="Auenland Praxis")
    for made in ("rehab-tendon-2026", "Lindenhof-2026-!", "Auenland.Praxis1", "wiesengrund1966"):
        with pytest.raises(ValidationError, match="Too easily guessed"):
            validate_password(made, type(patient.user).objects.get(pk=patient.user_id))


def test_takes_a_password_to_the_last_character_and_as_it_was_typed(client):
    long = NEW * 4
    user = make.user("Ada Example")
    user.set_password(long)
    user.save()
    for wrong in (long[:-1], long.lower(), f" {long}", " ".join(long.split())):
        assert door(client, user.email, wrong).status_code == 200
    assert door(client, user.email, long).status_code == 302


def test_changes_a_password_for_who_knows_the_one_before_and_signs_the_other_phones_out(client):
    patient, other = make.patient(), Client()
    patient.user.set_password(make.PASSWORD)
    patient.user.save()
    for browser in (client, other):
        door(browser, patient.user.email)
    assert change(client, "not this one", NEW).status_code == 200
    assert change(client, make.PASSWORD, "qwertyuiop12").status_code == 200
    assert change(client, make.PASSWORD, NEW).status_code == 302
    assert client.get(reverse("today")).status_code == 200
    assert other.get(reverse("today")).url.startswith(reverse("account_login"))


def test_hides_what_is_typed_and_lets_a_password_manager_fill_it_in(client):
    page = client.get(reverse("account_login")).content.decode()
    [field] = re.findall(r"<input[^>]*name=\"password\"[^>]*>", page)
    assert 'type="password"' in field and 'autocomplete="current-password"' in field
    assert "onpaste" not in page and "maxlength" not in field


@pytest.mark.once
def test_stores_a_password_by_a_slow_hash_alone(started):  # noqa: F811
    assert "PASSWORD_HASHERS" not in started(**PRODUCTION)  # the tests' own is quick
    first = import_string(global_settings.PASSWORD_HASHERS[0])
    assert (first.algorithm, first.iterations >= 600_000) == ("pbkdf2_sha256", True)


def test_knows_a_session_by_a_number_that_is_new_at_each_sign_in(client):
    patient = make.patient()
    patient.user.set_password(make.PASSWORD)
    patient.user.save()
    door(client, patient.user.email)
    first = client.cookies[settings.SESSION_COOKIE_NAME].value
    assert re.fullmatch(r"[a-z0-9]{32}", first)  # 165 bits
    client.post(reverse("account_logout"))
    assert not Session.objects.filter(session_key=first).exists()
    client.cookies[settings.SESSION_COOKIE_NAME] = first
    assert client.get(reverse("today")).url.startswith(reverse("account_login"))
    door(client, patient.user.email)
    assert client.cookies[settings.SESSION_COOKIE_NAME].value != first


def test_opens_with_a_code_the_browser_that_asked_for_it_and_no_other(client):
    physio = make.physio()
    client.post(reverse("account_request_login_code"), {"email": physio.email})
    outbox.send_letters(clock.now())
    code = re.search(r"^\w{3,}-?\w+$", mail.outbox[0].body, re.MULTILINE)[0]
    other = Client()
    other.post(reverse("account_confirm_login_code"), {"code": code})
    assert "_auth_user_id" not in other.session
    client.post(reverse("account_confirm_login_code"), {"code": code})
    assert client.session["_auth_user_id"] == str(physio.pk)


def test_lets_nobody_past_the_second_factor_by_a_new_password(client):
    physio = make.physio()
    TOTP.activate(physio, "JBSWY3DPEHPK3PXP")
    client.post(reverse("account_reset_password"), {"email": physio.email})
    outbox.send_letters(clock.now())
    address = re.search(r"https?://[^/]+(/account/password/reset/key/\S+)", mail.outbox[0].body)[1]
    form = client.get(address, follow=True).redirect_chain[-1][0]
    assert client.post(form, {"password1": NEW, "password2": NEW}).status_code == 302
    assert "_auth_user_id" not in client.session
    assert door(client, physio.email, NEW).url.startswith(reverse("mfa_authenticate"))
    assert "_auth_user_id" not in client.session
