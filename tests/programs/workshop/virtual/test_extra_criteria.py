"""What criteria beside the gate take, and that what is noted for them holds for somebody who is well."""

from dataclasses import replace

import pytest

from programs.progression import CriterionRule
from programs.workshop.virtual.extra_criteria import asked, days_of, sessions_of
from tests.programs.workshop.virtual.make import SETTING, drawn, walk, with_stage

EVERY_KIND = [
    CriterionRule("sessions", "at_least", 6),
    CriterionRule("days_in_stage", "at_least", 9),
    CriterionRule("rest_hours", "at_least", 20, last_n=2),
    CriterionRule("rest_days", "at_least", 1, last_n=2),
    *(CriterionRule("pain", "at_most", 2, last_n=2, context=context) for context in ("during", "after", "morning")),
    *(CriterionRule("pain", "at_most", 2, last_n=2, context=c) for c in ("rest", "night", "sitting", "load_test")),
    CriterionRule("pain_above_baseline", "at_most", 1, last_n=3, context="morning"),
    CriterionRule("pain_trend", "at_most", 1, last_n=2, context="morning"),
    CriterionRule("stiffness_minutes", "at_most", 15, last_n=2),
    CriterionRule("completion", "at_least", 90, last_n=2),
    CriterionRule("performance", "at_least", 10, context="heel-raises"),
    CriterionRule("test_symmetry", "at_least", 90, context="heel-raises"),
    CriterionRule("symmetry", "at_least", 90, last_n=2),
    CriterionRule("effort", "at_least", 4, last_n=2),
    CriterionRule("effort", "at_most", 6, last_n=2),
    CriterionRule("outcome", "at_least", 70, last_n=30, context="visa"),
    CriterionRule("outcome_change", "at_least", 10, last_n=30, context="score"),
    CriterionRule("data_completeness", "at_least", 80),
    CriterionRule("technique", "at_least", 100, context="clinician"),
    CriterionRule("clinician_confirms", "at_least", 1, context="phase-2"),
    CriterionRule("schedule", "at_least", 2),
]


@pytest.mark.parametrize("criterion", EVERY_KIND, ids=lambda each: f"{each.metric}-{each.context or each.operator}")
def test_notes_what_a_criterion_needs_for_somebody_who_is_well(criterion):
    course = walk(with_stage(2, criteria=(criterion,)), days=45)
    second = course.stays[1]
    assert second.reached_after is not None
    assert second.reached_after <= second.least_days * 1.2


def test_takes_the_harder_variation_once_a_criterion_asks_for_it():
    """It is told when all else is met, which costs two sessions."""
    level = CriterionRule("level", "at_least", 100, last_n=2, context="share")
    assert walk(with_stage(3, criteria=(level,), harder_days=0), days=60).stays[2].reached_after == 17


def test_falls_short_where_the_tendon_does():
    strong = CriterionRule("performance", "at_least", 10, context="heel-raises")
    weak = drawn(1, with_stage(1, criteria=(strong,)), 40, capacity=0.6, growth=0.0)
    assert weak.stays[0].reached_after is None


@pytest.mark.parametrize(
    ("criterion", "days", "sessions"),
    [
        (CriterionRule("days_in_stage", "at_least", 9.5), 10, 0),
        (CriterionRule("schedule", "at_least", 3), 14, 0),
        (CriterionRule("schedule", "at_most", 3), 0, 0),
        (CriterionRule("pain_trend", "at_most", 1, last_n=3, context="morning"), 14, 0),
        (CriterionRule("sessions", "at_least", 6), 0, 6),
        (CriterionRule("pain", "at_most", 2, last_n=4, context="during"), 0, 4),
        (CriterionRule("rest_hours", "at_least", 48, last_n=2), 0, 3),
        (CriterionRule("performance", "at_least", 10, context="heel-raises"), 0, 0),
    ],
)
def test_knows_the_least_a_criterion_takes(criterion, days, sessions):
    assert (days_of(criterion), sessions_of(criterion)) == (days, sessions)


def test_asks_of_an_either_or_group_for_the_quickest():
    slow, quick = CriterionRule("schedule", "at_least", 8, group=1), CriterionRule("schedule", "at_least", 2, group=1)
    must = CriterionRule("sessions", "at_least", 3)
    stage = replace(SETTING.stage(2), criteria=(slow, must, quick))
    assert list(asked(stage)) == [must, quick]
