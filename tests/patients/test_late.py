"""What was entered on the phone before a programme ended and is sent after it: stored where it belongs."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse

from patients import services
from programs import clock
from tests import make

pytestmark = pytest.mark.django_db
JSON = {"Accept": "application/json"}
HOUR = dt.timedelta(hours=1)
ENDED_AGO = 2 * HOUR


@pytest.fixture
def over(client):
    """A programme that ended two hours ago; its phone was without signal."""
    made = make.assignment(days=5)
    services.end_assignment(made, by=made.patient.physio, now=clock.now() - ENDED_AGO)
    client.force_login(made.patient.user)
    return made


def entries(of):
    today = of.patient.today(clock.now() - 3 * HOUR)
    return {
        "log-session": {
            "prescription": make.main_prescription(of).pk,
            "mode": "plan",
            "variation": "heels-far",
            "pain_left": "2",
        },
        "record-morning": {"on": today.isoformat(), "pain_left": "3"},
        "log-activity": {"kind": "run", "day": "today", "minutes": "20"},
        "note-day-reason": {"on": today.isoformat(), "kind": "sleep"},
        "start-questions": {"age": "40"},
        "give-measure": {"kind": "pain_rest", "value": "3"},
        "say-away": {"from_on": today.isoformat(), "to_on": today.isoformat()},
    }


NAMES = (
    "log-session",
    "record-morning",
    "log-activity",
    "note-day-reason",
    "start-questions",
    "give-measure",
    "say-away",
)


def send(client, of, name, ago, ahead=dt.timedelta()):
    """Sent now, entered `ago` by a clock that is `ahead`."""
    wall = (clock.now() - ago + ahead).replace(tzinfo=None, microsecond=0)
    stamps = {"captured_at": wall.isoformat(), "sent_at": (clock.now() + ahead).isoformat(), "time_zone": "UTC"}
    sent = {"client_id": uuid.uuid4(), **entries(of)[name], **stamps}
    return client.post(reverse(name), sent, headers=JSON)


def stored(of):
    rows = ("sessions", "morning_checks", "activities", "day_reasons", "intakes", "measures", "aways")
    return sum(getattr(of, name).count() for name in rows)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("ahead", [dt.timedelta(), dt.timedelta(days=365)], ids=["right clock", "a year ahead"])
def test_is_stored_where_it_was_entered_before_the_end(client, over, name, ahead):
    answer = send(client, over, name, 3 * HOUR, ahead)
    assert answer.json()["status"] == "stored", answer.json()
    assert stored(over) == 1


@pytest.mark.parametrize("name", NAMES)
def test_is_refused_with_its_reason_where_it_was_entered_after_the_end(client, over, name):
    answer = send(client, over, name, HOUR)
    assert answer.status_code == 422
    assert "Your programme ended on" in answer.json()["errors"]["__all__"][0]
    assert stored(over) == 0


@pytest.mark.parametrize("name", NAMES)
def test_goes_to_the_programme_of_its_time_where_another_has_begun(client, over, name):
    following = make.assignment(over.patient)
    assert send(client, over, name, 3 * HOUR).json()["status"] == "stored"
    assert (stored(over), stored(following)) == (1, 0)


def test_is_a_duplicate_when_it_had_arrived_before_the_end(client):
    of = make.assignment(days=5)
    client.force_login(of.patient.user)
    same = {"client_id": uuid.uuid4(), **entries(of)["log-session"], "time_zone": "UTC"}
    at = clock.now().replace(tzinfo=None, microsecond=0).isoformat()
    same |= {"captured_at": at, "sent_at": clock.now().isoformat()}
    assert client.post(reverse("log-session"), same, headers=JSON).json()["status"] == "stored"
    services.end_assignment(of, by=of.patient.physio, now=clock.now() + HOUR)
    assert client.post(reverse("log-session"), same, headers=JSON).json()["status"] == "duplicate"


def test_says_to_a_person_why_it_is_not_stored_and_keeps_what_was_typed(client, over):
    sent = {"client_id": uuid.uuid4(), **entries(over)["log-session"], "note": "The hill again."}
    answer = client.post(reverse("log-session"), sent)
    assert answer.status_code == 422
    assert "Your programme ended on" in answer.content.decode() and "The hill again." in answer.content.decode()


def test_is_not_there_for_whoever_never_had_a_programme(client):
    patient = make.patient()
    client.force_login(patient.user)
    assert client.post(reverse("record-morning"), {"on": "2026-06-01", "pain_left": "1"}).status_code == 404


def test_keeps_an_alarm_however_late(client, over):
    sent = {"client_id": uuid.uuid4(), "kinds": ["saddle"]}
    assert client.post(reverse("raise-flag"), sent, headers=JSON).json()["status"] == "stored"
    assert over.patient.flags.get().kind == "saddle"
