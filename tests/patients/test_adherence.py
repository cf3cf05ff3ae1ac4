"""How much of what was planned is logged, and the usual morning: each counted in one place, over weeks."""

import datetime as dt

import pytest

from patients import chart, engine, services
from patients.selectors.adherence import adherence_of
from patients.selectors.usual_morning import usual_morning_of
from programs import clock
from tests import make

pytestmark = pytest.mark.django_db


def counted(of, now=None):
    now = now or clock.now()
    return adherence_of(of, engine.read(of, now))


def test_goes_on_counting_where_a_new_stage_begins():
    of = make.assignment(days=20)
    for days_ago in range(19, 0, -1):
        make.session(of, days_ago=days_ago)
    before = counted(of)
    second = of.version.stages.get(position=2)
    services.change_stage(of, second, reason="As agreed.", by=of.patient.physio, now=clock.now())
    of.refresh_from_db()
    after = counted(of)
    assert (before.logged, before.due) == (19, 21)  # 20 days and today
    assert after.logged == 19 and after.due == 21


def test_counts_a_day_once_whatever_was_logged_on_it():
    of = make.assignment(days=6)
    make.session(of, days_ago=2)
    make.session(of, days_ago=2)
    assert counted(of).logged == 1


def test_shows_six_weeks_and_adds_up_four_of_them():
    of = make.assignment(days=60)
    for days_ago in (40, 30, 20, 3):
        make.session(of, days_ago=days_ago)
    found = counted(of)
    assert [week.logged for week in found.weeks] == [1, 1, 0, 1, 0, 1]
    assert (found.logged, found.weeks_counted) == (2, 4)
    assert found.due == sum(week.due for week in found.weeks[-4:])
    assert found.weeks[-1].last == of.patient.today(clock.now())


def test_asks_for_nothing_on_days_away():
    of = make.assignment(days=13)
    today, now = of.patient.today(clock.now()), clock.now()
    full = counted(of).due
    week = {"from_on": today, "to_on": today + dt.timedelta(days=6)}
    services.say_away(of, **week, by=of.patient.user, now=now)
    of.refresh_from_db()
    assert counted(of).due == full - 1


def test_never_reads_as_more_than_all():
    of = make.assignment(days=3)
    for days_ago in range(3, -1, -1):
        make.session(of, days_ago=days_ago)
    found = counted(of)
    assert found.logged == found.due and found.share == 100


def test_says_what_is_usual_now_beside_what_the_rules_measure_against():
    of = make.assignment(days=9, intake=3)
    for days_ago, pain in ((5, 1), (3, 2), (1, 2)):
        make.morning(of, days_ago=days_ago, pain=pain)
    usual = usual_morning_of(of, engine.read(of, clock.now()))
    assert (usual.frozen, usual.counts_as, usual.now, usual.mornings) == (3, 3, 2, 3)


def test_says_that_a_usual_morning_without_pain_counts_as_one():
    of = make.assignment(days=9, intake=0)
    usual = usual_morning_of(of, engine.read(of, clock.now()))
    assert (usual.frozen, usual.counts_as, usual.now) == (0, 1, None) and usual.is_raised


def test_draws_a_bar_a_week_and_says_the_same_in_words():
    of = make.assignment(days=20)
    make.session(of, days_ago=1)
    drawn = chart.weeks_chart(counted(of).weeks)
    assert len(drawn.bars) == 3
    assert drawn.bars[-1].words == "1 of 7" and drawn.description.endswith(": 1 of 7")
    assert drawn.bars[-1].done < drawn.bars[-1].due
    assert all(left.x + left.width < right.x for left, right in zip(drawn.bars, drawn.bars[1:], strict=False))


def test_leaves_out_the_words_where_a_bar_is_narrow():
    of = make.assignment(days=35)
    drawn = chart.weeks_chart(counted(of).weeks)
    assert (drawn.bars[0].words, drawn.bars[1].words) == ("", "0 of 7")
