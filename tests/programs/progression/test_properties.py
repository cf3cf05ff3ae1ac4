"""What must hold for every history, tried on random ones, and each property on a defect planted for it."""

from dataclasses import replace
from datetime import timedelta
from itertools import groupby
from operator import attrgetter

import pytest
from hypothesis import Phase, settings

from programs.progression import (
    Code,
    MorningCheck,
    criteria,
    engine,
    evaluate,
    history,
    metrics,
    mornings,
    reading,
    rules,
    stored,
    validity,
    zones,
)
from programs.progression.metrics import measured, metric
from programs.progression.schema import record
from programs.progression.thresholds import Rules

from . import make
from .make import RULES, check, days, in_stage, said, session
from .properties import PROPERTIES, boldness, hold

pytestmark = pytest.mark.uncounted

TRIES = max(200, settings.default.max_examples)


@pytest.mark.parametrize("name", PROPERTIES)
def test_holds(name):
    hold(name, max_examples=TRIES)


# Each defect: what it breaks, and how. Hypothesis only has to find one example, not the smallest. ---------------------


def no_gate(monkeypatch):
    asked = [rule for rule in rules.RULES if rule not in (rules.run_length, rules.remaining_checks, rules.variation)]
    monkeypatch.setattr(engine, "RULES", tuple(asked))


def taken_for_progress(monkeypatch, found):
    """A rule before all others that suggests the next stage wherever `found` is true of the history."""

    def rule(read, gate):
        if found(read.history):
            return rules.Recommendation(rules.Outcome.SUGGEST_NEXT, "criteria_met")

    monkeypatch.setattr(engine, "RULES", (rule, *rules.RULES))


def much_pain_is_taken_for_progress(monkeypatch):
    taken_for_progress(monkeypatch, lambda known: any((s.pain_during or 0) >= 7 for s in known.sessions))


def a_painful_measure_is_taken_for_progress(monkeypatch):
    taken_for_progress(monkeypatch, lambda known: any(m.kind[:4] == "pain" and m.value > 5 for m in known.measures))


def a_little_volume_is_taken_for_progress(monkeypatch):
    taken_for_progress(monkeypatch, lambda known: any(0 < (s.completion or 0) < 0.3 for s in known.sessions))


def the_other_side_ends_at_six(monkeypatch):
    before = zones.is_red
    monkeypatch.setattr(
        zones, "is_red", lambda day, limits: before(day, limits) and not (day.other_side and day.other_side > 6)
    )


def a_morning_of_eight_is_none(monkeypatch):
    before = mornings._worst
    monkeypatch.setattr(mornings, "_worst", lambda *told: {on: p % 8 for on, p in before(*told).items()})


def an_odd_run_is_enough(monkeypatch):
    def sessions(read):
        found = len(read.run)
        return criteria.Finding(Code.SESSIONS, found % 2 == 1, read.stage.run_length, found)

    monkeypatch.setattr(criteria, "DECIDING", (sessions,))


def days_are_added_up_as_they_come(monkeypatch):
    monkeypatch.setattr(history.History, "known", lambda self: self)

    def days_of(sessions, morning_of, late):
        for on, group in groupby(sessions, key=attrgetter("day")):
            yield history._add_up(on, tuple(group), morning_of.get(on), on in late)

    monkeypatch.setattr(reading, "days_of", days_of)


def repeated_records_add_up(monkeypatch):
    monkeypatch.setattr(history.History, "known", lambda self: self)


def a_step_back_written_twice_is_two(monkeypatch):
    before = history.History.known
    monkeypatch.setattr(history.History, "known", lambda self: replace(before(self), steps_back=self.steps_back))


def two_stages_up(monkeypatch):
    monkeypatch.setattr(Rules, "after", lambda self, position: position + 2)


def a_flag_is_asked_last(monkeypatch):
    monkeypatch.setattr(engine, "RULES", (*rules.RULES[1:-1], rules.open_flag, rules.criteria_met))


def findings_are_left_out(monkeypatch):
    monkeypatch.setattr(engine, "findings_of", lambda read: ())


def missing_pain_is_zero(monkeypatch):
    before = history.days_of

    def days_of(sessions, morning_of, late):
        known = [replace(s, pain_during=s.pain_during or 0) for s in sessions]
        return before(known, morning_of, late)

    monkeypatch.setattr(reading, "days_of", days_of)


def nothing_is_as_good_as_a_number(monkeypatch):
    before = metric.holds
    monkeypatch.setattr(metrics, "holds", lambda criterion, value: value is None or before(criterion, value))


def every_day_is_a_day_in_greenwich(monkeypatch):
    monkeypatch.setattr(history, "local_date", lambda instant, zone: instant.date())
    monkeypatch.setattr(reading, "local_date", lambda instant, zone: instant.date())


def windows_never_end(monkeypatch):
    monkeypatch.setattr(validity, "_dates", lambda read: iter(()))


def criteria_never_end(monkeypatch):
    for kind in {type(each) for each in metrics.METRICS.values()}:
        monkeypatch.setattr(kind, "changes_on", lambda self, criterion, read: iter(()))


def a_change_counts_whichever_way(monkeypatch):
    """A fall of twenty points, taken for a gain of twenty."""
    before = measured.OutcomeChange.observed

    def observed(self, criterion, read):
        found = before(self, criterion, read)
        return found if found.value is None else replace(found, value=abs(found.value))

    monkeypatch.setattr(measured.OutcomeChange, "observed", observed)


def the_best_score_counts(monkeypatch):
    """Instead of how far the score has moved."""

    def observed(self, criterion, read):
        known = metric.measures_of(read, f"outcome:{criterion.context}")
        return metric.Observed(max((noted.value - 60 for noted in known), default=None))

    monkeypatch.setattr(measured.OutcomeChange, "observed", observed)


def a_criterion_is_passed_over(monkeypatch):
    passed = (*rules.RULES[:-1], lambda read, gate: rules.Recommendation(rules.Outcome.SUGGEST_NEXT, "criteria_met"))
    monkeypatch.setattr(engine, "RULES", passed)


def unknown_fields_are_ignored(monkeypatch):
    def lax(fields, optional=()):
        strict = record(fields, optional)
        return lambda value, field: strict({key: each for key, each in value.items() if key in fields}, field)

    monkeypatch.setattr(stored, "record", lax)


PLANTED = {
    "never_progresses_without_data": no_gate,
    "is_never_bolder_for_more_pain_during": much_pain_is_taken_for_progress,
    "is_never_bolder_for_more_pain_on_the_other_side": the_other_side_ends_at_six,
    "is_never_bolder_for_a_worse_morning": a_morning_of_eight_is_none,
    "is_never_bolder_for_more_pain_in_a_measure": a_painful_measure_is_taken_for_progress,
    "is_never_bolder_for_a_worse_end_of_a_comparison": a_change_counts_whichever_way,
    "meets_no_comparison_for_a_better_beginning": the_best_score_counts,
    "is_never_bolder_for_an_earlier_stop_or_less_volume": a_little_volume_is_taken_for_progress,
    "is_never_bolder_for_the_removal_of_a_good_day": an_odd_run_is_enough,
    "does_not_care_in_which_order_records_arrive": days_are_added_up_as_they_come,
    "changes_nothing_for_a_repeated_record": repeated_records_add_up,
    "suggests_no_stage_that_was_left_often": a_step_back_written_twice_is_two,
    "goes_one_stage_at_a_time": two_stages_up,
    "lets_an_open_flag_outrank_everything": a_flag_is_asked_last,
    "always_has_a_reason": findings_are_left_out,
    "counts_no_day_that_is_not_known": missing_pain_is_zero,
    "meets_no_criterion_without_a_number": nothing_is_as_good_as_a_number,
    "moves_nothing_when_zone_and_clock_move_together": every_day_is_a_day_in_greenwich,
    "holds_until_it_says": windows_never_end,
    "meets_every_line_of_a_suggestion": a_criterion_is_passed_over,
    "refuses_what_it_does_not_know": unknown_fields_are_ignored,
}


@pytest.mark.parametrize("name", PROPERTIES)
def test_fails_on_the_defect_planted_for_it(name, monkeypatch):
    PLANTED[name](monkeypatch)
    with pytest.raises(AssertionError):
        hold(name, max_examples=1000, phases=[Phase.generate], database=None)


def test_tells_a_pain_of_zero_from_no_pain_recorded():
    rest = days(1, 2, 4, 6)
    zero, missing = session(8, pain_during=0), session(8, pain_during=None)
    assert said(make.history(rest, zero, check(9, 0))) == "suggest_next/criteria_met"
    assert said(make.history(rest, missing, check(9, 0))) == "hold/sessions"


def test_tells_a_morning_of_zero_from_no_morning():
    rest, last = days(1, 2, 4, 6), session(8)
    tomorrow = last.day + timedelta(days=1)
    assert said(make.history(rest, last, MorningCheck(tomorrow, 0))) == "suggest_next/criteria_met"
    assert said(make.history(rest, last, MorningCheck(tomorrow, None))) != "suggest_next/criteria_met"


def test_would_notice_a_bolder_answer():
    """The control of boldness: a bad record taken away may well be bolder."""
    bad = make.history(in_stage(2, 1, 2, 4, 6, 8), session(9, pain_during=7))
    good = replace(bad, sessions=bad.sessions[:-1])
    assert boldness(RULES, good) > boldness(RULES, bad)


def test_answers_a_criterion_nobody_knows_with_an_error():
    unknown = make.asking(make.CriterionRule("mood", "at_least", 1))
    with pytest.raises(ValueError, match="the metric of a criterion"):
        evaluate(unknown, make.history(days(1, 2)))
