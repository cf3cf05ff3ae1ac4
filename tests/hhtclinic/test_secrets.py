"""Codes and secrets are drawn by chance and end; what a browser brings back holds for one purpose and not for ever."""

import random
import re
import ssl

import pytest
from allauth.account.adapter import get_adapter
from allauth.mfa import app_settings as factors
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.conf import settings
from django.core import mail, signing
from django.core.mail import BadHeaderError
from django.test import Client
from django.urls import reverse

from hhtclinic import devices
from patients.notices import outbox, smtp
from programs import clock
from tests import make
from tests.architecture.sources import ROOT, python, written


@pytest.mark.once
@pytest.mark.parametrize(
    "draw", [generate_totp_secret, RecoveryCodes.generate_seed, lambda: get_adapter().generate_login_code()]
)
def test_are_drawn_from_the_system_and_from_no_sequence(draw):
    drawn = []
    for _ in range(3):
        random.seed(7)
        drawn.append(draw())
    assert len(set(drawn)) == 3


@pytest.mark.once
def test_are_long_enough_and_end_soon():
    assert 10**factors.RECOVERY_CODE_DIGITS > 2**20
    codes = {get_adapter().generate_login_code() for _ in range(200)}
    assert len(codes) == 200 and min(len(code.replace("-", "")) for code in codes) >= 6
    assert settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT <= 10 * 60
    assert (factors.TOTP_PERIOD, factors.TOTP_TOLERANCE, settings.PASSWORD_RESET_TIMEOUT) == (30, 0, 60 * 60)


@pytest.mark.django_db
def test_a_code_ends_with_the_third_wrong_one(client):
    physio = make.physio()
    client.post(reverse("account_request_login_code"), {"email": physio.email})
    outbox.send_letters(clock.now())
    code = re.search(r"^\w{3,}-?\w+$", mail.outbox[0].body, re.MULTILINE)[0]
    for _ in range(3):
        client.post(reverse("account_confirm_login_code"), {"code": "WRONG1"})
    client.post(reverse("account_confirm_login_code"), {"code": code})
    assert "_auth_user_id" not in client.session


@pytest.mark.django_db
def test_knows_no_browser_by_a_mark_of_another_purpose_or_of_long_ago(rf, monkeypatch):
    user = make.user("Ada Example")
    mark = ["name", [[user.pk, user.times_signed_out]]]
    request = rf.get("/")
    request.COOKIES[settings.DEVICE_COOKIE_NAME] = signing.dumps(mark, salt="another purpose")
    assert not devices.is_known(request, user)
    request.COOKIES[settings.DEVICE_COOKIE_NAME] = signing.dumps(mark, salt=devices.SALT)
    assert devices.is_known(request, user)
    monkeypatch.setattr(devices, "SECONDS_KEPT", -1)
    assert not devices.is_known(request, user)


@pytest.mark.once
def test_asks_a_mail_server_for_its_certificate(settings):
    for tls, own in ((True, False), (False, True)):
        line = smtp.Backend(use_tls=tls, use_ssl=own)
        assert line.ssl_context.verify_mode == ssl.CERT_REQUIRED and line.ssl_context.check_hostname


@pytest.mark.once
def test_hashes_nothing_by_what_is_broken():
    """A random name may be made by the database's MD5: it protects nothing."""
    sources = [source for source in python(written(ROOT)) if re.search(r"\b(?:md5|sha1)\b", source.text)]
    assert [source.path for source in sources] == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("account_login", "text/html; charset=utf-8"),
        ("manifest", "application/manifest+json"),
        ("service-worker", "text/javascript; charset=utf-8"),
    ],
)
def test_says_of_what_kind_an_answer_is(name, kind):
    assert Client().get(reverse(name))["Content-Type"] == kind


@pytest.mark.django_db
@pytest.mark.parametrize(
    "folder", ["/static/", "/static/js/", "/picture/", "/docs/", "/.git/config", "/requirements.lock"]
)
def test_lists_no_folder_and_serves_no_source(folder):
    assert Client().get(folder, follow=True).status_code in (200, 404)
    assert b"Index of" not in Client().get(folder).content and Client().get(folder).status_code in (302, 404)


@pytest.mark.once
def test_keep_the_history_of_the_code_from_what_serves():
    for unit in (ROOT / "deploy").glob("*.service"):
        said = unit.read_text(encoding="utf-8")
        assert "InaccessiblePaths=-/srv/hhtclinic/source" in said and "NoNewPrivileges=yes" in said


@pytest.mark.once
def test_writes_no_letter_whose_header_has_two_lines():
    letter = mail.EmailMessage("Code\nBcc: all@example.org", "…", "a@example.org", ["b@example.org"])
    with pytest.raises(BadHeaderError):
        letter.message()
