"""The perfect patient: reaches what can be reached, and comes as near as can be to what cannot."""

import pytest

from programs import library
from programs.progression import Code, CriterionRule
from programs.workshop.virtual.perfect import opening
from programs.workshop.virtual.setting import setting_of

from .make import SETTING, with_every_stage, with_safety


def days(setting):
    return [opening(setting.rules, at, int(setting.per_week[at])).day for at in setting.positions]


def missed(setting, per_week=3):
    found = opening(setting.rules, 3, per_week)
    assert found.day is None
    return [[(each.code, each.observed) for each in near if each.met is False] for near in found.nearest]


def test_opens_the_built_in_stages_on_the_day_after_their_own_minimum():
    assert days(SETTING) == [8, 8, 15, 15, 22]


@pytest.mark.parametrize("slug", library.available())
def test_gets_through_every_programme_of_the_library(slug):
    assert None not in days(setting_of(slug))


def test_has_no_more_green_days_than_the_plan_has_sessions():
    assert missed(with_every_stage(run_length=15, window_days=21)) == [[(Code.SESSIONS, 9)]]
    assert opening(with_every_stage(run_length=15, window_days=21).rules, 3, 5).day is not None


def test_is_looked_at_before_a_stage_that_lasts_longer():
    assert missed(with_every_stage(min_days=60)) == [[(Code.DAYS_IN_STAGE, 42)]]
    assert opening(with_safety(with_every_stage(min_days=60), review_after_days=60).rules, 3, 3).day == 61


def test_tells_of_two_that_never_hold_on_one_day():
    early = CriterionRule("schedule", "at_most", 3)
    found = missed(with_every_stage(min_days=30, criteria=(early,)))
    assert [[code for code, _observed in each] for each in found] == [[Code.DAYS_IN_STAGE], [Code.CRITERION]]


@pytest.mark.parametrize(("per_week", "opens"), [(3, True), (4, True), (5, False), (7, False)])
def test_rests_as_long_as_the_plan_allows(per_week, opens):
    rested = with_every_stage(criteria=(CriterionRule("rest_hours", "at_least", 48, 3),))
    assert (opening(rested.rules, 4, per_week).day is not None) is opens


def test_measures_what_each_criterion_asks_for():
    asked = (
        CriterionRule("performance", "at_least", 10, 14, "heel-raises"),
        CriterionRule("test_symmetry", "at_least", 110, 14, "heel-raises"),
        CriterionRule("outcome", "at_least", 70, 14, "visa-h"),
        CriterionRule("outcome_change", "at_least", 12, None, "visa-h"),
        CriterionRule("clinician_confirms", "at_least", 1, None, "squat"),
        CriterionRule("effort", "at_least", 8, 3),
        CriterionRule("pain", "at_most", 0, 3, "night"),
        CriterionRule("pain_trend", "at_most", 0, 2, "morning"),
    )
    assert None not in days(with_every_stage(criteria=asked))
