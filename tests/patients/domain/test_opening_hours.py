"""When a clinic is open, between instants: over midnight, over a change of the clocks, and on closed dates."""

import datetime as dt
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest

from patients.domain.opening_hours import (
    END_OF_DAY,
    OpeningHours,
    Span,
    closes_at,
    hours_of,
    is_open,
    is_open_day,
    minutes_open_between,
    next_opening,
    open_from,
    openings,
)
from patients.domain.triage import just_closed, next_open, open_days
from patients.wording import hours_words, open_words

LONDON, BERLIN, HOWE = map(ZoneInfo, ("Europe/London", "Europe/Berlin", "Australia/Lord_Howe"))
DAY = (Span(8 * 60, 18 * 60),)
SPLIT = (Span(8 * 60, 12 * 60), Span(13 * 60, 18 * 60))
OFFICE = OpeningHours((DAY,) * 5 + ((),) * 2)
LUNCH = OpeningHours((SPLIT,) * 5 + ((),) * 2)
ALWAYS = OpeningHours(((Span(0, END_OF_DAY),),) * 7)
NIGHT = OpeningHours(
    ((), (), (), (), (Span(22 * 60, END_OF_DAY),), (Span(0, 6 * 60),), ())  # Friday 22:00 to Saturday 6:00
)
HOLIDAYS = OpeningHours(OFFICE.week, frozenset({dt.date(2026, 12, 25), dt.date(2026, 12, 28)}))
NEVER = OpeningHours()


def at(text, zone=LONDON):
    return dt.datetime.fromisoformat(text).replace(tzinfo=zone)


@pytest.mark.parametrize(
    ("hours", "moment", "expected"),
    [
        (OFFICE, "2026-06-15T07:59:59", False),
        (OFFICE, "2026-06-15T08:00", True),
        (OFFICE, "2026-06-15T17:59:59", True),
        (OFFICE, "2026-06-15T18:00", False),
        (OFFICE, "2026-06-14T12:00", False),  # a Sunday
        (LUNCH, "2026-06-15T12:30", False),
        (LUNCH, "2026-06-15T13:00", True),
        (NIGHT, "2026-06-20T00:00", True),
        (NIGHT, "2026-06-20T06:00", False),
        (HOLIDAYS, "2026-12-25T10:00", False),
        (HOLIDAYS, "2026-12-24T10:00", True),
        (NEVER, "2026-06-15T12:00", False),
    ],
)
def test_is_open_from_the_first_minute_up_to_the_last(hours, moment, expected):
    assert is_open(hours, at(moment), LONDON) is expected


def test_asks_the_clock_of_the_clinic_whatever_zone_an_instant_is_told_in():
    assert is_open(OFFICE, at("2026-06-15T16:30", BERLIN), LONDON)
    assert not is_open(OFFICE, at("2026-06-15T08:30", BERLIN), LONDON)


@pytest.mark.parametrize(
    ("hours", "moment", "expected"),
    [
        (OFFICE, "2026-06-13T12:00", "2026-06-15T08:00"),
        (OFFICE, "2026-06-15T12:00", "2026-06-16T08:00"),
        (LUNCH, "2026-06-15T10:00", "2026-06-15T13:00"),
        (LUNCH, "2026-06-15T12:00", "2026-06-15T13:00"),
        (NIGHT, "2026-06-19T23:00", "2026-06-26T22:00"),
        (HOLIDAYS, "2026-12-24T18:00", "2026-12-29T08:00"),
    ],
)
def test_opens_next(hours, moment, expected):
    assert next_opening(hours, at(moment), LONDON) == at(expected)


def test_never_opens_without_hours_and_never_again_where_it_never_closes():
    assert next_opening(NEVER, at("2026-06-15T12:00"), LONDON) is None
    assert next_opening(ALWAYS, at("2026-06-15T12:00"), LONDON) is None


def test_closes_once_where_the_hours_run_on_over_midnight():
    assert closes_at(NIGHT, at("2026-06-19T23:00"), LONDON) == at("2026-06-20T06:00")
    assert closes_at(OFFICE, at("2026-06-19T19:00"), LONDON) is None


@pytest.mark.parametrize(
    ("hours", "zone", "a", "b", "expected"),
    [
        (OFFICE, LONDON, "2026-06-15T17:45", "2026-06-16T08:15", 30),
        (OFFICE, LONDON, "2026-06-19T17:45", "2026-06-22T08:15", 30),  # over a weekend
        (LUNCH, LONDON, "2026-06-15T11:50", "2026-06-15T13:20", 30),
        (OFFICE, LONDON, "2026-06-15T12:00", "2026-06-15T12:00", 0),
        (OFFICE, LONDON, "2026-06-15T12:00", "2026-06-15T11:00", 0),
        (HOLIDAYS, LONDON, "2026-12-24T17:30", "2026-12-29T08:30", 60),
        (NIGHT, LONDON, "2026-06-19T20:00", "2026-06-20T09:00", 8 * 60),
        (NEVER, LONDON, "2026-06-15T12:00", "2026-07-15T12:00", 0),
        (ALWAYS, BERLIN, "2026-03-29T00:00", "2026-03-30T00:00", 23 * 60),  # an hour is taken
        (ALWAYS, BERLIN, "2026-10-25T00:00", "2026-10-26T00:00", 25 * 60),  # and given
        (ALWAYS, HOWE, "2026-04-05T00:00", "2026-04-06T00:00", 24.5 * 60),  # there it is half an hour
    ],
)
def test_counts_the_minutes_that_passed_while_it_was_open(hours, zone, a, b, expected):
    assert minutes_open_between(hours, at(a, zone), at(b, zone), zone) == expected


def test_counts_no_minute_of_a_span_that_the_clocks_jumped_over():
    gap = OpeningHours(((),) * 6 + ((Span(2 * 60, 3 * 60),),))
    sunday = at("2026-03-29T00:00", BERLIN), at("2026-03-30T00:00", BERLIN)
    assert minutes_open_between(gap, *sunday, BERLIN) == 0
    assert not openings(gap, sunday[0], BERLIN, 1)


def test_counts_every_day_of_a_clinic_without_hours():
    sunday = dt.date(2026, 6, 14)
    assert is_open_day(NEVER, sunday) and not is_open_day(OFFICE, sunday)
    assert not is_open_day(HOLIDAYS, dt.date(2026, 12, 25))


def test_waits_for_nobody_on_a_holiday():
    clinic = SimpleNamespace(when_open=HOLIDAYS)
    thursday, tuesday = dt.date(2026, 12, 24), dt.date(2026, 12, 29)
    assert open_days(thursday, tuesday, clinic) == 1
    assert next_open(thursday, clinic) == tuesday
    assert just_closed(tuesday, clinic) == 4
    assert just_closed(dt.date(2026, 12, 26), clinic) == 2


def test_works_every_day_where_no_hours_are_known():
    clinic, sunday = SimpleNamespace(when_open=NEVER), dt.date(2026, 6, 14)
    assert (open_days(sunday, sunday + dt.timedelta(days=7), clinic), just_closed(sunday, clinic)) == (7, 0)
    assert next_open(sunday, clinic) == sunday + dt.timedelta(days=1)


def test_reads_what_a_clinic_keeps():
    days = [[["08:00", "12:00"], ["13:00", "18:00"]]] * 5 + [[], [["00:00", "24:00"]]]
    kept = hours_of(SimpleNamespace(hours=days, closed_dates=["2026-12-25"]))
    assert kept == OpeningHours((SPLIT,) * 5 + ((), (Span(0, END_OF_DAY),)), frozenset({dt.date(2026, 12, 25)}))
    assert hours_of(SimpleNamespace(hours=[], closed_dates=[])) == NEVER


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        (OFFICE, "Monday to Friday 8:00 to 18:00"),
        (LUNCH, "Monday to Friday 8:00 to 12:00 and 13:00 to 18:00"),
        (ALWAYS, "Monday to Sunday day and night"),
        (NIGHT, "Friday 22:00 to 24:00; Saturday 0:00 to 6:00"),
        (OpeningHours((DAY, DAY, (), DAY, (), (), ())), "Monday and Tuesday 8:00 to 18:00; Thursday 8:00 to 18:00"),
        (NEVER, ""),
    ],
)
def test_names_the_week(hours, words):
    assert hours_words(hours) == words


@pytest.mark.parametrize(
    ("hours", "moment", "words"),
    [
        (OFFICE, "2026-06-15T12:00", "open until 18:00"),
        (OFFICE, "2026-06-13T12:00", "closed now, opens Monday 8:00"),
        (OFFICE, "2026-06-15T07:00", "closed now, opens today 8:00"),
        (OFFICE, "2026-06-15T19:00", "closed now, opens tomorrow 8:00"),
        (NIGHT, "2026-06-19T23:00", "open until Saturday 6:00"),
        (NIGHT, "2026-06-20T07:00", "closed now, opens Friday 22:00"),
        (NIGHT, "2026-06-19T21:00", "closed now, opens today 22:00"),
        (OpeningHours(((Span(480, END_OF_DAY),), *((),) * 6)), "2026-06-15T12:00", "open until midnight"),
        (OpeningHours((DAY, *((),) * 6)), "2026-06-15T19:00", "closed now, opens Monday 22 June, 8:00"),
        (ALWAYS, "2026-06-15T12:00", "open day and night"),
        (NEVER, "2026-06-15T12:00", ""),
    ],
)
def test_says_whether_it_is_open(hours, moment, words):
    assert open_words(hours, at(moment), LONDON) == words


@pytest.mark.parametrize(
    ("hours", "instant", "opens"),
    [
        (OFFICE, "2026-03-11T12:00", "2026-03-11T12:00"),
        (OFFICE, "2026-03-11T18:00", "2026-03-12T08:00"),
        (OFFICE, "2026-03-13T19:00", "2026-03-16T08:00"),
        (LUNCH, "2026-03-11T12:30", "2026-03-11T13:00"),
        (NEVER, "2026-03-11T12:00", "2026-03-11T12:00"),
    ],
)
def test_waits_until_somebody_is_on(hours, instant, opens):
    assert open_from(hours, at(instant), LONDON) == at(opens)
