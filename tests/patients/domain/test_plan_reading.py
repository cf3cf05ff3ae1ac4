"""What today's plan reads: what was known at a moment, and just before an earlier day."""

from dataclasses import replace
from datetime import timedelta

import pytest

from patients.domain.plan_reading import Act, BadEvent, Easing, Spell, moment_of
from programs.progression.zones import Zone
from tests.programs.progression.make import RULES, at, away, check, day, days, flag, history, on, session


def reading(*records, acts=(), easings=(), **fields):
    return moment_of(RULES, history(*records, **{"hour": 8} | fields), acts, easings)


def test_knows_what_was_done_by_the_moment_itself():
    acts, easings = [Act("pause", at(10, hour)) for hour in (7, 8, 9)], [Easing(at(10, hour)) for hour in (7, 8, 9)]
    known = reading(acts=acts, easings=easings)
    assert (known.acts, known.easings) == (tuple(acts[:2]), tuple(easings[:2]))


def test_knows_just_before_a_day_what_was_known_then():
    """Its own first session and what came at the same instant are later; the check of its date was answered first."""
    records = [*days(3, 5), session(7, 10), session(7, 18), session(9), check(7, 2), check(8, 3)]
    instants = [at(7, 9), at(7, 10), at(7, 11)]
    moment = reading(
        *records,
        *[flag(number) for number in (6, 7, 8)],  # at nine
        acts=[Act("resume", instant) for instant in instants],
        easings=[Easing(instant) for instant in instants],
        today=10,
    )
    told = moment.just_before(moment.days[2])
    assert (told.today, told.history.as_of) == (on(7), at(7, 10))
    assert [one.day for one in told.history.sessions] == [on(3), on(5)]
    assert [one.on for one in told.history.morning_checks] == [on(4), on(6), on(7)]
    assert [one.at for one in told.history.flags] == [at(6, 9), at(7, 9)]
    assert [one.at for one in told.acts] == [one.at for one in told.easings] == instants[:1]


def test_leaves_out_a_flag_of_the_instant_of_the_first_session():
    moment = reading(session(5), session(7, 9), flag(7), today=8)
    assert moment.just_before(moment.days[1]).history.flags == ()


def test_tells_the_days_of_the_stage_from_those_before_today():
    moment = reading(*days(-2, 0, 3), session(10, 7))
    assert [day.on for day in moment.days] == [on(-2), on(0), on(3), on(10)]
    assert [day.on for day in moment.of_stage] == [on(0), on(3), on(10)]
    assert [day.on for day in moment.before] == [on(-2), on(0), on(3)]


@pytest.mark.parametrize(("after", "before", "count"), [(1, 7, 2), (3, 7, 1), (2, 6, 2), (2, 5, 1), (7, 1, 0)])
def test_counts_the_days_strictly_between_two_dates(after, before, count):
    assert reading(*days(1, 3, 5, 7)).trained_between(on(after), on(before)) == count


@pytest.mark.parametrize(
    ("away_on", "rows"),
    [
        ([(2, 3), (4, 5)], [(2, 5)]),
        ([(4, 5), (2, 3)], [(2, 5)]),
        ([(2, 6), (3, 4)], [(2, 6)]),
        ([(2, 4), (3, 6)], [(2, 6)]),
        ([(2, 2), (4, 5)], [(2, 2), (4, 5)]),
        ([(2, 2), (5, 6), (7, 7)], [(2, 2), (5, 7)]),
        ([(2, 2), (5, 9), (6, 7)], [(2, 2), (5, 9)]),
        ([], []),
    ],
)
def test_joins_absences_that_follow_each_other(away_on, rows):
    found = reading(*[away(*dates) for dates in away_on]).absences
    assert list(found) == [(on(first), on(last)) for first, last in rows]


@pytest.mark.parametrize(
    ("strained", "events"),
    [((1, 2, 7), [7]), ((1, 2, 8), []), ((1, 2, 10), []), ((1, 2, 3, 4), [3, 4]), ((1, 4, 8, 10), [10])],
)
def test_finds_an_event_in_three_strained_days_of_a_week(strained, events):
    found = reading(*[day(number, pain_during=4) for number in strained], today=12)
    assert list(found.events) == [BadEvent(on(number)) for number in events]


@pytest.mark.parametrize(
    ("zone", "calm", "left"),
    [
        (Zone.GREEN, 0, 1),
        (Zone.GREEN, 1, 2),
        (Zone.GREEN, 2, None),
        (Zone.PENDING, 2, 2),
        (Zone.AMBER, 2, 0),
        (Zone.UNKNOWN, 2, 0),
        (Zone.GREEN, 4, None),  # the rules were changed to ask for fewer
    ],
)
def test_settles_a_spell_by_calm_days_in_a_row(zone, calm, left):
    after = Spell(on(1), on(2), calm).after(zone, 3)
    assert (after and after.calm) == left


def test_felt_a_day_on_its_date_and_on_the_morning_after():
    moment = reading(day(2, pain_during=7, morning=4), day(6, pain_other_side=6), check(9, 5), today=11)
    assert moment.felt == (on(2), on(3), on(6), on(9))
    assert moment.rest_reds == (on(9),)
    assert moment.reds == {on(2), on(6), on(9)}


def test_takes_the_stricter_of_two_acts_of_one_instant():
    acts = [Act("resume", at(5)), Act("pause", at(5)), Act("whole_plan", at(6))]
    moment = reading(acts=acts)
    assert moment.latest("pause", "resume").kind == "pause"
    assert moment.latest("resume", "pause").kind == "resume"
    assert moment.latest("alarm_closed") is None


def test_dates_an_act_by_the_training_day():
    acts = [Act("pause", at(5) + timedelta(hours=9)), Act("pause", at(5) + timedelta(hours=11))]
    moment = reading(acts=acts)
    assert [moment.date_of(act) for act in acts] == [on(5), on(6)]


def test_leaves_days_away_out_of_days_since():
    assert reading(away(4, 5), today=10).days_since(on(2)) == 6


def test_reads_the_dates_of_a_traveller_by_the_phone():
    """A session that the phone dates a day ahead was done before one of the day that it left."""
    ahead = replace(session(7, 10), day=on(8))
    moment = reading(session(7, 9), session(7, 18), ahead, today=7, hour=20)
    assert [day.on for day in moment.before] == []
    assert moment.just_before(moment.days[0]).history.as_of == at(7, 9)
    later = reading(session(7, 18), ahead, today=9)
    assert later.just_before(later.days[0]).history.as_of == at(7, 18)
