"""An entry is of the day that it was on the phone that made it, wherever the phone was and whatever it knew of that."""

import datetime as dt
import uuid
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from patients import engine, services
from patients.domain.phone_clock import Capture, offset_said
from patients.forms.phone import ActivityForm, MorningForm, SessionForm
from patients.models import Activity, Away, DayReason, Flag, Intake, Measure, MorningCheck, TrainingSession
from patients.rows import rows_of
from patients.selectors.phone import morning_given, todays_plan
from programs import clock
from programs.progression.zones import Zone
from programs.selectors import main_of
from tests import make

pytestmark = pytest.mark.django_db
JSON = {"Accept": "application/json"}
LONDON, AUCKLAND, HONOLULU = "Europe/London", "Pacific/Auckland", "Pacific/Honolulu"
DAY = dt.timedelta(days=1)


def at(text, zone=LONDON, fold=0):
    return dt.datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone), fold=fold)


def phone(made, zone=None):
    """What a phone sends of an entry `made` by its clock; `zone` where it names another than its own."""
    name = made.tzinfo.key if zone is None else zone
    minutes = str(made.utcoffset() // dt.timedelta(minutes=1))
    wall = made.replace(tzinfo=None).isoformat()
    return {"client_id": uuid.uuid4(), "captured_at": wall, "time_zone": name, "utc_offset": minutes}


@pytest.fixture
def of():
    """Of London, since the first of March."""
    return make.assignment(now=at("2026-03-01T12:00"))


def morning(of, made, *, on=None, pain=1, arrives=None, **said):
    now = arrives or made
    sent = {**phone(made), "on": (on or made.date()).isoformat(), "pain_left": pain, **said}
    form = MorningForm(of, now, sent)
    assert form.is_valid(), form.errors
    return services.record_morning(of, form.entry(), by=of.patient.user, now=now)[0]


def session(of, made, *, pain=2, arrives=None, **said):
    now = arrives or made
    one = main_of(of.standing.stage)[0]
    sent = {"prescription": one.pk, "mode": "plan", "variation": "heels-far", "pain_left": pain, **phone(made), **said}
    form = SessionForm(of, [one], now, sent)
    assert form.is_valid(), form.errors
    return services.log_session(of, form.entry(), by=of.patient.user, now=now)[0]


def days(of, now):
    reading = engine.read(of, now)
    return {day.on: (reading.zones[day.on], day.morning) for day in reading.days}


# What nobody typed ----------------------------------------------------------------------------------------------------

JUNK = ("Etc/Unknown", "+01:00", "", None, "undefined", "../../etc/passwd", "\x00", "9" * 5000)
KINDS = {
    "log-session": (TrainingSession, {"mode": "plan", "variation": "heels-far", "pain_left": "2"}),
    "record-morning": (MorningCheck, {"pain_left": "1"}),
    "say-away": (Away, {}),
    "log-activity": (Activity, {"kind": "run", "day": "today", "minutes": "20"}),
    "give-measure": (Measure, {"kind": "pain_rest", "value": "3"}),
    "note-day-reason": (DayReason, {"kind": "sleep"}),
    "start-questions": (Intake, {"age": "40"}),
    "raise-flag": (Flag, {"kinds": ["calf"]}),
}


def send(client, name, made, **said):
    of = make.assignment(days=5)
    client.force_login(of.patient.user)
    model, fields = KINDS[name]
    dates = dict.fromkeys(("on", "from_on", "to_on"), made.date().isoformat())
    sent = {"prescription": make.main_prescription(of).pk, **dates, **fields, **phone(made), **said}
    sent |= {"sent_at": clock.now().isoformat()}
    answer = client.post(reverse(name), {key: value for key, value in sent.items() if value is not None}, headers=JSON)
    assert answer.json()["status"] == "stored", answer.json()
    return model.objects.get()


def now_in(zone):
    return clock.now().astimezone(ZoneInfo(zone)).replace(microsecond=0)


@pytest.mark.parametrize("name", KINDS)
def test_carries_the_date_the_instant_and_the_offset_of_the_phone(client, name):
    made = now_in(AUCKLAND)
    row = send(client, name, made)
    said = (row.captured_at, row.captured_on, row.utc_offset, row.phone_zone)
    assert said == (made, made.date(), made.utcoffset() // dt.timedelta(minutes=1), AUCKLAND)


@pytest.mark.once
@pytest.mark.uncounted
@pytest.mark.parametrize("name", KINDS)
@pytest.mark.parametrize("junk", JUNK, ids=repr)
def test_is_not_refused_for_what_nobody_typed(client, name, junk):
    made = now_in(LONDON)
    row = send(client, name, made, time_zone=junk, utc_offset=junk)
    assert (row.captured_on, row.utc_offset, row.phone_zone) == (made.date(), None, None)


@pytest.mark.uncounted
@pytest.mark.parametrize("name", KINDS)
def test_says_nothing_of_a_phone_that_said_nothing(client, name):
    row = send(client, name, now_in(LONDON), captured_at=None, time_zone=None, utc_offset=None)
    assert (row.captured_at, row.captured_on, row.utc_offset, row.phone_zone) == (None, None, None, None)


def test_reads_a_phone_without_a_name_for_its_zone_by_its_offset(of):
    made = at("2026-03-07T02:30", "Asia/Kolkata")
    row = session(of, made, time_zone="Etc/Unknown")
    assert (row.performed_at, row.local_date, row.training_day) == (made, made.date(), made.date() - DAY)
    assert made.astimezone(ZoneInfo(row.time_zone)).date() == made.date()


def test_lets_the_offset_decide_where_it_and_the_name_disagree(of):
    """A country moved its clocks, and one of the two has not heard of it."""
    made = at("2026-03-07T23:30")
    row = session(of, made, utc_offset="60")
    assert row.performed_at == made - dt.timedelta(hours=1)
    assert row.local_date == made.date()


@pytest.mark.parametrize("said", ["841", "-721", "1.5", "sixty", "", None, "1e2", "٦٠", "60 60", "9" * 5000])
def test_takes_no_offset_that_no_clock_has(said):
    assert offset_said(said) is None


@pytest.mark.parametrize("fold", [0, 1])
def test_tells_the_halves_of_the_hour_that_comes_twice_apart(fold):
    of = make.assignment(now=at("2026-10-20T12:00"))
    made = at("2026-10-25T01:30", fold=fold)
    row = session(of, made, arrives=made.astimezone(dt.UTC))
    assert row.performed_at.astimezone(dt.UTC) == dt.datetime(2026, 10, 25, fold, 30, tzinfo=dt.UTC)
    typed = session(of, made, arrives=made.astimezone(dt.UTC), performed_at="2026-10-25T01:10")
    assert typed.performed_at.astimezone(dt.UTC) == dt.datetime(2026, 10, 25, fold, 10, tzinfo=dt.UTC)
    before = session(of, made, arrives=made.astimezone(dt.UTC), performed_at="2026-10-24T18:00")
    assert before.performed_at.astimezone(dt.UTC) == dt.datetime(2026, 10, 24, 17, tzinfo=dt.UTC)


EDGES = [  # the day, and its zone: plain, clocks forward, clocks back; east and west
    *((day, LONDON) for day in ("2026-03-04", "2026-03-29", "2026-10-25")),
    *((day, AUCKLAND) for day in ("2026-04-05", "2026-09-27")),
    *((day, "America/New_York") for day in ("2026-03-08", "2026-11-01")),
    ("2026-10-04", "Australia/Lord_Howe"),
]


@pytest.mark.parametrize(("day", "zone"), EDGES)
@pytest.mark.parametrize("named", [True, False])
def test_begins_the_training_day_at_four_by_the_clock_of_the_phone(of, day, zone, named):
    on = dt.date.fromisoformat(day)
    for time, wanted in (("03:59", on - DAY), ("04:00", on)):
        row = session(of, at(f"{day}T{time}", zone), **({} if named else {"time_zone": "Etc/Unknown"}))
        assert (row.local_date, row.training_day) == (on, wanted)


# Not yet, and late ----------------------------------------------------------------------------------------------------


def test_takes_a_morning_that_has_come_on_the_phone_alone(of):
    made = at("2026-03-07T08:00", AUCKLAND)
    assert of.patient.today(made) == dt.date(2026, 3, 6)
    assert (morning(of, made).on, morning(of, made + DAY).late) == (dt.date(2026, 3, 7), False)


def test_refuses_a_morning_that_has_not_come_on_the_phone(of):
    made = at("2026-03-06T20:00", HONOLULU)
    assert of.patient.today(made) == dt.date(2026, 3, 7)
    form = MorningForm(of, made, {**phone(made), "on": "2026-03-07", "pain_left": "1"})
    assert "not come yet" in form.errors["on"][0]
    entry = make.MorningEntry(
        uuid.uuid4(), dt.date(2026, 3, 7), pain_left=1, capture=Capture(made, made.date(), HONOLULU, -600, HONOLULU)
    )
    with pytest.raises(services.Refused, match="not come yet"):
        services.record_morning(of, entry, by=of.patient.user, now=made)


@pytest.mark.parametrize(("hour", "late"), [("T23:50", False), ("T08:00", False)])
def test_is_late_by_the_clock_of_the_phone(of, hour, late):
    """Ten to midnight in Honolulu is the next day in London, and eight in Auckland the day before."""
    made = at(f"2026-03-07{hour}", HONOLULU if hour == "T23:50" else AUCKLAND)
    assert morning(of, made).late == late
    assert morning(of, made + 2 * DAY, on=made.date() + DAY).late


def test_says_today_and_yesterday_by_the_clock_of_the_phone(of):
    made = at("2026-03-07T08:00", AUCKLAND)
    for day, wanted in (("today", made.date()), ("yesterday", made.date() - DAY)):
        form = ActivityForm(of, made, {**phone(made), "kind": "run", "day": day, "minutes": "20"})
        assert form.is_valid(), form.errors
        assert services.log_activity(of, form.entry(), by=of.patient.user, now=made)[0].on == wanted


# Flights --------------------------------------------------------------------------------------------------------------


def test_pairs_the_mornings_of_a_traveller_with_their_own_sessions(of):
    """London, three days in Auckland, and home: one bad session, one bad morning, each on its own day."""
    first = dt.date(2026, 3, 3)
    zones = [LONDON, LONDON, AUCKLAND, AUCKLAND, AUCKLAND, LONDON, LONDON]
    for number, zone in enumerate(zones):
        made = at(f"{first + number * DAY}T08:00", zone)
        morning(of, made, pain=4 if number == 4 else 1)
        session(of, made.replace(hour=18), pain=6 if number == 3 else 2)
    now = at("2026-03-09T23:00")
    read = days(of, now)
    assert [read[first + n * DAY][1] for n in range(6)] == [1, 1, 1, 4, 1, 1]
    zones = [read[first + n * DAY][0] for n in range(6)]
    assert zones == [Zone.GREEN, Zone.GREEN, Zone.GREEN, Zone.RED, Zone.GREEN, Zone.GREEN]


def test_misses_the_morning_of_a_date_that_a_flight_skipped(of):
    """From Honolulu to Auckland the seventh is slept away."""
    session(of, at("2026-03-06T18:00", HONOLULU))
    made = at("2026-03-08T08:00", AUCKLAND)
    assert made - at("2026-03-06T18:00", HONOLULU) < DAY
    morning(of, made)
    assert days(of, made + 2 * DAY) == {dt.date(2026, 3, 6): (Zone.UNKNOWN, None)}


def test_keeps_one_morning_of_a_date_that_a_flight_repeats(of):
    morning(of, at("2026-03-07T08:00", AUCKLAND))
    session(of, at("2026-03-07T18:00", AUCKLAND))
    again = morning(of, at("2026-03-07T08:00", HONOLULU), pain=5)
    assert (again.pain_left, of.morning_checks.count()) == (1, 1)
    morning(of, at("2026-03-08T08:00", HONOLULU), pain=4)
    assert days(of, at("2026-03-10T08:00"))[dt.date(2026, 3, 7)] == (Zone.RED, 4)


@pytest.mark.parametrize("named", [True, False])
def test_reads_a_bad_morning_before_its_date_has_come_at_home(of, named):
    session(of, at("2026-03-06T18:00", AUCKLAND))
    made = at("2026-03-07T08:00", AUCKLAND)
    morning(of, made, pain=9, **({} if named else {"time_zone": "Etc/Unknown"}))
    assert of.patient.today(made) == dt.date(2026, 3, 6)
    assert days(of, made)[dt.date(2026, 3, 6)] == (Zone.RED, 9)


def test_keeps_what_an_older_row_says(of):
    """Where only the zone was kept the training day is read from it."""
    row = session(of, at("2026-03-07T02:00"))
    TrainingSession.objects.update(trained_on=None)
    row.refresh_from_db()
    assert row.training_day == dt.date(2026, 3, 6)


@pytest.mark.parametrize(
    ("trained", "asked_at", "said"),
    [
        ("2026-03-03T18:00", "2026-03-04T08:00", "This belongs to Tuesday’s session."),
        ("2026-03-04T00:30", "2026-03-04T11:00", "This belongs to last night’s session."),
        ("2026-03-04T03:59", "2026-03-04T11:00", "This belongs to last night’s session."),
        ("2026-03-04T04:00", "2026-03-04T11:00", "No session yesterday."),
        ("2026-03-04T04:00", "2026-03-05T08:00", "This belongs to Wednesday’s session."),
        ("2026-03-04T00:30", "2026-03-05T08:00", "No session yesterday."),
    ],
)
def test_asks_for_the_morning_of_the_night_that_the_rules_pair_it_with(of, trained, asked_at, said):
    session(of, at(trained))
    assert todays_plan(of, at(asked_at)).morning.belongs_to.startswith(said)


def test_does_not_ask_a_traveller_again_for_a_morning_that_the_phone_has_answered(of):
    answered = at("2026-03-05T08:00", AUCKLAND)  # the evening before in London
    morning(of, answered)
    assert todays_plan(of, answered).morning is None
    assert morning_given(rows_of(of, answered), of.patient.today(answered)).row.on == dt.date(2026, 3, 5)
