"""Days in words."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from programs.wording import day_words, on_day
from programs.wording.dates import date_list, day_list, morning_after, record_day, record_instant

TODAY = date(2026, 6, 11)  # a Thursday


def ago(days):
    return TODAY - timedelta(days=days)


@pytest.mark.parametrize(
    ("days", "words", "when"),
    [
        (-1, "tomorrow", "tomorrow"),
        (0, "today", "today"),
        (1, "yesterday", "yesterday"),
        (2, "Tuesday", "on Tuesday"),
        (6, "Friday", "on Friday"),
        (7, "4 June", "on 4 June"),
        (-2, "13 June", "on 13 June"),
        (161, "1 January", "on 1 January"),
        (162, "31 December 2025", "on 31 December 2025"),
    ],
)
def test_uses_weekdays_inside_the_last_seven_days(days, words, when):
    assert day_words(ago(days), TODAY) == words
    assert on_day(ago(days), TODAY) == when


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (1, "this morning"),
        (2, "yesterday morning"),
        (3, "on Tuesday morning"),
        (7, "on Friday morning"),
        (8, "on the morning of 4 June"),
        (0, "on the morning of 12 June"),
    ],
)
def test_names_the_morning_after_a_session_by_its_own_day(days, words):
    assert morning_after(ago(days), TODAY) == words


def test_gives_clinicians_the_date_with_the_weekday():
    assert record_day(ago(0), TODAY) == "Thursday 11 June"
    assert record_day(ago(6), TODAY) == "Friday 5 June"
    assert record_day(ago(7), TODAY) == "4 June"


def test_tells_the_time_in_the_active_zone():
    with timezone.override("Europe/Berlin"):
        assert record_instant("2026-06-10T21:30:00+00:00", TODAY) == "Wednesday 10 June, 23:30"
        assert record_instant("2026-06-10T22:30:00+00:00", TODAY) == "Thursday 11 June, 00:30"


def test_names_each_month_once():
    days = [date(2025, 12, 31), date(2026, 5, 30), date(2026, 5, 31), date(2026, 6, 4)]
    assert date_list(days, TODAY) == "31 December 2025, 30, 31 May, 4 June"


def test_lists_weekdays_after_dates_for_patients():
    assert day_list([ago(8), ago(7), ago(2), ago(1)], TODAY) == "3, 4 June, Tuesday, yesterday"
    assert day_list([ago(2)], TODAY) == "Tuesday"


def test_lists_nothing_as_nothing():
    assert date_list([], TODAY) == day_list([], TODAY) == ""
