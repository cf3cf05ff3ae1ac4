"""Today's plan, rule by rule: the days, what clinicians did, and the amount that is asked."""

import pytest
from hypothesis import HealthCheck, Phase, settings

from patients.domain import todays_plan
from patients.domain.plan_reading import Act, Easing
from patients.domain.todays_plan import Amount, Exercise, Plan, Volume, Why
from tests.programs.progression.make import RULES, at, away, check, day, days, flag, history, on, session

from .plan_property import hold

TRIED = {"database": None, "suppress_health_check": list(HealthCheck)}
RED = {"pain_during": 7}


def asked(*records, acts=(), easings=(), stage=3, **fields):
    found = history(*flat(records), stage=stage, **{"hour": 8} | fields)
    return todays_plan.todays_plan(RULES, found, acts, easings)


def flat(records):
    for one in records:
        yield from flat(one) if isinstance(one, list) else [one]


def act(kind, number, hour=12):
    return Act(kind, at(number, hour))


def rested(number, *records, **fields):
    """Calm days long before, and then these records, read on a day of the stage."""
    return asked(days(-9, -7, -5, -3), *records, today=number, **fields)


def amount(*records, **fields):
    return asked(*records, **fields).amount


# 1, 2 and 6: alarms, pauses, distress


@pytest.mark.parametrize(
    ("flags", "asks"),
    [
        ([], Amount.WHOLE),
        ([flag(9, "distress")], Amount.HALF),
        ([flag(9, "pop")], Amount.NOTHING),
        ([flag(9, "distress"), flag(9, "calf")], Amount.NOTHING),
        ([flag(11, "pop")], Amount.WHOLE),  # of tomorrow: not yet known
    ],
)
def test_asks_for_nothing_under_an_alarm_and_half_under_distress(flags, asks):
    assert amount(days(5, 7, 9), *flags) == asks


@pytest.mark.parametrize(("kind", "why"), [("distress", Why.DISTRESS), ("calf", Why.ALARM), ("pop", Why.ALARM)])
def test_takes_a_flag_for_an_alarm_or_for_distress(kind, why):
    assert [reason.why for reason in asked(days(5, 7, 9), flag(9, kind)).reasons] == [why]


@pytest.mark.parametrize(
    ("acts", "asks"),
    [
        ([act("pause", 8)], Amount.NOTHING),
        ([act("pause", 8), act("resume", 9)], Amount.HALF),  # the first two sessions after it
        ([act("resume", 4), act("pause", 8)], Amount.NOTHING),
        ([act("pause", 3), act("resume", 4)], Amount.WHOLE),
        ([act("pause", 10, hour=9)], Amount.WHOLE),  # later than the moment asked about
        ([act("resume", 9), act("pause", 9)], Amount.NOTHING),  # of one instant: the stricter
    ],
)
def test_asks_for_nothing_while_paused(acts, asks):
    assert amount(days(5, 7, 9), acts=acts) == asks


# 3: what was felt


@pytest.mark.parametrize(
    ("records", "today", "rests"),
    [
        (day(6, **RED), 6, True),
        (day(6, **RED), 7, True),
        (day(6, **RED), 8, False),
        (day(6, pain_other_side=6), 7, True),
        (day(6, morning=4), 8, True),  # felt on the morning of day 7, and not on day 6
        (day(6, morning=4), 9, False),
        (day(6, morning=3, **RED), 8, True),  # a risen morning after a red day is felt as well
        (day(6, morning=2, **RED), 8, False),
        ([day(4), check(8, 4)], 9, True),  # a rest-day morning is felt on its own date
        ([day(4), check(8, 3)], 9, False),
        ([day(4, morning=3), day(6, morning=3)], 8, True),
        ([day(4, morning=3), day(5), day(6, morning=3)], 8, False),  # another day lies between
        ([day(4, morning=4), day(6, morning=3)], 8, True),  # the first one red: still a pair
        (days(5, 6, 7, pain_during=4), 9, False),  # strained days are felt on no date
    ],
)
def test_rests_on_the_date_something_was_felt_and_the_next(records, today, rests):
    assert (rested(today, records, hour=20).because(Why.FELT) is not None) is rests


def test_rests_until_four_in_the_morning():
    plans = [rested(8, day(6, **RED), hour=hour) for hour in (3.5, 4)]
    assert [plan.because(Why.FELT) is not None for plan in plans] == [True, False]


def test_rests_at_once_for_a_morning_of_the_small_hours():
    """The date of the check has come by the calendar, and the training day before it lasts until four."""
    assert rested(8, day(4), check(8, 5), hour=1.5).amount == Amount.NOTHING


def test_says_since_when_and_until_when_it_rests():
    reason = rested(7, day(6, **RED)).because(Why.FELT)
    assert (reason.since, reason.until, reason.got, reason.needed) == (on(6), on(7), 0, 0)
    later = rested(8, day(3, **RED), days(5), day(7, **RED)).because(Why.FELT)
    assert (later.since, later.until) == (on(7), on(8))


# 4: eased


@pytest.mark.parametrize(
    ("after", "calm"),
    [
        ([], 0),
        (days(4, 6), 2),
        (days(4, 6, 8), None),
        ([day(4), day(6, pain_during=4), day(8)], 1),
        ([day(4), day(6, morning=None), day(8)], 1),  # unknown breaks the row
        ([*days(4, 6), session(9), session(9, 22)], 2),  # pending neither helps nor breaks
        ([*days(4, 6), check(6, 4)], 0),  # a red rest-day morning; the session of its date is in no row
    ],
)
def test_is_eased_until_three_green_days_in_a_row(after, calm):
    reason = asked(days(-3), day(2, **RED), after, today=10).because(Why.EASED)
    assert (reason and reason.got) == calm


@pytest.mark.parametrize(
    ("more", "acts", "today", "settled"),
    [
        ([], [], 9, (4, 6, 8)),
        ([], [], 10, ()),  # said once
        ([day(9)], [], 10, ()),
        ([day(9, **RED)], [], 10, ()),
        ([], [act("whole_plan", 6)], 9, ()),  # a clinician had ended it
        ([], [act("whole_plan", 1)], 9, (4, 6, 8)),
    ],
)
def test_tells_the_calm_days_that_ended_the_easing_on_the_day_it_ends(more, acts, today, settled):
    plan = asked(days(-3), day(2, **RED), days(4, 6, 8), more, acts=acts, today=today)
    assert plan.settled == tuple(map(on, settled))
    assert not asked(days(4, 6, 8), today=9).settled


def test_is_settled_by_a_morning_of_the_small_hours():
    """Its date has come by the calendar, and the training day before it lasts until four."""
    assert asked(days(-3), day(2, **RED), days(4, 6, 8), today=8, hour=25.5).settled == (on(4), on(6), on(8))


def test_leaves_a_day_between_two_sessions_while_eased():
    plans = [asked(day(2, **RED), day(5), *more, today=6) for more in ([], [session(6, 7)])]
    assert [plan.amount for plan in plans] == [Amount.NOTHING, Amount.NOTHING]
    assert asked(day(2, **RED), day(5), today=7).amount == Amount.HALF
    assert asked(day(2, **RED), day(5), today=6).because(Why.DAY_BETWEEN).since == on(5)


def test_is_eased_by_the_third_strained_day_of_a_week_and_by_every_later_one():
    strained = [day(number, pain_during=4) for number in (1, 2, 7)]
    assert asked(*strained, today=9).because(Why.EASED).since == on(7)
    assert asked(*strained[:2], day(8, pain_during=4), today=10).because(Why.EASED) is None
    later = asked(*strained, days(0), day(8, pain_during=4), today=10, stage=3)
    assert later.because(Why.EASED).since == on(8)


@pytest.mark.parametrize(
    ("number", "hour", "ends"),
    [
        (6, 23, False),  # the morning of day 6 was felt on day 6 + 1
        (7, 23, False),
        (8, 3, False),  # still the training day before
        (8, 5, True),
    ],
)
def test_ends_by_a_clinicians_word_given_after_everything_was_felt(number, hour, ends):
    records = [day(6, morning=4, **RED)]
    reason = asked(*records, acts=[act("whole_plan", number, hour)], today=9, hour=12).because(Why.EASED)
    assert (reason is None) is ends


def test_is_not_ended_by_a_word_given_before_the_latest_event():
    """Strained days are an event that is felt on no date."""
    records = [day(-3, **RED), days(-2), *(day(number, pain_during=4) for number in (2, 4, 6))]
    assert asked(*records, acts=[act("whole_plan", 4)], today=8).because(Why.EASED).since == on(6)
    assert asked(*records, acts=[act("whole_plan", 7)], today=8).because(Why.EASED) is None


def test_is_eased_again_by_the_next_event():
    acts = [act("whole_plan", 6)]
    assert asked(day(3, **RED), acts=acts, today=9).because(Why.EASED) is None
    assert asked(day(3, **RED), day(7, **RED), acts=acts, today=10).because(Why.EASED).since == on(7)


def test_knows_the_flare_of_the_stage_before():
    assert amount(day(-3, **RED), today=1) == Amount.HALF


def test_takes_a_red_first_morning_of_a_stage_for_that_of_the_session_before_it():
    plan = asked(days(-5, -3), day(-1, morning=6), today=2)
    assert (plan.because(Why.EASED).since, plan.amount) == (on(-1), Amount.HALF)


# 5: step back


@pytest.mark.parametrize(
    ("records", "fields", "why"),
    [
        ([day(2, **RED), day(8, **RED)], {}, [Why.TWO_REDS]),
        ([day(2, **RED), day(4, **RED)], {"today": 6}, []),  # not yet seven days in the stage
        ([day(2, **RED), day(4, **RED)], {"today": 7}, [Why.TWO_REDS]),
        ([day(2, **RED), day(4, **RED), day(7, **RED)], {}, [Why.TWO_REDS, Why.STRAINED_RUN]),
        ([day(-2, **RED), days(-1, 0, 1), day(8, **RED)], {}, []),  # one was in the stage before
        ([day(2, **RED), days(4, 6, 7), day(8, **RED)], {"today": 15}, [Why.TWO_REDS]),
        ([day(2, **RED), days(4, 6, 7), day(8, **RED)], {"today": 16}, []),  # 14 days: the first is out
        ([day(8, **RED), check(9, 5)], {}, []),  # the morning of a red day is no second one
        ([day(7, **RED), check(9, 5)], {}, [Why.TWO_REDS]),
        ([day(number, pain_during=4) for number in (4, 6, 8)], {}, [Why.STRAINED_RUN]),
        ([day(number, pain_during=4) for number in (-3, 6, 8)], {}, []),
        ([day(number, pain_during=4) for number in (1, 4, 6, 8)], {}, [Why.STRAINED_RUN]),
        ([day(2, **RED), days(4, 6), day(8, pain_during=4)], {}, [Why.NOT_SETTLED]),
        ([day(2, **RED), days(4, 6), day(8, **RED)], {}, [Why.TWO_REDS, Why.NOT_SETTLED]),  # since the first event
        ([day(2, **RED), days(4, 6), session(9)], {}, []),  # its morning may still settle it
        ([day(2, **RED), days(4, 6), day(8, pain_during=4), session(9)], {}, []),  # once it is in
        ([day(2, **RED), days(3, 4), day(6, pain_during=4), days(8)], {}, [Why.NOT_SETTLED]),  # four sessions
        ([day(2, **RED), day(5)], {"today": 12}, [Why.NOT_SETTLED]),  # ten days
        ([day(2, **RED), day(5)], {"today": 13}, [Why.NOT_SETTLED]),
        ([check(2, 6)], {}, []),  # no session at all
        ([day(2, **RED), day(5), away(6, 6)], {"today": 12}, []),  # nine without the day away
        ([day(2, **RED)], {"today": 30}, []),  # nothing was tried
        ([day(-2, **RED), days(-1, 1), day(3, pain_during=4)], {}, [Why.NOT_SETTLED]),  # of any stage
        ([day(2, **RED), days(4, 6, 8)], {"today": 12}, []),
        # a clinician's word for the whole plan settles nothing
        ([day(2, **RED), days(4, 6), day(8, pain_during=4)], {"acts": [act("whole_plan", 9)]}, [Why.NOT_SETTLED]),
    ],
)
def test_steps_back_where_the_stage_is_too_much(records, fields, why):
    told = asked(*records, **fields).reasons
    assert [reason.why for reason in told if reason.exercise is Exercise.BEFORE and reason.why != Why.HARD_DAY] == why


def test_steps_back_since_the_latest_of_what_made_it_too_much():
    reds = asked(*(day(number, **RED) for number in (1, 4, 8)))
    assert reds.because(Why.TWO_REDS).since == on(8)
    strained = asked(*(day(number, pain_during=4) for number in (1, 3, 6, 8)))
    assert strained.because(Why.STRAINED_RUN).since == on(8)


def test_asks_for_the_whole_stage_before_when_only_the_exercise_is_too_much():
    """The pair of reds is two weeks of calm away from being forgotten, and calm days have settled it."""
    plan = asked(day(2, **RED), day(4, **RED), *days(6, 8, 10), today=12)
    assert (plan.amount, plan.volume, plan.exercise) == (Amount.BEFORE, Volume.WHOLE, Exercise.BEFORE)


def test_asks_for_half_in_the_first_stage_in_place_of_the_stage_before():
    assert amount(day(2, **RED), day(4, **RED), *days(6, 8, 10), today=12, stage=1) == Amount.HALF


@pytest.mark.parametrize(
    ("more", "acts", "asks"),
    [
        ([], [], Amount.BEFORE),
        ([], [act("step_back_declined", 5)], Amount.WHOLE),
        ([], [act("step_back_declined", -1)], Amount.BEFORE),  # of the stage before
        ([session(11, 18, pain_during=4), check(12, 1)], [act("step_back_declined", 5)], Amount.BEFORE),
        ([session(11, 8, pain_during=4), check(12, 1)], [act("step_back_declined", 11)], Amount.WHOLE),
        ([check(10, 4)], [act("step_back_declined", 5)], Amount.NOTHING),
    ],
)
def test_returns_the_exercise_when_declined_until_something_bad_follows(more, acts, asks):
    reds = [day(2, **RED), day(4, **RED), *days(6, 7, 8)]
    assert amount(reds, more, acts=acts, today=12 if asks != Amount.NOTHING else 11) == asks


@pytest.mark.parametrize(
    ("more", "hour", "stands"),
    [
        ([], 18, False),  # said at the instant of the last red session, on the date it was felt
        ([], 17, True),
        ([check(10, 4)], 18, True),  # a red morning of a rest day
    ],
)
def test_steps_back_again_for_what_is_felt_after_the_decline(more, hour, stands):
    records = [day(2, **RED), day(4, **RED), *days(6, 7, 8), more]
    plan = asked(*records, acts=[act("step_back_declined", 4, hour)], today=11)
    assert (plan.because(Why.TWO_REDS) is not None) is stands


@pytest.mark.parametrize(("number", "stands"), [(-1, True), (0, False)])
def test_takes_no_decline_of_the_stage_before(number, stands):
    declined = [act("step_back_declined", number)]
    plan = asked(day(-2, **RED), days(5), acts=declined, today=12)
    assert (plan.because(Why.NOT_SETTLED) is not None) is stands


# 7: returning


@pytest.mark.parametrize("kind", ["alarm_closed", "resume"])
@pytest.mark.parametrize(("after", "asks"), [([], 0), ([6], 1), ([6, 7], None), ([5], 0)])
def test_returns_with_two_sessions_of_half(kind, after, asks):
    reason = asked(days(1, 2, 3), days(*after), acts=[act(kind, 5)], today=8).because(Why.AFTER_ALARM, Why.AFTER_PAUSE)
    assert (reason and reason.got) == asks


def test_counts_a_session_on_the_date_of_a_red_rest_day_morning():
    records = [days(-3, -1), check(3, 4), day(3, stopped_for_pain=True)]
    assert asked(records, days(5), acts=[act("resume", 1)], today=8).because(Why.AFTER_PAUSE) is None
    assert asked(records, today=8).because(Why.STOPPED) is not None


@pytest.mark.parametrize(
    ("absences", "after", "asks"),
    [
        ([away(4, 6)], [], Amount.HALF),
        ([away(4, 5)], [], Amount.WHOLE),
        ([away(4, 4), away(5, 6)], [], Amount.HALF),  # three dates in a row, said in two goes
        ([away(3, 5), away(4, 6)], [], Amount.HALF),
        ([away(2, 3), away(5, 5)], [], Amount.WHOLE),
        ([away(4, 6)], [7, 8], Amount.WHOLE),
        ([away(4, 6)], [6, 8], Amount.HALF),  # one of them fell into the days away
        ([away(8, 12)], [5, 6], Amount.HALF),  # while it lasts
        ([away(9, 12)], [5, 6], Amount.HALF),
        ([away(10, 12)], [5, 6], Amount.WHOLE),  # begins tomorrow
    ],
)
def test_returns_after_three_days_away(absences, after, asks):
    assert amount(days(1, 2, 3), days(*after), *absences, today=9) == asks


@pytest.mark.parametrize(
    ("trained", "today", "asks"),
    [
        ([1, 2], 9, Amount.WHOLE),  # six dates without a session
        ([1, 2], 10, Amount.HALF),
        ([1, 2, 10], 11, Amount.HALF),
        ([1, 2, 10, 11], 12, Amount.WHOLE),
        ([-9, -8, 0], 1, Amount.HALF),  # of whatever stage
        ([], 20, Amount.WHOLE),
    ],
)
def test_returns_after_seven_dates_without_a_session(trained, today, asks):
    assert amount(days(*trained), today=today) == asks


# 8: the last logged day


@pytest.mark.parametrize(
    ("last", "asks"),
    [
        ({"stopped_for_pain": True}, Amount.HALF),
        ({"pain_during": 5}, Amount.WHOLE),  # no more than was asked, which was the whole plan
        ({"pain_during": 4}, Amount.WHOLE),
    ],
)
def test_asks_for_half_after_a_stop(last, asks):
    assert amount(days(1, 3, 5), day(8, **last)) == asks


def test_asks_no_more_than_on_a_hard_day():
    """Two sessions of half after days away; the second one hurt, so the third is half as well."""
    returned = [days(-3, -2, -1), away(1, 3), day(5)]
    assert amount(*returned, day(7, pain_during=4), today=9) == Amount.WHOLE
    assert amount(*returned, day(7, pain_during=5), today=9) == Amount.HALF
    assert amount(*returned, day(7, pain_other_side=5), today=9) == Amount.HALF
    assert amount(*returned, day(7, pain_during=5), day(9, pain_during=5), today=11) == Amount.HALF


def test_asks_for_the_least_there_is_after_a_hard_day_of_rest():
    """Trained on a day that asked for nothing, and it hurt; the red day of the same date asks for no more."""
    paused = [act("pause", 3), act("whole_plan", 9, 5), act("resume", 6)]
    plan = asked(days(-3, -1, 1), day(4, pain_during=5), acts=paused, today=10)
    assert (plan.because(Why.HARD_DAY).volume, plan.because(Why.HARD_DAY).exercise) == (Volume.HALF, Exercise.BEFORE)


def test_reads_late_mornings_and_ceilings_as_the_rules_do():
    late = [day(3), session(6), check(7, 4, late=True)]
    assert rested(8, late).amount == Amount.NOTHING  # a bad one counts
    eased = [day(2, **RED), *days(4, 6), session(8), check(9, 1, late=True)]
    assert asked(eased, today=10).because(Why.EASED).got == 0  # a calm one vouches for nothing
    strained = [day(number, pain_during=5) for number in (5, 6, 7)]
    assert asked(strained, today=9, pain_ceiling=5).because(Why.EASED) is None
    assert asked(strained, today=9, pain_ceiling=5, pain_ceiling_from=on(7)).because(Why.STRAINED_RUN) is None
    assert asked(strained, today=9, pain_ceiling=5, pain_ceiling_from=on(8)).because(Why.STRAINED_RUN) is not None


def test_leaves_a_hard_day_of_the_stage_before_out():
    assert amount(days(-5, -3), day(-1, stopped_for_pain=True), today=1) == Amount.WHOLE
    assert amount(days(-5, -3), day(0, stopped_for_pain=True), today=2) == Amount.HALF


def test_follows_a_long_row_of_hard_days_to_its_beginning():
    plan = asked(*(day(number, pain_during=5) for number in range(400)), pain_ceiling=5, today=400)
    assert plan.amount == Amount.WHOLE


# 9: a clinician's half for now


@pytest.mark.parametrize(
    ("easings", "asks"),
    [
        ([Easing(at(6), until=on(10))], Amount.HALF),
        ([Easing(at(6), until=on(9))], Amount.WHOLE),
        ([Easing(at(6), sessions=3)], Amount.HALF),  # two so far
        ([Easing(at(6), sessions=2)], Amount.WHOLE),
        ([Easing(at(6), sessions=1)], Amount.WHOLE),
        ([Easing(at(6), sessions=3), Easing(at(9))], Amount.WHOLE),  # ended sooner
        ([Easing(at(6)), Easing(at(9), sessions=1)], Amount.WHOLE),
        ([Easing(at(6)), Easing(at(10, 9), sessions=1)], Amount.WHOLE),  # later than the moment asked about
    ],
)
def test_asks_for_half_for_now_until_its_end(easings, asks):
    assert amount(days(5, 7, 9), easings=easings) == asks


def test_asks_no_more_than_half_after_a_hard_day_of_half_for_now():
    assert amount(days(5, 7), day(8, pain_during=5), easings=[Easing(at(6), until=on(9))]) == Amount.HALF


def test_tells_every_reason_that_stands_in_the_order_of_the_rules():
    reds = [days(-3), day(2, **RED), day(8, **RED)]
    plan = asked(*reds, flag(9, "distress"), flag(9, "pop"), acts=[act("pause", 9)], today=9, hour=20)
    told = [reason.why for reason in plan.reasons]
    assert told[:5] == [Why.ALARM, Why.PAUSE, Why.FELT, Why.DAY_BETWEEN, Why.EASED]
    assert told[5:] == [Why.TWO_REDS, Why.DISTRESS, Why.HARD_DAY]


# more pain never asks for more


def test_asks_no_more_for_more_pain():
    hold(max_examples=max(300, settings.default.max_examples), **TRIED)


def the_first_answer(rules, found, *done):
    """What was asked before: the exercise of the stage before took the place of rest, and distress that of a flare."""
    plan = todays_plan.todays_plan(rules, found, *done)
    for whys, volume, exercise in (
        ([Why.ALARM, Why.PAUSE], Volume.NOTHING, Exercise.THIS),
        ([Why.DISTRESS], Volume.HALF, Exercise.THIS),
        ([Why.TWO_REDS, Why.STRAINED_RUN, Why.NOT_SETTLED], Volume.WHOLE, Exercise.BEFORE),
    ):
        if plan.because(*whys):
            return Plan(plan.today, volume, exercise)
    return plan


def test_notices_the_way_it_was_before():
    with pytest.raises(AssertionError):
        hold(
            the_first_answer,
            max_examples=2_000,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
