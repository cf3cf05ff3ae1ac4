"""What the engine is told, put together from what was recorded."""

import datetime as dt

import pytest

from patients.domain.engine_input import (
    Circumstances,
    GivenDirective,
    Known,
    Records,
    first_day_read,
    fold,
    history,
    in_force,
    read_as_known,
    within,
)
from programs.progression import Ceiling, MorningCheck, Session
from tests.programs.progression.make import RULES

DAY = dt.timedelta(days=1)
ON = dt.date(2026, 6, 10)
NOON = dt.datetime(2026, 6, 10, 12, tzinfo=dt.UTC)


def session(hours=0, completion=1.0, pain=1, **more):
    return Session(NOON + dt.timedelta(hours=hours), ON, pain, completion=completion, **more)


def beside(hours=0, pain=1, **more):
    """Maintenance work: it counts towards no gate."""
    return session(hours, None, pain, **more)


def test_reads_two_months_before_the_stage_and_half_a_year_at_most():
    assert first_day_read(ON, NOON) == ON - 60 * DAY
    assert first_day_read(ON - 400 * DAY, NOON) == ON - 180 * DAY


def test_counts_the_pain_of_maintenance_work_to_the_session_of_its_day():
    (told,) = fold([session(pain=1), beside(2, pain=4, pain_other_side=3, stopped_for_pain=True)])
    assert (told.pain_during, told.pain_other_side, told.stopped_for_pain, told.completion) == (4, 3, True, 1.0)
    assert told.at == NOON + dt.timedelta(hours=2)


def test_keeps_a_known_pain_for_safety_where_the_day_is_unknown():
    (told,) = fold([session(pain=6), beside(pain=None)])
    assert (told.pain_during, told.pain_other_side) == (None, 6)


def test_folds_by_training_day_in_whatever_order_sessions_come():
    early = Session(NOON - DAY, ON - DAY, 2, completion=1.0)
    assert [(told.day, told.pain_during) for told in fold([session(), early, beside(2, pain=4)])] == [
        (ON - DAY, 2),
        (ON, 4),
    ]


def test_lets_a_day_of_maintenance_alone_stand():
    assert list(fold([beside(), beside(1)])) == [beside(), beside(1)]


def test_takes_directives_at_their_default_where_there_is_none():
    nothing = Circumstances()
    assert (nothing.held, nothing.self_paced, nothing.engine_on) == (False, True, True)
    given = Circumstances(directives={"hold": 1, "self_paced": 0, "pause": 1})
    assert (given.held, given.self_paced, given.engine_on) == (True, False, False)


@pytest.mark.parametrize(("value", "on"), [(0, False), (1, True), (None, True)])
def test_is_on_until_a_clinician_says_otherwise(value, on):
    given = Circumstances(directives={"engine": value, "self_paced": value})
    assert (given.engine_on, given.self_paced) == (on, on)


def directive(kind, value, days):
    return GivenDirective(kind, value, NOON + days * DAY, ON + days * DAY)


def test_takes_the_latest_of_each_kind_and_every_ceiling_with_its_date():
    given = [
        directive("ceiling", 4, -9),
        directive("hold", 1, -5),
        directive("another", 3, -4),
        directive("ceiling", 5, -3),
        directive("hold", 0, -1),
    ]
    directives, ceilings = in_force(given)
    assert directives == {"ceiling": 5, "hold": 0, "another": 3}
    assert ceilings == (Ceiling(4, ON - 9 * DAY), Ceiling(5, ON - 3 * DAY))


@pytest.mark.parametrize(
    ("ceilings", "told"),
    [
        ((), (None, None, ())),
        ((Ceiling(4, ON),), (4, ON, ())),
        ((Ceiling(4, ON - DAY), Ceiling(None, ON)), (None, ON, (Ceiling(4, ON - DAY),))),
    ],
)
def test_tells_which_ceiling_held_when(ceilings, told):
    found = told_of(Circumstances(ceilings=ceilings))
    assert (found.pain_ceiling, found.pain_ceiling_from, found.ceilings_before) == told


def test_tells_when_a_higher_stage_was_left():
    stages = ((1, ON - 9 * DAY), (2, ON - 6 * DAY), (1, ON - 3 * DAY), (2, ON))
    told = told_of(Circumstances(stages=stages))
    assert (told.steps_back, told.sessions, told.clinician_hold) == ((ON - 3 * DAY,), (session(),), False)


def told_of(circumstances):
    return history(
        circumstances,
        stage=1,
        stage_started=ON,
        as_of=NOON,
        time_zone="Europe/London",
        baseline_morning_pain=1.0,
        affected_side="left",
        sessions=[session()],
        morning_checks=[],
    )


@pytest.mark.parametrize(
    ("until", "hours", "known"),
    [
        (None, -1, False),
        (None, 0, True),
        (None, 9, True),
        (2, -1, False),
        (2, 0, True),
        (2, 1, True),
        (2, 2, False),
        (2, 3, False),
    ],
)
def test_knows_a_record_from_when_it_came_until_it_was_voided(until, hours, known):
    ends = until and NOON + dt.timedelta(hours=until)
    assert Known("told", NOON, ends).at(NOON + dt.timedelta(hours=hours)) is known


def records(**more):
    return Records(
        stage=1, stage_started=ON, time_zone="UTC", affected_side="left", baseline=1, stages=((1, ON),), **more
    )


def test_tells_of_an_instant_what_was_known_then_from_the_first_day_that_is_read():
    first = ON - 60 * DAY
    days = [first - DAY, first, ON, ON + DAY]
    kept = records(
        sessions=tuple(Known(Session(NOON, on, 1, completion=1.0), NOON) for on in days),
        mornings=tuple(Known(MorningCheck(on, 1), NOON) for on in days),
        measures=(Known("a measure", NOON), Known("one that came later", NOON + DAY)),
        flags=(Known("a flag", NOON), Known("one that was closed", NOON - DAY, NOON)),
        aways=(Known("away", NOON),),
        directives=(directive("ceiling", 5, 1), directive("hold", 1, 0), directive("ceiling", 4, -1)),
    )
    around = kept.circumstances(NOON)
    assert (around.flags, around.away, around.stages) == (("a flag",), ("away",), ((1, ON),))
    assert (around.directives, around.ceilings) == ({"ceiling": 4, "hold": 1}, (Ceiling(4, ON - DAY),))
    told = kept.history(NOON, around)
    assert [one.day for one in told.sessions] == [one.on for one in told.morning_checks] == days[1:]
    assert told.measures == ("a measure",)


def test_reads_by_the_circumstances_of_the_instant_or_by_those_that_are_given():
    kept = records(directives=(directive("hold", 1, 0),))
    assert read_as_known(RULES, kept, NOON).history.clinician_hold
    assert not read_as_known(RULES, kept, NOON, Circumstances(stages=kept.stages)).history.clinician_hold


def test_says_of_a_double_its_pain_and_nothing_of_what_was_done():
    told = within(session(pain=3, symmetry=1.0, variation="standard"), NOON - DAY, ON - DAY, 6)
    assert (told.pain_during, told.day, told.completion, told.symmetry) == (3, ON - DAY, None, None)
    assert within(session(pain=None), NOON, ON, 6).pain_during == 6


def test_takes_the_worst_pain_of_the_other_side():
    (told,) = fold([session(pain_other_side=2), beside(2, pain_other_side=5)])
    assert told.pain_other_side == 5


def test_folds_into_the_last_session_of_the_day():
    first, last = fold([session(completion=0.4), session(3, completion=0.6), beside(4, pain=5)])
    assert (first.pain_during, last.pain_during) == (1, 5)
    assert (first.completion, last.completion) == (0.4, 0.6)
