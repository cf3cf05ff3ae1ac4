"""What the door writes names the clinic and the site, and nothing that a request says of itself."""

import pytest
from allauth.account.adapter import get_adapter
from allauth.core import context
from django.core import mail
from django.test import Client, RequestFactory
from django.urls import reverse

from patients.models import Clinic
from tests import make
from tests.post import letters_to

pytestmark = pytest.mark.django_db
ELSEWHERE = "localhost:9999"
NOTICES = (
    *("account/email/password_changed", "account/email/password_reset", "account/email/password_set"),
    *("mfa/email/totp_activated", "mfa/email/webauthn_added", "mfa/email/recovery_codes_generated"),
)


@pytest.fixture
def person():
    return make.assignment().patient


def ask(name, email):
    Client().post(reverse(name), {"email": email}, headers={"host": ELSEWHERE})
    return letters_to(email)[-1]


@pytest.mark.parametrize("name", ["account_request_login_code", "account_reset_password"])
def test_names_the_clinic_of_whoever_asks(person, name, settings):
    make.clinic("Elsewhere")
    for email in (person.email, person.physio.email):
        letter = ask(name, email)
        assert letter.body.startswith(person.clinic.name)
        assert settings.SITE_URL in letter.body
        assert "localhost:9999" not in letter.body + letter.subject
        assert "Hello from" not in letter.body
        assert "example.com" not in letter.body


def test_names_no_clinic_to_a_stranger_where_there_are_several(person):
    assert person.clinic.name in ask("account_request_login_code", "nobody@example.org").body
    make.clinic("Elsewhere")
    said = ask("account_request_login_code", "nobody@example.org").body
    assert not [clinic for clinic in Clinic.objects.all() if clinic.name in said]
    assert "sign up" not in said


def test_shows_links_of_the_site_whatever_host_was_asked(person, settings):
    desk, own = Client(), Client()
    desk.force_login(person.physio)
    own.force_login(person.user)
    shown = (
        desk.post(reverse("make-invitation", args=[person.public_id]), headers={"host": ELSEWHERE}),
        own.post(reverse("make-calendar"), headers={"host": ELSEWHERE}),
    )
    for page, path in zip(shown, ("join", "calendar"), strict=True):
        assert f"{settings.SITE_URL}/{path}/" in page.content.decode()
        assert ELSEWHERE not in page.content.decode()


@pytest.mark.parametrize("template", NOTICES)
def test_names_the_clinic_in_every_notice_of_the_account(person, template):
    request = RequestFactory(headers={"host": ELSEWHERE}).get("/")
    with context.request_context(request):
        get_adapter(request).send_notification_mail(template, person.user)
    [letter] = letters_to(person.email)
    assert letter.body.startswith(person.clinic.name)
    assert "9999" not in letter.body + letter.subject
    assert len(mail.outbox) == 1


def test_writes_no_notice_to_whoever_has_no_address():
    of = make.patient(email="", used=False)
    request = RequestFactory().get("/")
    with context.request_context(request):
        get_adapter(request).send_notification_mail(NOTICES[0], of.user)
    assert mail.outbox == []
