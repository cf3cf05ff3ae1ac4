"""No secret of an address stands in a log, whoever writes the line."""

import io
import logging
import re

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection, transaction
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils.log import configure_logging

from hhtclinic.logs import Json, Masking
from patients.models import CannedText
from programs import clock
from tests import make

pytestmark = pytest.mark.django_db
CANARY = "CANARYsecret-of_43"
ADDRESSES = [
    reverse("join", args=[CANARY]),
    *(reverse(name, args=[CANARY]) for name in ("start-clinic", "welcome", "prove-mail")),
    *(reverse(name, args=[CANARY]) for name in ("calendar-feed", "stop-letters")),
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
    assert "in fails" in log.getvalue() and log.getvalue().rstrip().endswith("ValueError")


def secret_addresses(patterns=None, before=""):
    """Every address of the site that has a secret in it, with a canary there."""
    for one in get_resolver().url_patterns if patterns is None else patterns:
        if hasattr(one, "url_patterns"):
            yield from secret_addresses(one.url_patterns, before + str(one.pattern))
        elif {"token", "secret", "key"} & one.pattern.converters.keys():
            yield re.sub(r"<[^>]+>", CANARY, f"/{before}{one.pattern}")


def test_is_masked_at_every_address_that_has_one(log):
    """A new one is red here."""
    found = sorted(set(secret_addresses()))
    assert len(found) >= 6
    for address in found:
        logging.getLogger("django.request").warning("Not Found: %s", address)
    assert CANARY not in log.getvalue()


def breaks_a_unique_rule(clinic):
    get_user_model().objects.create_user(f"{CANARY}@example.org", name=CANARY)
    get_user_model().objects.create_user(f"{CANARY}@example.org", name=CANARY)


def breaks_a_check(clinic):
    now = clock.now()
    values = {"name": CANARY, "used_at": now, "withdrawn_at": now}
    user = get_user_model().objects.create_user(name=values.pop("name"))
    user.confirmations.create(address=f"{CANARY}@e.org", token_hash=CANARY, created_at=now, expires_at=now, **values)


def leaves_out_a_column(clinic):
    CannedText.objects.create(clinic=clinic, title=CANARY, text=None, position=1)


def is_too_long(clinic):
    CannedText.objects.create(clinic=clinic, title=CANARY * 40, text=CANARY, position=1)


def is_no_number(clinic):
    CannedText.objects.filter(position=CANARY).first()


def is_too_large(clinic):
    CannedText.objects.create(clinic=clinic, title=CANARY, text=CANARY, position=43 * 10**30)


@pytest.mark.parametrize(
    "breaks",
    [breaks_a_unique_rule, breaks_a_check, leaves_out_a_column, is_too_long, is_no_number, is_too_large],
    ids=lambda breaks: breaks.__name__,
)
def test_holds_no_value_of_a_forced_error(breaks, log, client, monkeypatch, caplog):
    """Of the request that failed, of what somebody logs, and of an error that another one followed; as JSON too."""
    clinic = make.clinic()

    def fails(*_words, **_more):
        try:
            with transaction.atomic():
                breaks(clinic)
        except Exception as error:
            error.add_note(CANARY)
            logging.getLogger("patients").exception("it failed")
            raise RuntimeError(CANARY) from error

    monkeypatch.setattr("patients.services.accept_invitation", fails)
    Client(raise_request_exception=False).post(ADDRESSES[0])
    said, as_json = log.getvalue(), "".join(Json().format(record) for record in caplog.records)
    assert CANARY not in said + as_json and "43000" not in said + as_json
    if breaks is not is_too_long or connection.vendor == "postgresql":  # SQLite keeps what is too long
        assert "in fails" in said and said.count("Error") >= 2
        named = {breaks_a_unique_rule: "email", breaks_a_check: "confirmation_used_or_withdrawn_not_both"}
        assert named.get(breaks, "") in said


def test_leaves_every_other_address_as_it_is(log):
    logging.getLogger("django.request").warning("Not Found: /patients/17/?next=%2Fjoin%2Fabc%2F /reminders/calendar/")
    assert log.getvalue().endswith("Not Found: /patients/17/?next=%2Fjoin%2F...%2F /reminders/calendar/\n")


def test_is_one_line_in_utc_whatever_an_address_holds(log):
    Client().get("/nothing%0A2026-01-01 00:00:00,000Z WARNING root forged")
    [line] = log.getvalue().splitlines()
    assert re.match(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3}Z WARNING django.request ", line)


def test_says_whose_request_was_refused_and_nothing_of_whom_it_was_about(log):
    patient, other = make.patient(name="Canary Name"), make.physio(name="Mara Elsewhere")
    browser = Client()
    browser.force_login(other)
    assert browser.get(reverse("patient-page", args=[patient.public_id])).status_code == 404
    assert Client().get("/nothing-here/").status_code == 404
    refused, nobody = log.getvalue().splitlines()
    assert refused.endswith(f"/ (account {other.pk})") and "Canary" not in refused and other.email not in refused
    assert "account" not in nobody
