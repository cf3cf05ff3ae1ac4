"""Rules that hold people up are found: each kind of fault is planted once, and the built-in programme has none."""

from dataclasses import replace

import pytest

from programs import library
from programs.progression import CriterionRule
from programs.progression.cases import read_case, replay
from programs.workshop.virtual import crowd
from programs.workshop.virtual.crowd import portions, steady_course
from programs.workshop.virtual.plans import Plan
from programs.workshop.virtual.setting import setting_of
from programs.workshop.virtual.tally import Tally
from programs.workshop.virtual.verdict import faults_of
from tests.programs.workshop.virtual.make import (
    FORGETFUL,
    SETTING,
    STEADY,
    TOUCHY,
    WEAK,
    drawn,
    with_safety,
    with_stage,
)


def steady_faults(setting, **changes):
    """The faults seen on somebody for whom nothing goes wrong."""
    course = steady_course(setting, replace(STEADY, **changes))
    return {fault.kind: fault.what for fault in reversed(faults_of(setting, [course], Tally()))}


def swings(setting, **changes):
    tally = Tally()
    for number in range(4):
        tally.add(drawn(number, setting, **WEAK | changes))
    return faults_of(setting, [], tally)


def test_finds_nothing_in_the_built_in_programme():
    assert steady_faults(SETTING) == {}
    assert faults_of(SETTING, [], crowd.run(portions(SETTING, 10, 60, seed=1))) == []


@pytest.mark.parametrize("slug", library.available())
@pytest.mark.parametrize("alternate", [False, True])
def test_finds_nothing_against_a_steady_patient_in_any_programme_of_the_library(slug, alternate):
    assert steady_faults(setting_of(slug), plan=Plan(alternate), clinic_days=(3, 3)) == {}


@pytest.mark.parametrize(
    "setting",
    [
        with_stage(1, window_days=3),
        with_stage(3, window_days=7),
        with_stage(2, symmetry_min=1.1),
    ],
    ids=["five days in a window of three", "six sessions in a week of three", "more even than even"],
)
def test_finds_that_a_steady_patient_is_stuck(setting):
    found = steady_faults(setting)
    assert "is stuck in stage" in found["stuck"]


@pytest.mark.parametrize(
    ("setting", "stage"),
    [(with_safety(level_up_days=10), 1), (with_stage(3, harder_days=5), 3)],
    ids=["ten easy days first", "five hard days after three easy ones"],
)
def test_finds_that_a_stage_takes_more_than_its_own_minimum_and_a_fifth(setting, stage):
    assert f"days for stage {stage}, whose own minimum is" in steady_faults(setting)["slow"]


def test_finds_that_a_minimum_is_longer_than_a_stage_may_take():
    assert "is told review/long_in_stage" in steady_faults(with_stage(2, min_days=60))["troubled"]


def test_does_not_hold_a_clinicians_time_against_the_rules():
    word = CriterionRule("clinician_confirms", "at_least", 1, context="phase-2")
    assert steady_faults(with_stage(2, criteria=(word,)), clinic_days=(3, 3)) == {}


def test_finds_thresholds_that_swing():
    found = swings(FORGETFUL)
    assert {fault.kind for fault in found} == {"swing"}
    assert "from stage 2 to 1 5 times, 2 are allowed: 1 → 2 → 1 → 2 → 1" in found[0].what


def test_finds_no_swing_where_the_rules_remember_who_came_back():
    assert swings(TOUCHY) == []
    assert swings(SETTING) == []


def test_finds_no_swing_where_tendons_adapt():
    assert swings(SETTING, growth=0.02) == []


UNEVEN = with_stage(2, symmetry_min=1.1)


@pytest.fixture(scope="module")
def uneven():
    return faults_of(UNEVEN, [], crowd.run(portions(UNEVEN, 25, 40, seed=1)))


def test_finds_that_a_hold_has_no_way_out(uneven):
    told = "hold/symmetry: following its way out (even days) does not end it within"
    assert any(fault.kind == "no_way_out" and fault.what.startswith(told) for fault in uneven)
    assert any(fault.kind == "dead_end" for fault in uneven)


def test_finds_that_answers_are_not_those_of_the_rules():
    tally = Tally(compared=9, differed=1)
    (fault,) = faults_of(SETTING, [], tally)
    assert fault.kind == "unlike"


def test_shows_a_state_without_a_way_out_as_a_case(uneven):
    case = next(fault.case for fault in uneven if "hold/symmetry: following" in fault.what)
    answer = replay(read_case(case, lambda slug: UNEVEN.rules))
    assert (answer["outcome"], answer["because"]) == ("hold", "symmetry")
