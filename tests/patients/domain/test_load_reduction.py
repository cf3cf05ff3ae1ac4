"""Whether today asks for less than the plan, from what the review in force says and the days before."""

import datetime as dt
from dataclasses import replace

import pytest

from patients.domain.dose import Way
from patients.domain.load_reduction import DAY, RETURNING, Circumstance, load_reduction_of
from patients.domain.standing_records import RecentDay
from programs.progression import Because, Code, Finding, Outcome
from programs.progression.zones import Zone

TODAY = dt.date(2026, 6, 17)
PLAIN = Circumstance(TODAY, TODAY - 30 * DAY, before=(TODAY - 2 * DAY, TODAY - 4 * DAY))


def red(on, cause="pain_during"):
    return Finding(Code.RED_DAY, observed={"cause": cause, "pain": 7}, evidence=(on,))


def irritated(felt, calm=0, **more):
    """A flare that opened on the day `felt`, of which `calm` of 3 sessions are calm."""
    flare = Finding(Code.FLARE, required=3, observed=calm, evidence=(felt,))
    return replace(PLAIN, outcome=Outcome.REDUCE, because=Because.FLARE, findings=(flare, red(felt)), **more)


def day(on, zone=Zone.GREEN, morning=1):
    return RecentDay(on, 1, morning, zone, zone is Zone.GREEN)


@pytest.mark.parametrize(
    ("now", "way", "because"),
    [
        (PLAIN, Way.AS_PLANNED, ""),
        (replace(PLAIN, paused=True, because=Because.OPEN_FLAG), Way.PAUSED, ""),
        (replace(PLAIN, because=Because.OPEN_FLAG), Way.HALVED, Because.OPEN_FLAG),
        (replace(PLAIN, because=Because.GAP), Way.HALVED, Because.GAP),
        (replace(PLAIN, because=Because.TWO_REDS, outcome=Outcome.STEP_BACK), Way.EASIER, Because.TWO_REDS),
        (
            replace(PLAIN, because=Because.TWO_REDS, outcome=Outcome.STEP_BACK, declined=True),
            Way.AS_PLANNED,
            "",
        ),
        (replace(PLAIN, away=((TODAY - 9 * DAY, TODAY - 3 * DAY),)), Way.HALVED, RETURNING),
        (replace(PLAIN, away=((TODAY - 9 * DAY, TODAY - 5 * DAY),)), Way.AS_PLANNED, ""),
        (replace(PLAIN, before=(TODAY - DAY, TODAY - 16 * DAY)), Way.HALVED, RETURNING),
        (replace(PLAIN, before=()), Way.AS_PLANNED, ""),
    ],
)
def test_asks_for_as_much_as_the_circumstance_allows(now, way, because):
    reduction = load_reduction_of(now)
    assert (reduction.way, reduction.because, reduction.is_irritated) == (way, because, False)


def test_rests_two_days_from_the_day_the_pain_was_felt():
    reduction = load_reduction_of(irritated(TODAY - DAY))
    assert (reduction.way, reduction.quiet) == (Way.QUIET, (TODAY - DAY, TODAY))
    assert load_reduction_of(irritated(TODAY - 2 * DAY)).way == Way.HALVED


def test_counts_a_bad_morning_from_the_morning():
    bad = irritated(TODAY - 2 * DAY)
    bad = replace(bad, findings=(bad.findings[0], red(TODAY - 2 * DAY, "next_morning")))
    assert load_reduction_of(bad).quiet == (TODAY - DAY, TODAY)


def test_rests_a_day_between_two_short_sessions():
    lately = irritated(TODAY - 4 * DAY, calm=1, recent=(day(TODAY - 4 * DAY, Zone.RED), day(TODAY - DAY)))
    reduction = load_reduction_of(lately)
    assert (reduction.way, reduction.last_short, reduction.calm, reduction.needed) == (Way.QUIET, TODAY - DAY, 1, 3)


def test_rests_again_after_another_red_day():
    again = irritated(TODAY - 6 * DAY, recent=(day(TODAY - 6 * DAY, Zone.RED), day(TODAY - DAY, Zone.RED, morning=4)))
    assert load_reduction_of(again).quiet == (TODAY, TODAY + DAY)


def test_has_nothing_easier_in_the_first_stage():
    too_much = replace(PLAIN, because=Because.TWO_REDS, outcome=Outcome.REVIEW, findings=(red(TODAY - DAY),))
    reduction = load_reduction_of(too_much)
    assert (reduction.way, reduction.quiet, reduction.easiest) == (Way.QUIET, (TODAY - DAY, TODAY), True)
    assert load_reduction_of(replace(too_much, today=TODAY + DAY)).way == Way.HALVED
