"""A metric says of itself what its words need: its unit, what it counts, and who notes it."""

import pytest

from programs.progression import Code, CriterionRule
from programs.progression.metrics import METRICS
from programs.progression.metrics.metric import CODE
from programs.wording import criterion_words, look_back_unit, metric_names
from programs.wording.criteria import WORDS, found_words
from programs.wording.facts import Fact

ASKED = [
    (CriterionRule("sessions", "at_least", 6, 14), "green days at least 6 within 14 days"),
    (CriterionRule("days_in_stage", "at_least", 9), "at least 9 days in this stage"),
    (CriterionRule("schedule", "at_most", 3), "week of this stage at most 3"),
    (CriterionRule("rest_hours", "at_least", 48, 2), "at least 48 hours between sessions (each of last 2)"),
    (CriterionRule("rest_days", "at_least", 2, 2), "at least 2 days from one session to the next (each of last 2)"),
    (CriterionRule("completion", "at_least", 90, 2, "", "mean"), "at least 90 % of each session (mean of last 2)"),
    (CriterionRule("level", "at_least", 60, 3, "share"), "the hardest variation on at least 60 % (each of last 3)"),
    (CriterionRule("level", "at_least", 2, 3, "index"), "level at least 2 (each of last 3)"),
    (CriterionRule("technique", "at_least", 80), "technique confirmed on at least 80 % of days"),
    (CriterionRule("technique", "at_least", 100, None, "clinician"), "technique confirmed by a clinician"),
    (CriterionRule("pain", "at_most", 2, 3, "sitting", "last"), "pain when sitting at most 2 (last time)"),
    (
        CriterionRule("pain_trend", "at_most", 1, 3, "morning"),
        "weekly pain next morning risen by at most 1 over 3 weeks",
    ),
    (
        CriterionRule("stiffness_minutes", "at_most", 15, 2, "", "median"),
        "minutes of stiffness at most 15 (median of last 2)",
    ),
    (
        CriterionRule("performance", "at_least", 20, 30, "heel-raises"),
        "heel raises: at least 20 (within 30 days)",
    ),
    (
        CriterionRule("test_symmetry", "at_least", 90, None, "heel-raises"),
        "heel raises: affected side at least 90 % of the other",
    ),
    (CriterionRule("clinician_confirms", "at_least", 1, None, "squat"), "confirmed by a clinician: squat"),
]


@pytest.mark.parametrize(("criterion", "words"), ASKED, ids=lambda each: getattr(each, "metric", ""))
def test_says_a_criterion_in_the_unit_of_its_metric(criterion, words):
    assert criterion_words(criterion) == words


def test_has_a_row_of_words_for_every_metric_and_no_other():
    assert WORDS.keys() == METRICS.keys()
    assert list(metric_names()) == list(METRICS)


@pytest.mark.parametrize("metric", METRICS.values(), ids=lambda metric: metric.slug)
def test_knows_what_is_looked_back_at(metric):
    contexts = ("raises",) if metric.contexts == CODE else metric.contexts
    assert all(look_back_unit(metric.slug, context) for context in contexts)
    assert set(WORDS[metric.slug].in_context) <= set(contexts)


@pytest.mark.parametrize(
    ("metric", "context", "unit"),
    [("pain", "morning", "logged days"), ("pain", "sitting", "notes of it"), ("outcome", "visa", "days")],
)
def test_counts_days_of_the_log_and_notes_of_what_is_noted(metric, context, unit):
    assert look_back_unit(metric, context) == unit


def test_never_shows_a_share_as_met_that_misses_its_criterion():
    rule = CriterionRule("technique", "at_least", 80)
    assert found_words(Fact(Code.CRITERION, met=False, observed=79.6, required=rule)) == "79 %"
    assert found_words(Fact(Code.CRITERION, met=True, observed=83.5, required=rule)) == "84 %"
