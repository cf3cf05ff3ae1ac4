"""Training days, and the least a stage can take."""

from datetime import date, timedelta
from itertools import islice

import pytest

from programs.workshop.virtual.plans import Plan, least_days
from tests.programs.workshop.virtual.make import SETTING, with_stage

MONDAY = date(2026, 3, 2)


def first_days(plan, per_week, count=5, start=MONDAY, last=None):
    return [(on - MONDAY).days for on in islice(plan.dates(per_week, start, last), count)]


@pytest.mark.parametrize(
    ("plan", "per_week", "expected"),
    [
        (Plan(), 7, [0, 1, 2, 3, 4]),
        (Plan(alternate=True), 7, [0, 1, 2, 3, 4]),
        (Plan(), 5, [0, 1, 2, 3, 4]),
        (Plan(alternate=True), 5, [0, 2, 4, 6, 8]),
        (Plan(), 4, [0, 2, 4, 6, 8]),
        (Plan(), 3, [0, 2, 4, 7, 9]),
        (Plan(first_weekday=1), 3, [1, 3, 5, 8, 10]),
        (Plan(alternate=True), 3, [0, 2, 4, 6, 8]),
        (Plan(alternate=True), 2, [0, 3, 6, 9, 12]),
        (Plan(), 1, [0, 7, 14, 21, 28]),
    ],
)
def test_trains_on_the_days_of_the_plan(plan, per_week, expected):
    assert first_days(plan, per_week) == expected


def test_keeps_a_rest_day_after_the_session_of_the_stage_before():
    assert first_days(Plan(alternate=True), 3, last=MONDAY - timedelta(days=1))[0] == 1


def test_counts_to_the_morning_after_the_last_session():
    assert Plan().days_for(3, 3, MONDAY, None) == 5
    assert Plan().days_for(0, 3, MONDAY, None) == 0


@pytest.mark.parametrize(("position", "expected"), [(1, 7), (2, 7), (3, 14), (4, 14), (5, 21)])
def test_takes_the_least_days_of_the_gate_where_the_run_is_shorter(position, expected):
    assert least_days(SETTING, position, Plan(), MONDAY, None) == expected


def test_takes_the_days_of_the_run_where_they_are_more():
    assert least_days(SETTING, 2, Plan(alternate=True), MONDAY, None) == 9
    assert least_days(with_stage(4, run_length=12), 4, Plan(), MONDAY, None) == 26
