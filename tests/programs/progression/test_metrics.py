"""Each metric on a history small enough to count by hand: the number it finds, and None where nothing is recorded."""

from dataclasses import replace

import pytest

from programs.progression import CriterionRule, evaluate
from programs.progression.metrics import METRICS, ask, fault_of
from programs.progression.reading import read

from .make import RULES, asking, check, day, days, history, in_stage, measure, on, session

GREEN = days(1, 2, 4, 6, 8)
THREE_WEEKS = [*days(1, 2, 3), *days(8, 9, 10, morning=3), *days(15, 16, 17, morning=2)]
RISEN = [*days(1, 2, 3, morning=1), *days(8, 9, 10, morning=2)]

TABLE = [
    (("sessions", "at_least", 4, 9), GREEN, {}, 4),
    (("sessions", "at_least", 4), GREEN, {}, 5),
    (("sessions", "at_least", 4, 5), GREEN, {}, 2),
    (("days_in_stage", "at_least", 9), GREEN, {}, 10),
    (("schedule", "at_least", 2), GREEN, {"today": 6}, 1),
    (("schedule", "at_least", 2), GREEN, {"today": 7}, 2),
    (("rest_days", "at_least", 2, 2), [session(1, 18), session(3, 17), session(5, 20)], {}, 2),
    (("rest_days", "at_least", 2, 2), [session(1, 8), session(1, 18), session(2, 10), session(4)], {}, 1),
    (("rest_days", "at_least", 2, 2), [session(-2), session(0), session(2)], {}, None),
    (("rest_days", "at_least", 2, 1), [session(-2), session(0), session(2)], {}, 2),
    (("rest_hours", "at_least", 20, 2), [session(1), session(2, 10), session(4)], {}, 16),
    (("rest_hours", "at_least", 20, 3), [session(1), session(2, 10), session(4)], {}, None),
    (("rest_hours", "at_least", 20, 1), [session(1, 8), session(1, 18), session(2, 10), session(2, 20)], {}, 16),
    (("rest_hours", "at_least", 20, 1), [session(-2), session(0), session(2)], {}, 48),
    (("rest_hours", "at_least", 20, 2), [session(-2), session(0), session(2)], {}, None),
    (("pain", "at_most", 2, 3, "during"), [*days(1, 2), day(4, pain_during=3)], {}, 3),
    (("pain", "at_most", 2, 3, "during", "median"), [*days(1, 2), day(4, pain_during=3)], {}, 2),
    (("pain", "at_most", 2, 2, "during", "mean"), [*days(1, 2), day(4, pain_during=3)], {}, 2.5),
    (("pain", "at_most", 2, 2, "during", "last"), [*days(1, 2), day(4, pain_during=3)], {}, 3),
    (("pain", "at_most", 2, 3, "during", "last"), [*days(1), day(2, pain_during=1), day(4, pain_during=3)], {}, 3),
    (("pain", "at_most", 2, 3, "during"), [*days(1, 2), day(4, pain_during=None)], {}, None),
    (("pain", "at_most", 2, 2, "morning"), [*days(1), day(2, morning=0)], {}, 1),
    (("pain", "at_most", 2, 1, "after"), [*days(1), measure(2, "pain_after", 4)], {}, 4),
    (("pain", "at_most", 2, 1, "after"), [*days(1), measure(3, "pain_after", 4)], {}, 1),
    (("pain", "at_most", 2, 1, "sitting"), [measure(2, "pain_sitting", 4), measure(3, "pain_sitting", 1)], {}, 1),
    (("pain", "at_most", 2, 2, "night"), [measure(2, "pain_night", 4)], {}, None),
    (("pain", "at_most", 2, 1, "rest"), [measure(-2, "pain_rest", 1)], {}, None),
    (("pain", "at_most", 2, 1, "rest"), [measure(0, "pain_rest", 1)], {}, 1),
    (("pain", "at_most", 2, 1, "rest"), [measure(2, "pain_rest", 1), measure(3, "pain_night", 4)], {}, 1),
    (("pain", "at_most", 2, 1, "sitting"), [measure(2, "pain_sitting", 1), measure(3, "pain_rest", 4)], {}, 1),
    # What is known from a late answer alone speaks against a day and meets nothing, however little is asked.
    (("pain", "at_most", 9, 2, "morning"), [*days(1), day(2, morning=5, late=True)], {}, None),
    (("pain", "at_most", 9, 2, "after"), [*days(1), day(2, morning=5, late=True)], {}, None),
    (("pain", "at_most", 2, 3, "morning", "median"), [*days(1, 2), day(4, morning=5, late=True)], {}, None),
    (("pain", "at_most", 9, 2, "morning"), [*days(1, 2), check(3, 5, late=True)], {}, 5),
    (("pain_trend", "at_most", 0, 2, "morning"), [*days(1, 8, 9), day(10, morning=5, late=True)], {"today": 12}, None),
    (("data_completeness", "at_least", 100, 2), [*days(1), day(2, morning=5, late=True)], {}, 50),
    (("pain_above_baseline", "at_most", 1, 2, "morning"), [*days(1), day(2, morning=3)], {}, 2),
    (("pain_above_baseline", "at_most", 1, 2, "morning"), days(1, 2, morning=0), {}, 0),
    (("pain_trend", "at_most", 0, 2, "morning"), RISEN, {"today": 12}, 1),
    (("pain_trend", "at_most", 0, 3, "morning"), RISEN, {"today": 12}, None),
    (("pain_trend", "at_most", 0, 3, "morning"), THREE_WEEKS, {"today": 19}, 1),
    (("pain_trend", "at_most", 0, 2, "morning"), THREE_WEEKS, {"today": 19}, 0),
    (("pain_trend", "at_most", 0, 2, "morning"), [*days(3), *days(10, morning=2)], {"today": 12}, 1),
    (("pain_trend", "at_most", 0, 2, "morning"), [*days(4), *days(10, morning=2)], {"today": 12}, None),
    (("pain_trend", "at_most", 0, 2, "morning"), [*days(3), *days(9, morning=None), *days(10)], {"today": 12}, None),
    (("pain_trend", "at_most", 0, 2, "during"), [*days(1, 2), *days(8, 9, 10, pain_during=3)], {"today": 12}, 1),
    (("pain_trend", "at_most", 0, 2, "during"), [*days(8, 9, 10)[:0]], {"today": 12}, None),
    (("pain_above_baseline", "at_most", 1, 1, "during"), days(2, pain_during=4), {}, 3),
    (("pain_above_baseline", "at_most", 1, 1, "during"), days(2, pain_during=None), {}, None),
    (("pain", "at_most", 2, 1, "after"), [*days(1), measure(1, "pain_after", 4)], {}, 4),
    (("pain", "at_most", 2, 1, "morning"), [*days(1), measure(1, "pain_after", 4)], {}, 1),
    (("pain", "at_most", 2, 1, "after"), [*days(1), measure(0, "pain_after", 4)], {}, 1),
    (("pain", "at_most", 2, 1, "after"), [*days(1, morning=None), measure(1, "pain_after", 0)], {}, None),
    (("pain", "at_most", 2, 2, "sitting"), [measure(day, "pain_sitting", day) for day in (1, 2, 3)], {}, 3),
    (("pain", "at_most", 2, 2, "sitting", "mean"), [measure(day, "pain_sitting", day) for day in (1, 2, 3)], {}, 2.5),
    (("stiffness_minutes", "at_most", 10, 1), [measure(3, "stiffness_minutes", 25)], {}, 25),
    (("completion", "at_least", 90, 2), [*days(1), day(2, completion=0.57)], {}, 57),
    (("performance", "at_least", 10, 5, "raises"), [measure(5, "performance:raises", 12, "left")], {}, 12),
    (("performance", "at_least", 10, 4, "raises"), [measure(5, "performance:raises", 12, "left")], {}, None),
    (("performance", "at_least", 10, 9, "raises"), [measure(5, "performance:raises", 12, "right")], {}, None),
    (("symmetry", "at_least", 90, 2), [*days(1), day(2, symmetry=0.8)], {}, 80),
    (("symmetry", "at_least", 90, 2), [*days(1), day(2, symmetry=None)], {}, None),
    (("effort", "at_most", 5, 2), days(1, 2, effort=6), {}, 6),
    (("effort", "at_most", 5, 2), days(1, 2), {}, None),
    (("effort", "at_most", 5, 1), [session(1, 8, effort=6), session(1, effort=3), *days(1)[1:]], {}, 6),
    (("outcome", "at_least", 70, 30, "visa-h"), [measure(5, "outcome:visa-h", 75)], {}, 75),
    (("data_completeness", "at_least", 80, 2), [*days(1), day(2, morning=None)], {}, 50),
    (("technique", "at_least", 80, 2), [*days(1), day(2, technique_ok=None)], {}, 50),
    (("technique", "at_least", 100, None, "clinician"), [measure(5, "technique", 1)], {}, 100),
    (("clinician_confirms", "at_least", 1, None, "squat"), [measure(5, "confirm:squat", 1)], {}, 1),
    (("clinician_confirms", "at_least", 1, None, "squat"), [measure(-1, "confirm:squat", 1)], {}, None),
    (("clinician_confirms", "at_least", 1, None, "squat"), [measure(0, "confirm:squat", 1)], {}, 1),
    (("level", "at_least", 100, 2, "share"), in_stage(1, 1, 2, harder=1), {"stage": 1}, 50),
    (("level", "at_least", 2, 2, "index"), in_stage(1, 1, 2, harder=1), {"stage": 1}, 1),
    (("level", "at_least", 2, 2, "index"), in_stage(1, 1, 2, harder=2), {"stage": 1}, 2),
    (("level", "at_least", 2, 2, "index"), [*in_stage(1, 1), *days(2, variation=None)], {"stage": 1}, None),
    (("level", "at_least", 2, 2, "index"), in_stage(1, 1), {"stage": 1}, None),
]
TWICE = [measure(5, "performance:raises", 12, "left"), measure(5, "performance:raises", 8, "left")]
ONE_DATE = [measure(5, "outcome:visa-h", 75), measure(5, "outcome:visa-h", 60)]
TABLE += [
    (("performance", "at_least", 10, 9, "raises"), TWICE, {}, 8),
    (("performance", "at_least", 10, 9, "raises"), TWICE[::-1], {}, 8),
    (("outcome", "at_least", 70, 30, "visa-h"), ONE_DATE, {}, 60),
    (("outcome", "at_most", 70, 30, "visa-h"), ONE_DATE, {}, 75),
]
STRONG_LEFT = [measure(5, "performance:raises", 12, "left"), measure(6, "performance:raises", 9, "right")]
BELOW_NOUGHT = [measure(5, "performance:raises", -9, "left"), measure(6, "performance:raises", -9, "right")]
SIDES = [measure(5, "performance:raises", 9, "left"), measure(6, "performance:raises", 12, "right")]
TABLE += [
    (("test_symmetry", "at_least", 90, 9, "raises"), SIDES, {}, 75),
    (("test_symmetry", "at_least", 90, 9, "raises"), SIDES[:1], {}, None),
    (("test_symmetry", "at_least", 90, 9, "raises"), [*SIDES, measure(7, "performance:raises", 1)], {}, 75),
    (("test_symmetry", "at_least", 90, 9, "raises"), SIDES, {"affected_side": "both"}, 75),
    (("performance", "at_least", 90, 9, "raises"), SIDES, {"affected_side": "both"}, 9),
    (("performance", "at_least", 90, 9, "raises"), [measure(4, "performance:raises", 3, "left"), *SIDES], {}, 9),
    (("test_symmetry", "at_least", 90, 9, "raises"), SIDES, {"affected_side": "right"}, 133.333333),
    (("test_symmetry", "at_least", 90, 9, "raises"), STRONG_LEFT, {"affected_side": "both"}, 75),
    (("test_symmetry", "at_least", 90, 9, "raises"), STRONG_LEFT, {}, 133.333333),
    (
        ("test_symmetry", "at_least", 90, 9, "raises"),
        [SIDES[0], measure(6, "performance:raises", 0, "right")],
        {},
        None,
    ),
    (("test_symmetry", "at_least", 90, 9, "raises"), [SIDES[0], measure(6, "performance:raises", 1, "right")], {}, 900),
    (("test_symmetry", "at_least", 90, 9, "raises"), BELOW_NOUGHT, {}, None),
]
SCORES = [measure(-5, "outcome:visa-h", 50), measure(5, "outcome:visa-h", 75)]
TABLE += [
    (("outcome_change", "at_least", 10, 30, "visa-h"), SCORES, {}, 25),
    (("outcome_change", "at_least", 10, 30, "visa-h"), SCORES[1:], {}, None),
    (("outcome_change", "at_least", 10, 30, "visa-h"), [*SCORES, measure(7, "outcome:visa-h", 61)], {}, 11),
]


@pytest.mark.parametrize(("asked", "records", "fields", "found"), TABLE)
def test_finds(asked, records, fields, found):
    criterion = CriterionRule(*asked)
    finding = ask(criterion, read(RULES, history(*records, **fields)))
    assert finding.observed == found
    assert finding.met is (found is not None and (found <= asked[2] if asked[1] == "at_most" else found >= asked[2]))


def test_requires_the_criterion_itself():
    criterion = CriterionRule("pain", "at_most", 2, 3, "sitting", "median", 1)
    finding = ask(criterion, read(RULES, history()))
    assert finding.required == criterion


def test_names_the_dates_of_records_over_the_limit():
    sitting = [measure(2, "pain_sitting", 4), measure(3, "pain_sitting", 1)]
    finding = ask(CriterionRule("pain", "at_most", 2, 2, "sitting"), read(RULES, history(sitting)))
    assert (finding.observed, finding.evidence) == (4, (on(2),))


UNEVEN = [*days(1, 2), day(4, pain_during=3, completion=0.5, symmetry=0.8, technique_ok=None, effort=6, morning=None)]
SHORT_REST = [session(1), session(2, 10), session(4)]
SITTING = [measure(2, "pain_sitting", 1), measure(3, "pain_sitting", 0)]


@pytest.mark.parametrize(
    ("asked", "records", "numbers"),
    [
        (("pain", "at_most", 2, 3, "during"), UNEVEN, (4,)),
        (("pain", "at_most", 3, 3, "during"), UNEVEN, (1, 2, 4)),
        (("pain", "at_most", 2, 3, "during", "median"), UNEVEN, (1, 2, 4)),
        (("pain", "at_most", 2, 2, "sitting"), SITTING, (2, 3)),
        (("pain", "at_most", 2, 3, "sitting"), SITTING, ()),
        (("completion", "at_least", 90, 2), UNEVEN, (4,)),
        (("completion", "at_least", 50, 2), UNEVEN, (2, 4)),
        (("symmetry", "at_least", 90, 2), UNEVEN, (4,)),
        (("rest_days", "at_least", 2, 2), SHORT_REST, (2,)),
        (("rest_days", "at_least", 1, 2), SHORT_REST, (2, 4)),
        (("rest_days", "at_least", 2, 2), [session(1), session(2), session(5)], (2,)),
        (("rest_hours", "at_least", 20, 2), SHORT_REST, (2,)),
        (("rest_hours", "at_least", 16, 2), SHORT_REST, (2, 4)),
        (("rest_hours", "at_least", 56, 2), SHORT_REST, (2,)),
        (("outcome_change", "at_least", 1, None, "visa-h"), [*SCORES, measure(7, "outcome:visa-h", 61)], (-5, 7)),
        (("test_symmetry", "at_least", 90, 9, "raises"), SIDES, (5, 6)),
        (("data_completeness", "at_least", 80, 2), UNEVEN, (4,)),
        (("data_completeness", "at_least", 60, 3), UNEVEN, (1, 2, 4)),
        (("technique", "at_least", 80), UNEVEN, (4,)),
        (("technique", "at_least", 60), UNEVEN, (1, 2, 4)),
        (("sessions", "at_least", 9), UNEVEN, (1, 2)),
        (("days_in_stage", "at_least", 9), UNEVEN, ()),
        (("pain_trend", "at_most", 1, 2, "morning"), RISEN, (10,)),
    ],
)
def test_rests_on_the_dates_that_miss_it_or_on_all_where_it_holds(asked, records, numbers):
    found = ask(CriterionRule(*asked), read(RULES, history(*records, today=12)))
    assert found.evidence == tuple(on(number) for number in numbers)


def test_rests_on_the_days_of_a_level():
    levels = read(RULES, history(in_stage(1, 1, 2, 4, harder=2), stage=1))
    assert ask(CriterionRule("level", "at_least", 2, 2, "index"), levels).evidence == (on(2), on(4))
    assert ask(CriterionRule("level", "at_least", 60, 3, "share"), levels).evidence == (on(1), on(2), on(4))
    assert ask(CriterionRule("level", "at_least", 80, 3, "share"), levels).evidence == (on(1),)


@pytest.mark.parametrize(
    ("metric", "context", "reads"),
    [
        *(("performance", "raises", True), ("outcome", "visa-h", True), ("stiffness_minutes", "", True)),
        *(("sessions", "", False), ("technique", "", False), ("technique", "clinician", True)),
        *(("pain", "during", False), ("pain", "morning", False), ("pain", "after", True), ("pain", "night", True)),
    ],
)
def test_says_whether_it_reads_measures(metric, context, reads):
    assert METRICS[metric].reads_measures(CriterionRule(metric, "at_least", 1, 1, context)) is reads


def test_takes_the_hardest_of_three_variations_for_the_level():
    ladder = ("sitting", "standing", "hopping")
    rules = replace(RULES, stages=tuple(replace(stage, variations=ladder) for stage in RULES.stages))
    done = history(*days(1, variation="standing"), *days(2, 3, variation="hopping"))
    share, index = CriterionRule("level", "at_least", 60, 3, "share"), CriterionRule("level", "at_least", 2, 3, "index")
    assert ask(share, read(rules, done)).observed == pytest.approx(66.666667)
    assert ask(index, read(rules, done)).observed == 2


def test_counts_sessions_of_a_span_until_each_leaves_it():
    reading = read(RULES, history(days(1, 4)))
    assert [*METRICS["sessions"].changes_on(CriterionRule("sessions", "at_least", 2, 9), reading)] == [on(10), on(13)]
    assert [*METRICS["sessions"].changes_on(CriterionRule("sessions", "at_least", 2), reading)] == []


def test_has_a_row_for_every_metric():
    assert {asked[0] for asked, *_ in TABLE} == set(METRICS)


@pytest.mark.parametrize(
    ("asked", "fault"),
    [
        (("mood", "at_least", 1), "metric"),
        (("pain", "at_least", 1, 2, "during"), "operator"),
        (("pain", "more", 1, 2, "during"), "operator"),
        (("pain", "at_most", 1, 2, "running"), "context"),
        (("performance", "at_least", 1, None, "Heel Raises"), "context"),
        (("days_in_stage", "at_least", 1, None, "", "mean"), "statistic"),
        (("effort", "at_most", 11, 2), "value"),
        (("effort", "at_most", float("nan"), 2), "value"),
        (("effort", "at_most", 5), "last_n"),
        (("effort", "at_most", 5, 0), "last_n"),
        (("days_in_stage", "at_least", 5, 3), "last_n"),
        (("pain_trend", "at_most", 1, 1, "morning"), "last_n"),
        (("effort", "at_most", 5, 2, "", "worst", -1), "group"),
    ],
)
def test_refuses_what_it_cannot_read(asked, fault):
    assert fault_of(CriterionRule(*asked)) == fault
    with pytest.raises(ValueError, match=f"the {fault} of a criterion"):
        evaluate(asking(CriterionRule(*asked)), history(GREEN))


# What each can be asked: operator, context, a `last_n`, the lowest and the highest value, and whether it does without.
BOUNDS = [
    ("sessions", "at_least", "", 9, 0, 400, True),
    ("days_in_stage", "at_least", "", None, 0, 400, True),
    ("schedule", "at_least", "", None, 1, 60, True),
    ("schedule", "at_most", "", None, 1, 60, True),
    ("rest_hours", "at_least", "", 1, 0, 400, False),
    ("rest_days", "at_least", "", 1, 0, 60, False),
    *(("pain", "at_most", context, 1, 0, 10, False) for context in ("during", "after", "morning")),
    *(("pain", "at_most", context, 1, 0, 10, False) for context in ("rest", "night", "sitting", "load_test")),
    ("pain_above_baseline", "at_most", "during", 1, 0, 10, False),
    ("pain_above_baseline", "at_most", "morning", 1, 0, 10, False),
    ("pain_trend", "at_most", "during", 2, 0, 10, False),
    ("pain_trend", "at_most", "morning", 2, 0, 10, False),
    ("stiffness_minutes", "at_most", "", 1, 0, 600, False),
    ("completion", "at_least", "", 1, 0, 100, False),
    ("performance", "at_least", "raises", 1, 0, 10_000, True),
    ("symmetry", "at_least", "", 1, 0, 100, False),
    ("test_symmetry", "at_least", "raises", 1, 0, 200, True),
    ("level", "at_least", "share", 1, 1, 100, False),
    ("level", "at_least", "index", 1, 1, 100, False),
    ("effort", "at_least", "", 1, 0, 10, False),
    ("effort", "at_most", "", 1, 0, 10, False),
    ("outcome", "at_least", "visa-h", 1, -1_000, 10_000, True),
    ("outcome", "at_most", "visa-h", 1, -1_000, 10_000, True),
    ("outcome_change", "at_least", "visa-h", 1, -1_000, 10_000, True),
    ("data_completeness", "at_least", "", 1, 0, 100, True),
    ("technique", "at_least", "", 1, 0, 100, True),
    ("technique", "at_least", "clinician", 1, 0, 100, True),
    ("clinician_confirms", "at_least", "squat", 1, 1, 1, True),
]


@pytest.mark.parametrize(("metric", "operator", "context", "last_n", "lowest", "highest", "without"), BOUNDS)
def test_reads_values_from_the_lowest_to_the_highest(metric, operator, context, last_n, lowest, highest, without):
    def fault(value, last_n=last_n, group=0):
        return fault_of(CriterionRule(metric, operator, value, last_n, context, group=group))

    assert [fault(value) for value in (lowest, highest)] == [None, None]
    assert [fault(value) for value in (lowest - 0.01, highest + 0.01)] == ["value", "value"]
    assert fault(lowest, None) == (None if without else "last_n")
    assert (fault(lowest, 0), fault(lowest, -1), fault(lowest, group=1)) == ("last_n", "last_n", None)


def test_knows_the_bounds_of_every_metric():
    assert {metric for metric, *_ in BOUNDS} == set(METRICS)


SEEN = [measure(3, "technique", 0), measure(5, "technique", 1)]
SEEN_TWICE = [measure(3, "technique", 1), measure(5, "technique", 1), measure(5, "technique", 0)]


@pytest.mark.parametrize(("records", "found", "number"), [(SEEN, 100, 5), (SEEN[::-1], 100, 5), (SEEN_TWICE, 0, 5)])
def test_takes_the_latest_word_of_a_clinician_on_the_technique(records, found, number):
    asked = CriterionRule("technique", "at_least", 100, None, "clinician")
    finding = ask(asked, read(RULES, history(*records)))
    assert (finding.observed, finding.evidence) == (found, (on(number),))


@pytest.mark.parametrize(
    ("asked", "numbers"),
    [
        (("schedule", "at_least", 3), (7, 14)),
        (("schedule", "at_most", 3), (14, 21)),
        (("schedule", "at_least", 2.5), (7, 14)),
        (("schedule", "at_most", 2.5), (7, 14)),
    ],
)
def test_turns_with_the_week_of_the_stage(asked, numbers):
    """Before the last of the dates one answer, on it the other."""
    before, then = (ask(CriterionRule(*asked), read(RULES, history(today=n))).met for n in (numbers[1] - 1, numbers[1]))
    assert (before, then) == ((False, True) if asked[1] == "at_least" else (True, False))
    reading = read(RULES, history(today=1))
    assert on(numbers[1]) in [*METRICS["schedule"].changes_on(CriterionRule(*asked), reading)]


MET, MISSED = CriterionRule("days_in_stage", "at_least", 8), CriterionRule("effort", "at_most", 5, 2)


def either(criterion, group):
    return CriterionRule(criterion.metric, criterion.operator, criterion.value, criterion.last_n, group=group)


@pytest.mark.parametrize(
    ("criteria", "because", "met"),
    [
        ((MET,), "criteria_met", [True]),
        ((MET, MISSED), "criterion", [True, False]),
        ((either(MET, 1), either(MISSED, 1)), "criteria_met", [True, None]),
        ((either(MISSED, 1), either(MISSED, 1)), "criterion", [False, False]),
        ((either(MET, 1), either(MISSED, 2)), "criterion", [True, False]),
    ],
)
def test_asks_all_of_group_0_and_one_of_each_other(criteria, because, met):
    answer = evaluate(asking(*criteria), history(GREEN))
    assert answer.because == because
    assert [finding.met for finding in answer.findings if finding.code == "criterion"] == met


@pytest.mark.parametrize(
    ("asked", "least_days", "least_sessions"),
    [
        (("sessions", "at_least", 4, 9), 0, 4),
        (("days_in_stage", "at_least", 9), 9, 0),
        (("days_in_stage", "at_least", 8.5), 9, 0),
        (("schedule", "at_least", 3), 14, 0),
        (("schedule", "at_most", 3), 0, 0),
        (("pain_trend", "at_most", 0, 3, "morning"), 14, 0),
        (("pain", "at_most", 2, 3, "during"), 0, 3),
        (("stiffness_minutes", "at_most", 10, 2), 0, 2),
        (("data_completeness", "at_least", 80), 0, 1),
        (("rest_days", "at_least", 2, 2), 0, 3),  # a rest lies between two
        (("performance", "at_least", 10, 5, "raises"), 0, 0),
    ],
)
def test_knows_what_has_to_pass_before_it_can_hold(asked, least_days, least_sessions):
    criterion = CriterionRule(*asked)
    metric = METRICS[criterion.metric]
    assert (metric.least_days(criterion), metric.least_sessions(criterion)) == (least_days, least_sessions)


@pytest.mark.parametrize(
    ("metric", "context", "unit", "counts", "is_noted"),
    [
        *(("pain", context, "of_ten", "days", False) for context in ("during", "after", "morning")),
        *(("pain", context, "of_ten", "records", True) for context in ("rest", "night", "sitting")),
        ("pain", "load_test", "of_ten", "records", False),  # the patient's own, on the phone
        ("technique", "", "percent", "days", False),
        ("technique", "clinician", "confirmed", "days", True),
        ("level", "share", "percent", "days", False),
        ("level", "index", "level", "days", False),
        ("stiffness_minutes", "", "minutes", "records", True),
        ("outcome", "visa", "score", "age", True),
        ("effort", "", "of_ten", "days", False),
    ],
)
def test_says_in_what_it_is_told_and_who_notes_it(metric, context, unit, counts, is_noted):
    asked = METRICS[metric]
    assert (asked.unit_of(context), asked.counts_of(context), asked.is_noted(context)) == (unit, counts, is_noted)
