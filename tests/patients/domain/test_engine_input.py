"""What the engine is told, put together from what was recorded."""

import datetime as dt

from patients.domain.engine_input import Circumstances, first_day_read, fold, history
from programs.progression import Session

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


def test_lets_a_day_of_maintenance_alone_stand():
    assert list(fold([beside(), beside(1)])) == [beside(), beside(1)]


def test_takes_directives_at_their_default_where_there_is_none():
    nothing = Circumstances()
    assert (nothing.held, nothing.ceiling, nothing.self_paced, nothing.engine_on) == (False, None, True, True)
    given = Circumstances(directives={"hold": 1, "ceiling": 0, "self_paced": 0, "pause": 1})
    assert (given.held, given.ceiling, given.self_paced, given.engine_on) == (True, 0, False, False)


def test_tells_when_a_higher_stage_was_left():
    stages = ((1, ON - 9 * DAY), (2, ON - 6 * DAY), (1, ON - 3 * DAY), (2, ON))
    told = history(
        Circumstances(stages=stages),
        stage=1,
        stage_started=ON,
        as_of=NOON,
        time_zone="Europe/London",
        baseline_morning_pain=1.0,
        affected_side="left",
        sessions=[session()],
        morning_checks=[],
    )
    assert (told.steps_back, told.sessions, told.clinician_hold) == ((ON - 3 * DAY,), (session(),), False)
