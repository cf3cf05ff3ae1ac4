"""What a physio hears in opening hours: a patient's bad day, and messages that nobody has read."""

import datetime as dt
import uuid
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.urls import reverse

from patients import services
from patients.models import Clinic, Notice
from patients.notices import rounds
from tests import make

pytestmark = pytest.mark.django_db
LONDON = ZoneInfo("Europe/London")
MINUTE, HOUR, DAY = dt.timedelta(minutes=1), dt.timedelta(hours=1), dt.timedelta(days=1)
NOON = dt.datetime(2026, 3, 11, 12, tzinfo=LONDON)  # a Wednesday
EVENING = NOON + 8 * HOUR
FRIDAY_EVENING, MONDAY = EVENING + 2 * DAY, NOON + 5 * DAY - 4 * HOUR


@pytest.fixture(autouse=True)
def noon(stop_clock):
    stop_clock(NOON)


@pytest.fixture
def running():
    made = make.assignment(days=9, now=NOON)
    services.set_reminders(made.patient.physio, {"digest": "never"}, by=made.patient.physio)
    return made


def red(running, at):
    entry = make.entry(running, at=at, pain=8)
    services.log_session(running, entry, by=running.patient.user, now=at)


def red_morning(running, at):
    make.morning(running, now=at, pain=9)


def write(running, at):
    patient = running.patient
    services.send_message(patient, "May I swim?", client_id=uuid.uuid4(), by=patient.user, now=at)


def told(*instants):
    for instant in instants:
        rounds.work(instant)
    return [letter.to[0].split("-")[0] for letter in mail.outbox]


def switched_off(running):
    services.set_reminders(running.patient.physio, {"news": False}, by=running.patient.physio)


each = pytest.mark.parametrize("happens", [red, red_morning, write])


@each
def test_is_told_at_once_while_the_clinic_is_open_and_once(running, happens):
    happens(running, NOON)
    assert told(NOON + MINUTE, NOON + 2 * MINUTE, NOON + 2 * HOUR) == ["jonas"]


@each
def test_waits_until_the_clinic_opens(running, happens):
    happens(running, FRIDAY_EVENING)
    assert told(FRIDAY_EVENING, FRIDAY_EVENING + DAY, MONDAY - MINUTE) == []
    assert told(MONDAY, MONDAY + MINUTE) == ["jonas"]


@each
def test_goes_to_a_colleague_while_the_physio_is_away(running, happens):
    make.physio(running.patient.clinic, "Ruth Lindqvist")
    physio = running.patient.physio
    services.set_absence(physio, away_from=NOON.date(), away_to=NOON.date(), by=physio)
    happens(running, NOON)
    assert told(NOON + MINUTE) == ["ruth"]


@each
def test_is_told_to_nobody_who_left(running, happens):
    running.patient.physio.memberships.update(left_at=NOON)
    happens(running, NOON)
    assert told(NOON + MINUTE) == []


@each
def test_is_not_told_to_who_wants_none(running, happens):
    switched_off(running)
    happens(running, NOON)
    assert told(NOON + MINUTE) == []
    assert Notice.objects.get().outcome == "not wanted"


@each
def test_says_nothing_of_anybody(running, happens):
    happens(running, NOON)
    told(NOON + MINUTE)
    [letter] = mail.outbox
    said = (letter.subject + letter.body).lower()
    unsaid = (*running.patient.name.lower().split(), "pain", "swim", "flare", "morning", "tendon")
    assert reverse("caseload") in said and not [word for word in unsaid if word in said]


@each
def test_is_told_at_any_hour_where_no_hours_are_known(running, happens):
    Clinic.objects.update(hours=[])
    happens(running, EVENING)
    assert told(EVENING) == ["jonas"]


def test_tells_of_a_bad_day_once_a_day_and_patient(running):
    red_morning(running, NOON - HOUR)
    told(NOON)
    red(running, NOON + HOUR)
    assert told(NOON + 2 * HOUR) == ["jonas"]
    red(running, NOON + DAY)
    assert told(NOON + DAY + HOUR) == ["jonas", "jonas"]


def test_tells_of_no_bad_day_that_was_taken_out(running):
    red(running, NOON)
    rounds.plan(NOON)
    services.take_out(running.sessions.get(), by=running.patient.user, now=NOON)
    assert rounds.send(NOON) == 0 and Notice.objects.get().outcome == "over"


def test_tells_of_no_calm_day(running):
    make.good_days(running, 3, now=NOON)
    assert told(NOON) == []


def test_tells_of_a_bad_day_while_the_rules_are_off(running):
    Clinic.objects.update(engine_on=False)
    red(running, NOON)
    assert told(NOON + MINUTE) == ["jonas"]


def test_tells_of_all_messages_in_one(running):
    other = make.assignment(make.patient(running.patient.physio, name="Zoe Adamou"), days=5, now=NOON)
    write(running, NOON)
    write(other, NOON + MINUTE)
    assert told(NOON + 2 * MINUTE, NOON + HOUR) == ["jonas"]
    services.mark_seen(running.patient, by=running.patient.physio, now=NOON + HOUR)
    assert told(NOON + 2 * HOUR) == ["jonas", "jonas"]  # the other one was the first then


def test_tells_once_a_day_of_what_stays_unread(running):
    write(running, NOON)
    assert told(NOON, NOON + DAY, NOON + DAY + HOUR) == ["jonas", "jonas"]


def test_tells_of_no_message_that_was_read(running):
    write(running, NOON)
    rounds.plan(NOON)
    services.mark_seen(running.patient, by=running.patient.physio, now=NOON)
    assert rounds.send(NOON) == 0 and Notice.objects.get().outcome == "read"


def test_is_chosen_beside_the_digest(client, running):
    physio = running.patient.physio
    client.force_login(physio)
    assert client.get(reverse("digest")).context["form"]["news"].value() is True
    client.post(reverse("digest"), {"digest": "week"})
    physio.reminders.refresh_from_db()
    assert physio.reminders.news is False
    client.post(reverse("digest"), {"digest": "week", "news": "on"})
    physio.reminders.refresh_from_db()
    assert physio.reminders.news is True
