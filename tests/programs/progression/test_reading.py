"""What a history amounts to at one instant: the days that count, and those a gap took away."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.progression.reading import OF_DAYS, TIMELESS, read

from .make import RULES, day, days, history, in_stage, on
from .strategies import histories


@pytest.mark.parametrize(
    ("numbers", "today", "counted"),
    [
        ((1, 2, 3), 16, 3),
        ((1, 2, 3), 17, 3),
        ((1, 2, 3), 19, 3),
        ((1, 2, 15, 16), 17, 4),
        ((1, 2, 16, 17), 18, 2),
        ((1, 2, 18, 19), 20, 2),
        ((1, 16, 17, 18), 19, 3),
    ],
)
def test_counts_only_days_that_no_gap_of_fourteen_days_or_more_lies_after(numbers, today, counted):
    """In stage 3, whose window of 21 days is longer than the gap. A gap that still lasts is asked by a rule of its
    own."""
    assert len(read(RULES, history(in_stage(3, *numbers), stage=3, today=today)).run) == counted


def test_counts_only_days_after_the_last_bad_one():
    found = read(RULES, history(day(1), day(2, pain_during=4), day(3), day(4, pain_during=4), days(5, 6)))
    assert [day.on for day in found.run] == [on(5), on(6)]


def test_reads_the_open_flare_after_one_that_has_settled():
    found = read(RULES, history(day(1, pain_during=6), days(3, 4, 5), day(8, pain_during=6)))
    assert (found.open_flare.trigger, found.flare_before.trigger) == (on(8), on(1))


@given(histories(), st.integers(-40, 60 * 24))
def test_says_later_what_the_same_records_say_when_they_are_read_then(found, hours):
    """What is carried over from one instant to a later one is what would be found anew."""
    now = read(RULES, found)
    for name in OF_DAYS + TIMELESS:
        getattr(now, name)
    later, anew = now.at(now.now + timedelta(hours=hours)), replace(now, now=now.now + timedelta(hours=hours))
    assert all(getattr(later, name) == getattr(anew, name) for name in (*OF_DAYS, *TIMELESS, "run"))


@given(histories())
def test_says_of_calm_mornings_what_it_would_of_those_recorded(found):
    now = read(RULES, found)
    for name in OF_DAYS + TIMELESS:
        getattr(now, name)
    calm = now.with_calm_mornings()
    anew = replace(calm)
    assert all(getattr(calm, name) == getattr(anew, name) for name in (*OF_DAYS, *TIMELESS, "run"))
