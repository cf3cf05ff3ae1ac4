"""What the door writes by e-mail: left to the loop, so that no request waits for a mail server or fails with it."""

import datetime as dt
import re

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.urls import reverse

from patients.models import Letter
from patients.notices import outbox, smtp
from programs import clock
from tests import make
from tests.html import words_of
from tests.mail_server import MailServer, use

pytestmark = pytest.mark.django_db
MANNERS = ("", "refuses", "hangs")


@pytest.fixture
def person():
    made = make.physio()
    made.set_password("a tendon takes its time")
    made.save()
    return made


@pytest.fixture(params=MANNERS)
def server(request, settings, monkeypatch):
    monkeypatch.setattr(smtp, "SECONDS", 1)
    with MailServer(request.param) as server:
        use(settings, server, seconds=1)
        if request.param == "refuses":
            server.stop()
        yield server


@pytest.fixture
def uncalled(server):
    """No request called the mail server, so nobody waited for it."""
    yield
    assert server.greeted == 0


def test_signs_in_by_a_code_of_a_letter(client, person):
    client.post(reverse("account_request_login_code"), {"email": person.email})
    assert mail.outbox == []
    outbox.send_letters(clock.now())
    [letter] = mail.outbox
    assert letter.to == [person.email]
    code = re.search(r"^\w{3,}-?\w+$", letter.body, re.MULTILINE)[0]
    client.post(reverse("account_confirm_login_code"), {"code": code})
    assert client.session["_auth_user_id"] == str(person.pk)


def test_leads_back_to_the_door_from_a_code_asked_for_with_another_address(client):
    page = client.post(reverse("account_request_login_code"), {"email": "mistyped@example.org"}, follow=True)
    assert client.get(reverse("account_login")).status_code == 302
    assert 'action="/account/logout/"' in page.content.decode()
    left = client.post(reverse("account_logout"), {"next": reverse("account_login")}, follow=True)
    assert "password" in left.context["form"].fields


@pytest.mark.usefixtures("uncalled")
@pytest.mark.parametrize("address", ["account_request_login_code", "account_reset_password"])
@pytest.mark.parametrize("known", [True, False])
def test_asks_for_a_code_or_a_reset_whatever_the_server_does(client, person, address, known):
    email = person.email if known else "nobody@example.org"
    page = client.post(reverse(address), {"email": email}, follow=True)
    assert page.status_code == 200
    assert "on its way" in words_of(page)
    assert Letter.objects.get().user == (person if known else None)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("uncalled")
def test_enrols_a_second_factor_whatever_the_server_does(client, person):
    client.force_login(person)
    client.post(reverse("account_reauthenticate"), {"password": "a tendon takes its time"})
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    counter = next(iter(yield_hotp_counters_from_time()))
    code = format_hotp_value(hotp_value(secret, counter))
    assert client.post(reverse("mfa_activate_totp"), {"code": code}).status_code == 302
    assert Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP).exists()
    assert get_adapter().is_mfa_enabled(person)
    assert Letter.objects.filter(user=person).exists()


@pytest.mark.parametrize("server", ["refuses", "hangs"], indirect=True)
@pytest.mark.parametrize("name", ["account_login", "account_request_login_code", "account_reset_password"])
def test_says_at_the_door_that_the_post_is_down_and_when_it_is_up_again(client, person, server, name):
    said = "E-mail is not going out at the moment."
    assert said not in words_of(client.get(reverse(name), follow=True))
    client.post(reverse("account_request_login_code"), {"email": person.email})
    outbox.send_letters(clock.now())
    assert said in words_of(client.get(reverse(name), follow=True))
    server.manner = ""
    server.start()
    outbox.send_letters(clock.now() + until_due())
    assert said not in words_of(client.get(reverse(name), follow=True))


def until_due():
    return Letter.objects.get().next_try_at - clock.now()


@pytest.mark.parametrize("server", [""], indirect=True)
def test_says_so_when_nobody_sends_at_all(client, person, server, stop_clock):
    client.post(reverse("account_request_login_code"), {"email": person.email})
    assert "is not going out" not in words_of(client.get(reverse("account_login"), follow=True))
    stop_clock(clock.now() + dt.timedelta(minutes=1))
    assert "is not going out" in words_of(client.get(reverse("account_login"), follow=True))


def test_leads_to_our_site_whatever_host_the_request_names(client, person, settings):
    settings.SITE_URL = "https://rehab.example.org"
    client.post(reverse("account_reset_password"), {"email": person.email}, headers={"host": "localhost:9999"})
    outbox.send_letters(clock.now())
    [letter] = mail.outbox
    assert "https://rehab.example.org/account/password/reset/key/" in letter.body
    assert "//localhost" not in letter.body
