"""What must hold for every history, tried on random ones."""

import random
from dataclasses import replace
from datetime import timedelta

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from programs.progression import Because, Flag, MorningCheck, Outcome, evaluate
from programs.progression.engine import first_answer
from programs.progression.reading import read
from programs.progression.zones import Zone

from .make import RULES, days, history, in_stage, said, session
from .strategies import histories

TRIES = settings(max_examples=max(200, settings.default.max_examples))


def boldness(found) -> int:
    """How much load an answer is open to, in four steps."""
    answer = first_answer(read(RULES, found))
    if answer.outcome is Outcome.STOP_AND_CONTACT:
        return 0
    if answer.outcome is Outcome.SUGGEST_NEXT or answer.because is Because.PROGRAMME_COMPLETE:
        return 3
    return 1 if answer.outcome in (Outcome.STEP_BACK, Outcome.REVIEW, Outcome.REDUCE) else 2


def says(found):
    return first_answer(read(RULES, found)).says


@TRIES
@given(histories())
def test_never_progresses_without_data(found):
    empty = replace(found, sessions=())
    answer = evaluate(RULES, empty)
    assert answer.outcome not in (Outcome.SUGGEST_NEXT, Outcome.SUGGEST_LEVEL_UP)
    assert answer.because is not Because.PROGRAMME_COMPLETE


@TRIES
@given(histories(), st.randoms(use_true_random=False))
def test_is_never_bolder_for_more_pain_during(found, random):
    assume(painful := [s for s in found.sessions if s.pain_during is not None and s.pain_during < 10])
    chosen = random.choice(painful)
    worse = replace(chosen, pain_during=random.randint(chosen.pain_during + 1, 10))
    assert boldness(swapped(found, chosen, worse)) <= boldness(found)


@TRIES
@given(histories(), st.randoms(use_true_random=False))
def test_is_never_bolder_for_more_pain_on_the_other_side(found, random):
    assume(found.sessions)
    chosen = random.choice(found.sessions)
    worse = replace(chosen, pain_other_side=random.randint(chosen.pain_other_side or 0, 10))
    assert boldness(swapped(found, chosen, worse)) <= boldness(found)


@TRIES
@given(histories(), st.randoms(use_true_random=False))
def test_is_never_bolder_for_a_worse_morning(found, random):
    assume(given_in := [c for c in found.morning_checks if c.pain is not None and c.pain < 10])
    chosen = random.choice(given_in)
    worse = replace(chosen, pain=random.randint(chosen.pain + 1, 10))
    checks = tuple(worse if c == chosen else c for c in found.morning_checks)
    assert boldness(replace(found, morning_checks=checks)) <= boldness(found)


@TRIES
@given(histories(), st.randoms(use_true_random=False))
def test_is_never_bolder_for_an_earlier_stop_or_less_volume(found, random):
    assume(found.sessions)
    chosen = random.choice(found.sessions)
    less = None if chosen.completion is None else round(chosen.completion * random.random(), 2)
    worse = replace(
        chosen, completion=less, all_sets=False, stopped_for_pain=random.choice([True, chosen.stopped_for_pain])
    )
    assert boldness(swapped(found, chosen, worse)) <= boldness(found)


@TRIES
@given(histories(), st.randoms(use_true_random=False), st.booleans())
def test_is_never_bolder_for_the_removal_of_a_good_day(found, random, with_its_morning):
    """But for one: past 42 days, the day removed may leave a gap, and its hold comes before the review of rule 8."""
    assume(good := good_days(found))
    day = random.choice(good).on
    checks = tuple(c for c in found.morning_checks if not with_its_morning or c.on != day + timedelta(days=1))
    less = replace(found, sessions=tuple(s for s in found.sessions if s.day != day), morning_checks=checks)
    assume((says(found)[1], says(less)[1]) != (Because.LONG_IN_STAGE, Because.GAP))
    assert boldness(less) <= boldness(found)


@TRIES
@given(histories(), st.randoms(use_true_random=False))
def test_does_not_care_in_which_order_records_arrive(found, random):
    mixed = replace(
        found,
        sessions=shuffled(found.sessions, random),
        morning_checks=shuffled(found.morning_checks, random),
        away=shuffled(found.away, random),
    )
    assert evaluate(RULES, mixed) == evaluate(RULES, found)


@TRIES
@given(histories())
def test_changes_nothing_for_a_repeated_record(found):
    twice = replace(
        found,
        sessions=found.sessions * 2,
        morning_checks=found.morning_checks * 2,
        away=found.away * 2,
        flags=found.flags * 2,
    )
    assert evaluate(RULES, twice) == evaluate(RULES, found)


@TRIES
@given(histories(flags=False))
def test_lets_an_open_flag_outrank_everything(found):
    answer = evaluate(RULES, replace(found, flags=(Flag("nerve", found.as_of),)))
    assert (answer.outcome, answer.because, answer.valid_until) == (Outcome.STOP_AND_CONTACT, Because.OPEN_FLAG, None)


@TRIES
@given(histories(), st.sampled_from([-11, -5, 2, 9]))
def test_moves_nothing_when_zone_and_clock_move_together(found, hours):
    def later(instant):
        return instant + timedelta(hours=hours)

    here = replace(found, time_zone="Etc/UTC")
    there = replace(
        here,
        time_zone=f"Etc/GMT{hours:+d}",  # the sign of these names runs against that of the offset
        as_of=later(here.as_of),
        sessions=tuple(replace(s, at=later(s.at)) for s in here.sessions),
        flags=tuple(replace(f, at=later(f.at)) for f in here.flags),
    )
    first, second = evaluate(RULES, here), evaluate(RULES, there)
    assert first.says == second.says
    assert second.valid_until == (first.valid_until and later(first.valid_until))


@TRIES
@given(histories())
def test_reads_every_suggestion_as_a_gate_met_on_every_line(found):
    answer = evaluate(RULES, found)
    if boldness(found) == 3:
        assert [finding for finding in answer.findings if finding.met is False] == []


def test_tells_a_pain_of_zero_from_no_pain_recorded():
    rest = days(1, 2, 4, 6)
    zero, missing = session(8, pain_during=0), session(8, pain_during=None)
    assert said(history(rest, zero, MorningCheck(zero.day + timedelta(days=1), 0))) == "suggest_next/criteria_met"
    assert said(history(rest, missing, MorningCheck(zero.day + timedelta(days=1), 0))) == "hold/sessions"


def test_tells_a_morning_of_zero_from_no_morning():
    rest, last = days(1, 2, 4, 6), session(8)
    assert said(history(rest, last, MorningCheck(last.day + timedelta(days=1), 0))) == "suggest_next/criteria_met"
    assert said(history(rest, last, MorningCheck(last.day + timedelta(days=1), None))) != "suggest_next/criteria_met"


def test_would_notice_a_bolder_answer():
    """The control of the properties above: a bad record taken away may well be bolder."""
    bad = history(in_stage(2, 1, 2, 4, 6, 8), session(9, pain_during=7))
    good = replace(bad, sessions=bad.sessions[:-1])
    assert boldness(good) > boldness(bad)


def swapped(found, chosen, other):
    return replace(found, sessions=tuple(other if s == chosen else s for s in found.sessions))


def shuffled(records, random: random.Random):
    return tuple(random.sample(records, len(records)))


def good_days(found):
    """Green, full, even, confirmed, on the harder variation."""
    reading = read(RULES, found)
    return [
        day
        for day in reading.days
        if reading.zones[day.on] is Zone.GREEN
        and (day.all_sets, day.completion, day.technique_ok) == (True, 1, True)
        and (day.symmetry or 0) >= 0.9
        and day.variations == {reading.stage.harder}
    ]
