import datetime as dt
import re
from itertools import pairwise

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from patients import services
from patients.models import AuditEntry, Reminders
from patients.notices import calendar_feed
from patients.selectors import exercise_days
from patients.selectors.phone import week_of
from programs import clock, transfer
from programs.editor.publishing import publish
from tests import make
from tests.html import words_of
from tests.patients.test_clinic_hours import posted

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
GOOD = {
    "exercise": "on",
    "exercise_at": "17:30",
    "morning_at": "07:30",
    "quiet_from": "21:00",
    "quiet_to": "07:00",
    "by_email": "on",
}


@pytest.fixture
def running():
    return make.assignment(days=5)


@pytest.fixture
def phone(client, running):
    client.force_login(running.patient.user)
    return client


# The settings ---------------------------------------------------------------------------------------------------------


def test_begins_with_everything_off(phone):
    form = phone.get(reverse("reminders")).context["form"]
    assert (form["exercise"].value(), form["morning"].value(), form["by_email"].value()) == (False, False, False)


def test_begins_with_the_times_that_the_clinics_administrator_has_set(client, running):
    clinic, times = running.patient.clinic, {"exercise_at": "18:15", "morning_at": "06:45", "quiet_from": "22:30"}
    desk = Client()
    desk.force_login(make.administrator(clinic))
    assert posted(desk, clinic, **times, quiet_to="06:50").status_code == 200  # the morning would be in it
    assert posted(desk, clinic, **times, quiet_to="").status_code == 200
    assert posted(desk, clinic, **times, quiet_to="06:30").status_code == 302
    client.force_login(running.patient.user)
    form = client.get(reverse("reminders")).context["form"]
    assert [f"{form[name].value():%H:%M}" for name in times] == list(times.values())
    make.reminded(running.patient)  # who saves it keeps them, whatever the clinic sets then
    posted(desk, clinic, **times | {"exercise_at": "12:00"}, quiet_to="06:30")
    own = Reminders.objects.get(user=running.patient.user)
    assert (own.exercise_at, own.quiet_to, own.exercise) == (dt.time(18, 15), dt.time(6, 30), False)


def test_says_every_day_instead_of_naming_seven(phone):
    page = phone.get(reverse("reminders")).content.decode()
    assert "Next: every day." in page
    assert "Monday, Tuesday" not in page


def test_keeps_what_was_chosen(phone, running):
    assert phone.post(reverse("reminders"), GOOD).status_code == 302
    chosen = Reminders.objects.get(user=running.patient.user)
    assert (chosen.exercise, chosen.exercise_at, chosen.morning) == (True, dt.time(17, 30), False)
    assert AuditEntry.objects.filter(verb="reminders.set", patient=running.patient).exists()


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("exercise_at", "", "Please enter a time"),
        ("exercise_at", "25:00", "Please enter a time"),
        ("exercise_at", "noon", "Please enter a time"),
        ("exercise_at", "22:00", "This lies in the quiet hours"),
        ("exercise_at", "06:59", "This lies in the quiet hours"),
        ("quiet_to", "\x00", "Please enter a time"),
    ],
)
def test_refuses_a_time_that_cannot_be_and_keeps_the_rest(phone, field, value, says):
    answer = phone.post(reverse("reminders"), {**GOOD, field: value})
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert answer.context["form"]["exercise"].value()
    assert not Reminders.objects.exists()


def test_allows_a_time_at_which_the_quiet_hours_end(phone):
    assert phone.post(reverse("reminders"), {**GOOD, "exercise_at": "07:00"}).status_code == 302


def test_keeps_the_weekdays_that_were_chosen(phone, running):
    days = {"exercise_days": ["5", "1"], "morning_days": []}
    assert phone.post(reverse("reminders"), GOOD | days).status_code == 302
    chosen = running.patient.user.reminders
    assert (chosen.exercise_days, chosen.morning_days) == ("15", "1234567")
    form = phone.get(reverse("reminders")).context["form"]
    assert [option.data["selected"] for option in form["exercise_days"]] == [True, *[False] * 3, True, False, False]
    refused = phone.post(reverse("reminders"), GOOD | {"exercise_days": ["8"]})
    assert refused.status_code == 422 and "Please choose" in words_of(refused)


def put_off(phone, until, **more):
    return phone.post(reverse("put-off-reminders"), {"until": until}, **more)


def test_puts_reminders_off_and_takes_that_back(phone):
    assert "Not now" not in words_of(phone.get(reverse("reminders"))), "nothing is on"
    phone.post(reverse("reminders"), GOOD)
    assert put_off(phone, "later").url == f"{reverse('reminders')}#put-off"
    assert Reminders.objects.get().put_off_to == clock.now() + dt.timedelta(hours=2)
    assert "No reminder comes before 15:00." in words_of(phone.get(reverse("reminders")))
    put_off(phone, "tomorrow")
    assert "No reminder comes today." in words_of(phone.get(reverse("reminders")))
    put_off(phone, "now")
    assert Reminders.objects.get().put_off_to is None


def test_offers_no_delay_of_what_has_no_way_to_come(phone):
    phone.post(reverse("reminders"), {name: value for name, value in GOOD.items() if name != "by_email"})
    phone.post(reverse("make-calendar"))
    assert "Not now" not in words_of(phone.get(reverse("reminders")))


def test_is_put_off_from_a_notification_too(phone):
    phone.post(reverse("reminders"), GOOD)
    as_the_worker = {"headers": {"Accept": "application/json"}}
    assert put_off(phone, "tomorrow", **as_the_worker).json() == {}
    assert put_off(phone, "never", **as_the_worker).status_code == 422
    assert put_off(phone, "never").status_code == 302


# The physio's digest --------------------------------------------------------------------------------------------------


def test_lets_a_physio_choose_how_often(client, running):
    physio = running.patient.physio
    client.force_login(physio)
    assert client.get(reverse("digest")).context["form"]["digest"].value() == "day"
    assert client.post(reverse("digest"), {"digest": "week"}).status_code == 302
    assert physio.reminders.digest == "week"
    assert client.post(reverse("digest"), {"digest": "hourly"}).status_code == 422


# The calendar ---------------------------------------------------------------------------------------------------------


def link_of(answer):
    return re.search(rf"{settings.SITE_URL}(/calendar/[\w-]+\.ics)", answer.content.decode())[1]


def unfolded(text):
    return text.replace("\r\n ", "").split("\r\n")


def test_lists_the_coming_exercise_days_and_nothing_else(phone, client, running):
    path = link_of(phone.post(reverse("make-calendar")))
    client.logout()
    answer = client.get(path)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    lines = unfolded(answer.content.decode())
    days = [line.removeprefix("DTSTART;VALUE=DATE:") for line in lines if line.startswith("DTSTART;")]
    expected = exercise_days(running, clock.now())
    assert days == [f"{day:%Y%m%d}" for day in expected]
    assert len(days) == 28
    assert {line for line in lines if line.startswith("SUMMARY")} == {"SUMMARY:Exercises"}
    assert [lines[0], lines[-2], lines[-1]] == ["BEGIN:VCALENDAR", "END:VCALENDAR", ""]
    assert lines.count("BEGIN:VEVENT") == lines.count("END:VEVENT") == 28
    text = answer.content.decode().lower()
    assert not re.search(r"pain|tend|bridge|stage|hanna|physio|hamstring", text)
    assert all(len(line.encode()) <= 75 for line in answer.content.decode().split("\r\n"))


def test_says_the_time_of_the_reminder_and_the_way_to_the_app(phone, client, running):
    phone.post(reverse("reminders"), GOOD)
    page = phone.post(reverse("make-calendar"))
    assert f'href="webcal:{settings.SITE_URL.partition(":")[2]}/calendar/' in page.content.decode()
    events = Calendar.from_ical(client.get(link_of(page)).content).events
    zone = running.patient.zone
    assert {(event["dtstart"].dt.astimezone(zone).time(), event["url"]) for event in events} == {
        (dt.time(17, 30), f"{settings.SITE_URL}/")
    }
    assert {event["dtend"].dt - event["dtstart"].dt for event in events} == {dt.timedelta(minutes=30)}


def test_keeps_the_identity_of_an_entry(phone, client):
    path = link_of(phone.post(reverse("make-calendar")))
    marks = [re.findall(r"UID:\S+", client.get(path).content.decode()) for _fetch in range(2)]
    assert marks[0] == marks[1]
    assert len(set(marks[0])) == 28


def test_keeps_only_a_hash_of_the_link(phone, running):
    path = link_of(phone.post(reverse("make-calendar")))
    secret = path.removeprefix("/calendar/").removesuffix(".ics")
    assert secret not in str(Reminders.objects.values().get(user=running.patient.user))
    assert secret not in phone.get(reverse("reminders")).content.decode()


def test_opens_no_longer_when_it_was_renewed_or_withdrawn(phone, client):
    first = link_of(phone.post(reverse("make-calendar")))
    second = link_of(phone.post(reverse("make-calendar")))
    assert (client.get(first).status_code, client.get(second).status_code) == (404, 200)
    phone.post(reverse("withdraw-calendar"))
    assert client.get(second).status_code == 404


def test_is_empty_while_nothing_is_asked(phone, client, running):
    path = link_of(phone.post(reverse("make-calendar")))
    services.end_assignment(running, by=running.patient.physio, now=clock.now())
    answer = client.get(path)
    assert answer.status_code == 200
    calendar = Calendar.from_ical(answer.content)
    assert calendar.events == []
    assert calendar.subcomponents  # RFC 5545: at least one
    assert calendar.errors == []


@pytest.mark.parametrize(
    ("words", "written"),
    [
        ("Legs, back; arms", r"Legs\, back\; arms"),
        ("One\\two\nthree", r"One\\two\nthree"),
        ("Übungen " * 20, "Übungen " * 20),
    ],
)
def test_says_any_translation_as_it_stands(phone, client, monkeypatch, words, written):
    monkeypatch.setattr(calendar_feed, "_", lambda text: words)
    feed = client.get(link_of(phone.post(reverse("make-calendar")))).content
    assert {event["summary"] for event in Calendar.from_ical(feed).events} == {words}
    assert {f"SUMMARY:{written}", f"X-WR-CALNAME:{written}"} <= set(unfolded(feed.decode()))
    assert all(len(line) <= 75 for line in feed.split(b"\r\n"))


def test_is_asked_for_again_twice_a_day_and_blocks_no_time(phone, client):
    feed = client.get(link_of(phone.post(reverse("make-calendar")))).content
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT12H\r\n" in feed
    calendar = Calendar.from_ical(feed)
    assert {event["transp"] for event in calendar.events} == {"TRANSPARENT"}
    assert all(event["dtstamp"].dt.utcoffset() == dt.timedelta() for event in calendar.events)


def test_opens_with_no_empty_secret(client, running):
    Reminders.objects.create(user=running.patient.user)
    assert client.get("/calendar/.ics").status_code == 404


# Exercise days --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("stage", [1, 2, 3, 4, 5])
@pytest.mark.parametrize("ago", [None, 0, 1, 2, 5])
def test_agrees_with_the_week_on_today(stage, ago):
    running = make.assignment(days=12, stage=stage)
    if ago is not None:
        make.session(running, days_ago=ago)
    today = running.patient.today(clock.now())
    rest_of_week = [day.on for day in week_of(running, clock.now()).days if day.kind == "exercise"]
    assert exercise_days(running, clock.now(), days=7 - today.weekday()) == rest_of_week


@pytest.mark.parametrize("stage", [1, 2, 3, 4, 5])
def test_asks_for_as_many_days_a_week_as_the_stage(stage):
    running = make.assignment(days=12, stage=stage)
    monday = running.patient.today(clock.now()) + 7 * DAY
    monday -= monday.weekday() * DAY
    days = [day for day in exercise_days(running, clock.now()) if 0 <= (day - monday).days < 7]
    assert len(days) in {running.standing.stage.sessions_per_week, running.standing.stage.sessions_per_week - 1}


def test_plans_no_day_that_the_rests_of_its_own_stage_would_not_count():
    version = transfer.load("plantar-heel-rathleff", now=clock.now())[0]
    publish(version, by=make.editor(), now=clock.now())
    of, now = make.patient(), clock.now()
    of.clinic.program_choices.create(program=version.program)
    start = {"side": "left", "started_on": of.today(now), "intake_morning_pain": 2}
    running = services.assign_program(patient=of, version=version, by=of.physio, now=now, **start)
    days = exercise_days(running, now)
    assert {(after - day).days for day, after in pairwise(days)} == {2}


def test_ends_with_the_account_and_is_kept_by_nobody_on_the_way(phone, client, running):
    path = link_of(phone.post(reverse("make-calendar")))
    assert client.get(path)["Cache-Control"] == "private, no-store"
    user = running.patient.user
    user.is_active = False
    user.save()
    assert client.get(path).status_code == 404
