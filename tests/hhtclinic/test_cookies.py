"""Cookies and headers that a clinic's browsers get, whatever the page."""

import pytest
from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse

from hhtclinic import permissions
from tests.hhtclinic.test_settings import PRODUCTION, started  # noqa: F401  a fixture

COOKIES = ("SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "DEVICE_COOKIE_NAME")


def test_are_kept_to_one_host_and_to_tls(started):  # noqa: F811
    found = started(**PRODUCTION)
    assert all(found[name].startswith("__Host-") for name in COOKIES)
    assert found["SESSION_COOKIE_SECURE"] and found["CSRF_COOKIE_SECURE"]
    assert not {"SESSION_COOKIE_DOMAIN", "CSRF_COOKIE_DOMAIN", "SESSION_COOKIE_PATH", "CSRF_COOKIE_PATH"} & set(found)


def test_asks_browsers_for_tls_for_a_year(started):  # noqa: F811
    found = started(**PRODUCTION)
    assert found["SECURE_HSTS_SECONDS"] == 365 * 24 * 60 * 60 and found["SECURE_SSL_REDIRECT"]
    assert not found["SECURE_HSTS_INCLUDE_SUBDOMAINS"]
    assert started(**PRODUCTION, HSTS_SUBDOMAINS="1")["SECURE_HSTS_INCLUDE_SUBDOMAINS"]


@pytest.mark.django_db
def test_are_read_by_no_script_and_sent_from_no_other_site(client):
    answer = client.get(reverse("account_login"))
    token = answer.cookies[settings.CSRF_COOKIE_NAME]
    assert token["httponly"] and token["samesite"] == "Lax"
    assert settings.SESSION_COOKIE_HTTPONLY and settings.SESSION_COOKIE_SAMESITE == "Lax"


@pytest.mark.django_db
def test_loads_no_plugin_takes_no_other_base_and_tells_no_other_site_where_it_was(client):
    answer = client.get(reverse("account_login"))
    policy = answer["Content-Security-Policy"].split("; ")
    assert {"object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'"} <= set(policy)
    assert (answer["Referrer-Policy"], answer["Cross-Origin-Opener-Policy"]) == ("same-origin", "same-origin")
    assert "Access-Control-Allow-Origin" not in answer


@pytest.mark.django_db
def test_frames_no_static_file(client):
    answer = client.get(static("css/app.css"))
    answer.close()
    assert answer["Content-Security-Policy"] == "frame-ancestors 'none'"
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_has_a_word_for_every_right_that_pages_do_not_need():
    assert not set(permissions.OURS) & set(permissions.NOBODYS)
