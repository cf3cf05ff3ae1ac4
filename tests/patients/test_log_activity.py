"""Activities beside the exercises: logged from the phone, listed on Today, taken out again."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse

from patients.rows import rows_of
from patients.selectors import phone
from programs import clock
from tests import make

pytestmark = pytest.mark.django_db
JSON = {"Accept": "application/json"}


@pytest.fixture
def running(client):
    made = make.assignment(days=3)
    client.force_login(made.patient.user)
    return made


def post(client, headers=None, **changes):
    data = {"client_id": uuid.uuid4(), "kind": "run", "minutes": "20", "day": "today", **changes}
    return client.post(reverse("log-activity"), data, headers=headers)


def test_stands_on_today_with_its_minutes_and_pain(client, running):
    assert post(client, pain="2").url == reverse("today")
    page = client.get(reverse("today")).content.decode()
    assert "Running, 20 minutes, pain 2" in page


@pytest.mark.parametrize(
    ("pain", "said"),
    [("", ""), ("3", ""), ("4", "Do what your plan asks, not more."), ("6", "Then leave the exercises today.")],
)
def test_says_at_once_what_pain_beside_the_exercises_means(client, running, pain, said):
    page = client.get(post(client, pain=pain).url).content.decode()
    assert "Saved. It stands beside your sessions." in page
    assert ("does not read this pain" in page) == bool(said)
    assert said in page


def test_does_not_say_saved_where_the_same_activity_says_something_else(client, running):
    client_id = uuid.uuid4()
    post(client, client_id=client_id)
    post(client, client_id=client_id, minutes="90")
    page = client.get(reverse("today")).content.decode()
    assert running.activities.get().minutes == 20
    assert "This was saved before and says something else." in page


def test_belongs_to_yesterday_when_that_is_chosen(client, running):
    post(client, day="yesterday")
    today = running.patient.today(clock.now())
    assert running.activities.get().on == today - dt.timedelta(days=1)
    assert "Running, 20" not in client.get(reverse("today")).content.decode()


def test_means_the_phones_own_today_when_it_was_offline(client, running):
    """Said at 23:50 without signal, sent the next morning."""
    now = clock.now()
    then = (now - dt.timedelta(days=1)).astimezone(running.patient.zone).replace(tzinfo=None, microsecond=0)
    post(client, captured_at=then.isoformat(), sent_at=now.isoformat(), time_zone="Europe/London")
    assert running.activities.get().on == then.date()


def test_is_taken_out_once_and_stays_as_a_row(client, running):
    post(client)
    url = reverse("void-activity", args=[running.activities.get().client_id])
    client.post(url)
    assert "taken out" in client.get(reverse("today")).content.decode()
    assert "already" in client.get(client.post(url).url).content.decode()
    assert (running.activities.count(), running.activities.valid().count()) == (1, 0)


def test_arrives_once(client, running):
    one = uuid.uuid4()
    answers = [post(client, JSON, client_id=one, minutes=minutes).json()["status"] for minutes in ("20", "20", "30")]
    assert answers == ["stored", "duplicate", "conflict"]
    assert running.activities.get().minutes == 20


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("kind", "", "Please choose what it was."),
        ("kind", "x", "Please choose from the list."),
        ("minutes", "", "Please enter the minutes, as a whole number."),
        ("minutes", "3.7", "Please enter the minutes, as a whole number."),
        ("minutes", "0", "at least 1 minute"),
        ("minutes", "1441", "1,440 minutes"),
        ("pain", "11", "whole number from 0 to 10"),
        ("day", "tomorrow", "Please choose from the list."),
        ("note", "n" * 201, "under 200 characters"),
        ("note", "\x00", "cannot be kept"),
        ("client_id", "x", "out of date"),
    ],
)
def test_refuses_and_keeps_the_form_filled(client, running, field, value, sentence):
    response = post(client, **{"note": "calm", field: value})
    page = response.content.decode()
    assert response.status_code == 422
    assert sentence in page
    assert field == "note" or 'value="calm"' in page
    assert not running.activities.exists()


def test_refuses_yesterday_on_the_first_day(client):
    made = make.assignment(days=0)
    client.force_login(made.patient.user)
    assert post(client, day="yesterday").status_code == 422


def test_stands_beside_the_plan_on_its_own_day(client, running):
    post(client)
    post(client, day="yesterday", kind="sit")
    today = running.patient.today(clock.now())
    for days_ago, kind in ((0, "run"), (1, "sit")):
        beside = phone.beside_the_plan(rows_of(running, clock.now()), today - dt.timedelta(days=days_ago), None)
        assert [activity.kind for activity, _words in beside.activities] == [kind]


def test_does_not_say_saved_of_what_was_taken_out(client):
    """The way back in the browser, and the same form once more."""
    running = make.assignment(days=3)
    activity = make.activity(running)
    client.force_login(running.patient.user)
    client.post(reverse("void-activity", args=[activity.client_id]))
    data = {"client_id": activity.client_id, "kind": "run", "minutes": "20", "day": "today"}
    page = client.post(reverse("log-activity"), data, follow=True).content.decode()
    assert "This was taken out before and is not saved again." in page
    assert "It stands beside your sessions" not in page
