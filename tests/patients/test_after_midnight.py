"""Between midnight and four the plan is still that of the day before; what is said of a date goes by the reader's."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from patients import selectors, services
from patients.selectors import phone
from patients.selectors.desk import patient_page
from tests import make

pytestmark = [pytest.mark.django_db, pytest.mark.uncounted]
SUNDAY = dt.datetime(2026, 6, 7, 12, tzinfo=ZoneInfo("Europe/London"))
NIGHT = "Until four in the morning this is still the plan of Sunday."


def at(day, text):
    hour, minute = map(int, text.split(":"))
    return SUNDAY.replace(day=day, hour=hour, minute=minute)


def evening(pain):
    of = make.assignment(days=20, stage=2, now=SUNDAY)
    make.session(of, now=at(7, "20:00"), pain=pain)
    return of


def read_at(of, now):
    """What the phone and the desk say: title, text, when the first two steps are, and the reasons of the desk."""
    services.review_assignment(of, now)
    of = type(of).objects.with_its_page().get(pk=of.pk)
    plan = phone.todays_plan(of, now)
    steps = tuple(step.when for step in plan.reduced.steps[:2])
    return plan.night_words, plan.words.title, plan.words.text, steps, patient_page(of, now).reasons


@pytest.mark.parametrize(
    ("day", "time", "night", "title", "text", "steps", "felt"),
    [
        (
            7,
            "23:30",
            "",
            "No exercises today",
            "today. Today and tomorrow no",
            ("Today", "Monday"),
            "today; rest up to and including tomorrow",
        ),
        (
            8,
            "00:30",
            NIGHT,
            "No exercises tonight",
            "yesterday. Today no",
            ("Tonight", "Monday"),
            "yesterday; rest up to and including today",
        ),
        (
            8,
            "03:59",
            NIGHT,
            "No exercises tonight",
            "yesterday. Today no",
            ("Tonight", "Monday"),
            "yesterday; rest up to and including today",
        ),
        (
            8,
            "04:00",
            "",
            "No exercises today",
            "yesterday. Today no",
            ("Today", "Tuesday"),
            "yesterday; rest up to and including today",
        ),
        (
            9,
            "00:30",
            NIGHT.replace("Sunday", "Monday"),
            "No exercises tonight",
            "on Sunday. Tonight no",
            ("Tonight", "Tuesday"),
            "Sunday; rest up to and including yesterday",
        ),
    ],
)
def test_words_a_bad_evening_by_the_date_of_the_reader(day, time, night, title, text, steps, felt):
    said = read_at(evening(7), at(day, time))
    assert (said[0], said[1], said[3]) == (night, title, steps)
    assert said[2].startswith(f"It hurt too much {text} exercises")
    assert f"Felt {felt}." in said[4] and (night in said[4]) == bool(night)


def test_says_today_of_a_morning_that_is_answered_before_four():
    of = evening(1)
    make.morning(of, now=at(8, "00:20"), pain=7)
    _night, _title, text, _steps, reasons = read_at(of, at(8, "00:30"))
    assert text.startswith("It hurt too much today. Today and tomorrow no exercises")
    assert "Felt today; rest up to and including tomorrow." in reasons


@pytest.mark.parametrize(
    ("day", "time", "asked"), [(7, "23:30", True), (8, "00:30", False), (8, "03:59", False), (8, "04:00", True)]
)
def test_asks_about_the_morning_once_it_has_begun(day, time, asked):
    assert (phone.todays_plan(evening(1), at(day, time)).morning is not None) == asked


def test_counts_what_was_done_in_the_evening_until_four():
    of = evening(1)
    done = [phone.todays_plan(of, at(8, time)).logged_today for time in ("00:30", "03:59", "04:00")]
    assert done == [True, True, False]


def test_refuses_the_whole_plan_at_night_after_the_day_that_runs():
    of = evening(7)
    with pytest.raises(services.Refused, match="The day until four this morning was a bad one"):
        services.ask_whole_plan(of, reason="Fine again.", by=of.patient.physio, now=at(8, "00:30"))
    assert selectors.todays_dose(of, at(8, "00:30")).plan.today == SUNDAY.date()
