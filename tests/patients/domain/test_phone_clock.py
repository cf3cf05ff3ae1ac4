"""A phone without signal, or with a wrong clock: what it says is kept, told apart from when it came, and flagged."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from patients import engine, services
from patients.domain import phone_clock
from patients.forms.phone import MorningForm
from programs import clock
from tests import make

pytestmark = pytest.mark.django_db
JSON = {"Accept": "application/json"}
YEAR, HOUR = 365 * 24 * 3600, 3600


@pytest.fixture
def running(client):
    made = make.assignment(days=5)
    client.force_login(made.patient.user)
    return made


def phone_time(ago, ahead=0):
    """What the phone's clock showed `ago` seconds before now."""
    return clock.now() + dt.timedelta(seconds=ahead - ago)


def stamps(ago=0, ahead=0, zone=dt.UTC):
    """The times the outbox sends: captured `ago` seconds before it is sent now, by a clock that is `ahead`."""
    wall = phone_time(ago, ahead).astimezone(zone).replace(tzinfo=None, microsecond=0)
    return {"captured_at": wall.isoformat(), "sent_at": phone_time(0, ahead).isoformat(), "time_zone": "UTC"}


def log(client, of, **changes):
    one = make.main_prescription(of)
    data = {
        "client_id": uuid.uuid4(),
        "prescription": one.pk,
        "mode": "plan",
        "variation": "heels-far",
        "pain_left": "2",
    }
    return client.post(reverse("log-session"), {**data, "variation": "heels-far", **changes}, headers=JSON)


def seconds_between(at, ago):
    return abs((clock.now() - dt.timedelta(seconds=ago) - at).total_seconds())


@pytest.mark.parametrize("ahead", [0, 200, -200, HOUR, -HOUR, YEAR, -YEAR, 50 * YEAR, -50 * YEAR])
def test_puts_a_session_where_it_was_by_the_offset_the_phone_says(client, running, ahead):
    answer = log(client, running, **stamps(ago=7 * HOUR, ahead=ahead))
    session = running.sessions.get()
    assert answer.json()["status"] == "stored"
    assert seconds_between(session.performed_at, 7 * HOUR) < (30 if abs(ahead) > 300 else 300)
    assert abs(session.clock_off - ahead) < 10
    assert (session.clock_was_off, session.clock_is_no_evidence) == (abs(ahead) > 300, abs(ahead) > 24 * HOUR)


def test_counts_pain_and_no_volume_where_the_clock_was_off_by_more_than_a_day(client, running):
    log(client, running, **stamps(ahead=YEAR), pain_left="8")
    [read] = engine.ask(running, clock.now()).history.sessions
    assert (read.pain_during, read.completion, read.all_sets, read.variation) == (8, None, None, None)
    running.standing.refresh_from_db()
    assert running.standing.outcome == "reduce"


def test_opens_no_gate_by_a_phone_of_another_year():
    """Five days that would open the gate, but for the clock of the phone that phone_time them."""
    running = make.assignment(days=9)
    make.good_days(running, 5)
    running.sessions.update(clock_off=YEAR)
    services.review_assignment(running, clock.now())
    assert running.standing.outcome != "suggest_next"
    running.sessions.update(clock_off=HOUR)
    services.review_assignment(running, clock.now())
    assert running.standing.outcome == "suggest_next"


@pytest.mark.parametrize("ahead", [YEAR, -YEAR])
def test_keeps_what_was_made_before_the_clock_was_set_right(client, running, ahead):
    """Captured by the wrong clock, sent by the right one: it is taken as made now, and flagged."""
    wrong = stamps(ago=HOUR, ahead=ahead)["captured_at"]
    assert log(client, running, **{**stamps(), "captured_at": wrong}).json()["status"] == "stored"
    session = running.sessions.get()
    assert seconds_between(session.performed_at, 0) < 30
    assert session.clock_is_no_evidence


def test_says_duplicate_when_a_corrected_session_is_sent_again(client, running):
    one, captured = uuid.uuid4(), stamps(ago=HOUR, ahead=YEAR)["captured_at"]
    said = []
    for late in (0, 20):
        times = {"captured_at": captured, "sent_at": phone_time(0, YEAR + late).isoformat(), "time_zone": "UTC"}
        said.append(log(client, running, client_id=one, **times).json()["status"])
    said.append(log(client, running, client_id=one, pain_left="9", **stamps(ago=HOUR, ahead=YEAR)).json()["status"])
    assert said == ["stored", "duplicate", "conflict"]


def test_leaves_a_time_that_was_typed_where_it_is(client, running):
    typed = (clock.now() - dt.timedelta(days=1)).astimezone(running.patient.zone).replace(second=0, microsecond=0)
    times = {**stamps(ahead=YEAR), "time_zone": "Europe/London"}
    log(client, running, performed_at=typed.strftime("%Y-%m-%dT%H:%M"), **times)
    assert running.sessions.get().performed_at == typed


def test_takes_a_typed_time_to_come_back_by_the_offset(client, running):
    there = phone_time(HOUR, YEAR).replace(tzinfo=None, microsecond=0)
    log(client, running, performed_at=there.isoformat(), **stamps(ahead=YEAR))
    assert seconds_between(running.sessions.get().performed_at, HOUR) < 30


def test_still_refuses_a_time_to_come_from_a_right_clock(client, running):
    tomorrow = phone_time(-26 * HOUR).replace(tzinfo=None, microsecond=0)
    assert "in the future" in str(log(client, running, performed_at=tomorrow.isoformat(), **stamps()).json())


# The morning and the alarm --------------------------------------------------------------------------------------------


def answer(client, of, days_ago, **times):
    on = of.patient.today(clock.now()) - dt.timedelta(days=days_ago)
    data = {"client_id": uuid.uuid4(), "on": on.isoformat(), "pain_left": "1", **times}
    client.post(reverse("record-morning"), data, headers=JSON)
    return of.morning_checks.get()


@pytest.mark.by_day
def test_calls_no_morning_late_that_was_answered_without_signal(client, running):
    check = answer(client, running, 1, **stamps(ago=24 * HOUR))
    assert (check.late, check.on) == (False, running.patient.today(check.answered_at))


@pytest.mark.by_day
def test_calls_a_morning_late_that_was_answered_a_day_later(client, running):
    assert answer(client, running, 2, **stamps(ago=24 * HOUR)).late


@pytest.mark.parametrize(
    "times", [{}, {"captured_at": "soon", "sent_at": "x"}, {"captured_at": "2001-01-01T07:00:00"}], ids=str
)
def test_reads_no_time_out_of_nothing(client, running, times):
    assert answer(client, running, 1, **times).late


@pytest.mark.by_day
def test_is_never_answered_before_the_morning_it_is_about(client, running):
    check = answer(client, running, 0, **stamps(ago=48 * HOUR))
    assert (check.answered_at, check.late) == (None, False)


@pytest.mark.by_day
def test_takes_the_morning_of_a_phone_in_another_year(client, running):
    """A kept page asks for the phone's own today."""
    data = {"client_id": uuid.uuid4(), "on": phone_time(0, YEAR).date().isoformat(), "pain_left": "1"}
    client.post(reverse("record-morning"), {**data, **stamps(ahead=YEAR)}, headers=JSON)
    assert running.morning_checks.get().on == running.patient.today(clock.now())


def test_keeps_when_an_alarm_was_ticked(client, running):
    data = {"client_id": uuid.uuid4(), "kinds": ["calf"], **stamps(ago=9 * HOUR)}
    client.post(reverse("raise-flag"), data, headers=JSON)
    flag = running.patient.flags.get()
    assert seconds_between(flag.ticked_at, 9 * HOUR) < 5
    assert seconds_between(flag.raised_at, 0) < 60


@pytest.mark.parametrize("junk", ["", "x", "9999-99-99", "0001-01-01T00:00:00", "\x00", "12:00", "9" * 5000])
def test_refuses_no_alarm_for_a_clock(client, running, junk):
    times = {"captured_at": junk, "sent_at": junk, "time_zone": junk}
    client.post(reverse("raise-flag"), {"client_id": uuid.uuid4(), "kinds": ["calf"], **times}, headers=JSON)
    assert running.patient.flags.count() == 1


# Whatever a phone sends -----------------------------------------------------------------------------------------------

NOW = dt.datetime(2026, 6, 11, 12, tzinfo=dt.UTC)
instants = st.datetimes(timezones=st.just(dt.UTC))


@given(st.one_of(st.text(), instants.map(dt.datetime.isoformat)), st.one_of(st.text(), st.datetimes().map(str)))
def test_never_says_a_time_to_come_or_before_the_programme(sent_at, captured_at):
    ahead = phone_clock.seconds_ahead(sent_at, NOW)
    assert ahead is None or abs(ahead) <= phone_clock.MOST
    phone_time = phone_clock.phone_time(captured_at, dt.UTC, ahead, dt.date(2026, 6, 1), NOW)
    assert phone_time is None or dt.date(2026, 6, 1) <= phone_time.at.date() <= NOW.date()
    assert phone_time is None or phone_time.at <= NOW


def test_reads_nothing_of_a_phone_that_says_nothing():
    made = make.assignment(days=1)
    form = MorningForm(made, clock.now(), {})
    assert (form.captured, form.clock_off, form.zone) == (None, None, made.patient.zone)
