"""What stands before everything else: whether the site lives, what each request is called, and its line in the log."""

import json
import logging

import pytest
from django.test import Client
from django.urls import reverse

from hhtclinic.logs import Json, of_request
from patients import services
from programs import clock
from tests import make


def test_lives_without_a_database_at_any_host_and_without_tls(settings):
    """The fixture that lets a test into the database is not asked for."""
    settings.SECURE_SSL_REDIRECT = True
    answer = Client().get("/livez", headers={"Host": "10.1.2.3:8000", "Cookie": "sessionid=abc"})
    assert (answer.status_code, answer.content, answer["Content-Type"]) == (
        200,
        b"alive\n",
        "text/plain; charset=utf-8",
    )


@pytest.mark.parametrize("path", ["/livez", "/readyz"])
def test_is_only_asked(path):
    assert Client().post(path).status_code == 405


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("given", "kept"),
    [("0f8fad5b-d9cb-469f-a165-70867728950e", True), ("short", False), ("a b c d e f g h", False), ("x" * 65, False)],
)
def test_calls_a_request_as_the_proxy_does_or_by_a_name_of_its_own(given, kept):
    answer = Client().get(reverse("account_login"), headers={"X-Request-ID": given})
    assert (answer["X-Request-ID"] == given) == kept
    assert len(answer["X-Request-ID"]) >= 16


@pytest.mark.django_db
def test_says_of_a_good_request_its_route_and_no_path(caplog):
    caplog.set_level(logging.INFO, "hhtclinic.requests")
    patient = make.patient()
    secret = services.invite(patient, by=patient.physio, now=clock.now())
    Client().get(reverse("join", args=[secret]))
    [line] = [one for one in caplog.records if one.name == "hhtclinic.requests"]
    said = json.loads(Json().format(line))
    assert {name: said[name] for name in ("route", "method", "status")} == {
        "route": "join",
        "method": "GET",
        "status": 200,
    }
    assert said["message"].startswith("GET join 200 in ") and secret not in json.dumps(said)


def record(words="it failed", **facts):
    made = logging.LogRecord("patients", logging.ERROR, __file__, 1, words, (), facts.pop("exc_info", None))
    made.__dict__.update(facts)
    return made


def test_is_one_json_object_a_line_with_no_field_that_is_not_allowed():
    with of_request("abcdefgh"):
        line = Json().format(record("two\nlines /join/CANARY/", pain=7, status_code=404, note="CANARY"))
    said = json.loads(line)
    assert "\n" not in line and "CANARY" not in line
    assert said.keys() == {"time", "level", "logger", "message", "request", "pid", "status"}
    assert (said["request"], said["status"]) == ("abcdefgh", 404)


def test_keeps_the_place_of_an_error_and_not_its_words():
    words = " ".join(("incontinence", "since", "Tuesday"))
    try:
        raise ValueError(words)
    except ValueError as error:
        line = Json().format(record(exc_info=(ValueError, error, error.__traceback__)))
    assert "incontinence since" not in line and "test_keeps_the_place" in json.loads(line)["error"]
