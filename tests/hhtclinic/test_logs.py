"""No secret of an address stands in a log, whoever writes the line."""

import io
import logging

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils.log import configure_logging

from hhtclinic.logs import Masking

pytestmark = pytest.mark.django_db
CANARY = "CANARYsecret-of_43"
ADDRESSES = [
    reverse("join", args=[CANARY]),
    *(reverse(name, args=[CANARY]) for name in ("start-clinic", "welcome", "prove-mail")),
    reverse("calendar-feed", args=[CANARY]),
    reverse("account_reset_password_from_key", args=["1", CANARY]),
    f"/account/confirm-email/{CANARY}/",
    f"/join/{CANARY}/nothing-here/",
]


@pytest.fixture
def log(monkeypatch):
    """What the handler of the settings writes."""
    configure_logging(settings.LOGGING_CONFIG, settings.LOGGING)
    written = io.StringIO()
    [handler] = [one for one in logging.getLogger().handlers if isinstance(one.formatter, Masking)]
    monkeypatch.setattr(handler, "stream", written)
    return written


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("method", ["get", "post", "delete", "options"])
def test_is_masked(log, address, method):
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    getattr(client, method)(address)
    assert CANARY not in log.getvalue()
    assert method == "get" or address not in ADDRESSES[:2] or "/..." in log.getvalue()


def test_is_masked_in_a_traceback(log, monkeypatch):
    def fails(*_words, **_more):
        raise ValueError(f"http://testserver/join/{CANARY}/")

    monkeypatch.setattr("patients.services.accept_invitation", fails)
    Client(raise_request_exception=False).post(ADDRESSES[0])
    assert CANARY not in log.getvalue()
    assert "ValueError: http://testserver/join/.../" in log.getvalue()


def test_leaves_every_other_address_as_it_is(log):
    logging.getLogger("django.request").warning("Not Found: /patients/17/?next=%2Fjoin%2Fabc%2F /reminders/calendar/")
    assert log.getvalue().endswith("Not Found: /patients/17/?next=%2Fjoin%2F...%2F /reminders/calendar/\n")
