"""What the phone's outbox reads: the answers of the forms in JSON."""

import datetime as dt
import uuid
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse

from programs import clock
from tests import make, stopped

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stop_clock")]
JSON = {"Accept": "application/json"}
FORMS = ("log-session", "record-morning", "raise-flag", "say-away")


@pytest.fixture
def running(client):
    made = make.assignment(days=3)
    client.force_login(made.patient.user)
    return made


def now_in(zone):
    return clock.now().astimezone(ZoneInfo(zone)).replace(tzinfo=None, microsecond=0)


def content(of, name, **changes):
    """A form that would be accepted, as the phone queues it."""
    today = of.patient.today(clock.now())
    one = {
        "log-session": {
            "prescription": make.main_prescription(of).pk,
            "mode": "plan",
            "variation": "heels-close",
            "pain_left": "2",
            "note": "calm",
            "performed_at": (now_in("Europe/London") - dt.timedelta(hours=1)).isoformat(),
            "time_zone": "Europe/London",
        },
        "record-morning": {"on": today, "pain_left": "1"},
        "raise-flag": {"kinds": ["calf", "bone"]},
        "say-away": {"from_on": today, "to_on": today + dt.timedelta(days=3)},
    }[name]
    return {"client_id": uuid.uuid4(), **one, **changes}


def send(client, name, data, **headers):
    """What is sent comes a moment after what was sent before."""
    stopped.stop(clock.now() + dt.timedelta(seconds=1))
    return client.post(reverse(name), data, headers={**JSON, **headers})


def rows(of):
    return of.sessions.count() + of.morning_checks.count() + of.patient.flags.count() + of.aways.count()


@pytest.mark.parametrize("name", FORMS)
def test_says_stored_and_then_duplicate(client, running, name):
    data = content(running, name)
    first = send(client, name, data)
    stored = rows(running)
    second = send(client, name, data)
    assert (first.status_code, first.json()["status"], first.json()["errors"]) == (200, "stored", {})
    assert (second.status_code, second.json()["status"]) == (200, "duplicate")
    assert second.json()["next"] == first.json()["next"]
    assert 1 <= rows(running) == stored


OTHERWISE = [
    ("log-session", {"pain_left": "9"}),
    ("log-session", {"note": "sore"}),
    ("log-session", {"painkiller": "on"}),
    ("log-session", {"felt": ["cramp"]}),
    ("log-session", {"variation": "heels-far"}),
    ("log-session", {"mode": "sets", "set-1-both": "10"}),
    ("log-session", {"performed_at": (now_in("Europe/London") - dt.timedelta(hours=2)).isoformat()}),
    ("record-morning", {"pain_left": "7"}),
    ("raise-flag", {"kinds": ["bone"]}),
]


@pytest.mark.parametrize(("name", "change"), OTHERWISE)
def test_says_conflict_and_leaves_what_was_first(client, running, name, change):
    data = content(running, name)
    send(client, name, data)
    before = [list(related.values()) for related in (running.sessions, running.morning_checks, running.patient.flags)]
    answer = send(client, name, {**data, **change})
    assert (answer.status_code, answer.json()["status"]) == (409, "conflict")
    assert answer.json()["errors"]["__all__"][0].endswith(".")
    after = [list(related.values()) for related in (running.sessions, running.morning_checks, running.patient.flags)]
    assert after == before


def test_says_conflict_where_the_morning_was_answered_otherwise_elsewhere(client, running):
    send(client, "record-morning", content(running, "record-morning"))
    again = send(client, "record-morning", content(running, "record-morning", pain_left="5"))
    assert again.status_code == 409
    assert "answered before with 1" in again.json()["errors"]["__all__"][0]
    same = send(client, "record-morning", content(running, "record-morning"))
    assert same.json()["status"] == "duplicate"


def test_takes_an_entry_without_a_time_for_the_same_when_it_comes_again(client, running):
    data = content(running, "log-session", performed_at="")
    send(client, "log-session", data)
    assert send(client, "log-session", data).json()["status"] == "duplicate"


REFUSED = [
    ("log-session", {"pain_left": "11"}, "pain_left", "whole number from 0 to 10"),
    ("log-session", {"prescription": "1000000"}, "prescription", "We do not know this exercise"),
    ("log-session", {"performed_at": "2001-01-01T10:00"}, "performed_at", "Your programme began on"),
    ("record-morning", {"on": "2999-01-01"}, "on", "has not come yet"),
    ("raise-flag", {"kinds": []}, "kinds", "Tick what is new"),
    ("say-away", {"to_on": "2001-01-01"}, "to_on", "before the first"),
]


@pytest.mark.parametrize(("name", "change", "field", "sentence"), REFUSED)
def test_says_rejected_with_a_sentence(client, running, name, change, field, sentence):
    answer = send(client, name, content(running, name, **change))
    assert (answer.status_code, answer.json()["status"]) == (422, "rejected")
    assert sentence in answer.json()["errors"][field][0]
    assert rows(running) == 0


def test_keeps_the_day_and_the_zone_of_the_phone(client, running):
    there = now_in("Pacific/Kiritimati") - dt.timedelta(minutes=5)
    data = content(running, "log-session", performed_at=there.isoformat(), time_zone="Pacific/Kiritimati")
    assert send(client, "log-session", data).json()["status"] == "stored"
    session = running.sessions.get()
    assert (session.time_zone, session.local_date) == ("Pacific/Kiritimati", there.date())
    assert session.performed_at.astimezone(ZoneInfo("Pacific/Kiritimati")).replace(tzinfo=None) == there
    assert client.get(reverse("today")).status_code == client.get(reverse("progress")).status_code == 200


@pytest.mark.parametrize("name", FORMS)
def test_tells_a_phone_that_is_signed_out(running, name):
    answer = send(Client(), name, content(running, name))
    assert (answer.status_code, answer.json()["status"]) == (401, "signed out")
    assert rows(running) == 0


def test_gives_no_token_to_who_is_signed_out():
    assert Client().get(reverse("outbox-token"), headers=JSON).status_code == 401


def test_refuses_an_old_token_with_403(running):
    client = Client(enforce_csrf_checks=True)
    client.force_login(running.patient.user)
    assert send(client, "log-session", content(running, "log-session"), **{"X-CSRFToken": "x" * 32}).status_code == 403
    token = client.get(reverse("outbox-token"), headers=JSON).json()["token"]
    answer = send(client, "log-session", content(running, "log-session"), **{"X-CSRFToken": token})
    assert answer.json()["status"] == "stored"


def test_names_the_account_by_its_public_id(client, running):
    assert client.get(reverse("outbox-token")).json()["account"] == str(running.patient.public_id)
    assert f'<meta name="account" content="{running.patient.public_id}">' in client.get("/today/").content.decode()


def test_leaves_no_sentence_behind_for_a_queue(client, running):
    send(client, "record-morning", content(running, "record-morning"), Prefer="return=minimal")
    assert "Saved. Thank you." not in client.get(reverse("today")).content.decode()
    yesterday = running.patient.today(clock.now()) - dt.timedelta(days=1)
    send(client, "record-morning", content(running, "record-morning", on=yesterday))
    assert "Saved. Thank you." in client.get(reverse("today")).content.decode()
