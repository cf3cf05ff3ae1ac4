"""Adding up courses: parts give the same whole, percentiles are values that occurred."""

import pytest

from programs.progression import Because, Outcome
from programs.workshop.virtual.course import State
from programs.workshop.virtual.tally import KEPT, Tally, WayTally, percentile
from tests.programs.workshop.virtual.make import drawn, states, walk

COURSES = [drawn(number, days=60) for number in range(4)]


def tally_of(courses):
    tally = Tally()
    for course in courses:
        tally.add(course)
    return tally


def test_adds_up_in_parts_as_in_one():
    parts = tally_of(COURSES[:1])
    parts.merge(tally_of(COURSES[1:]))
    assert parts == tally_of(COURSES)
    assert parts.people == 4
    assert parts.days.total() == sum(course.days.total() for course in COURSES)


def test_keeps_what_a_stage_took_beside_its_least():
    tally = tally_of([walk(), walk()])
    assert tally.reached[5] == [21, 21]
    assert tally.least[5] == {21: 2}
    assert tally.finished == [63, 63]


def test_keeps_a_few_states_that_a_way_out_did_not_end():
    state: State = states(days=3)[Outcome.HOLD, Because.SESSIONS]
    way = WayTally()
    for days in (4, None, None, 2):
        way.add(days, 9, state)
    other = WayTally()
    for _ in range(5):
        other.add(None, 7, state)
    way.merge(other)
    assert (way.followed, way.failures, way.longest, way.within, len(way.failed)) == (9, 7, 4, 9, KEPT)


@pytest.mark.parametrize(("share", "value"), [(0.05, 1), (0.5, 10), (0.95, 19), (1, 20)])
def test_names_the_value_that_a_share_lies_below(share, value):
    assert percentile(list(range(20, 0, -1)), share) == value


def test_names_none_of_nothing():
    assert percentile([], 0.5) is None
