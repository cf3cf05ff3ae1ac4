"""What is saved already: the same content in the same minute, or a second whole dose on a day that has one."""

import datetime as dt
from dataclasses import replace

import pytest

from patients.domain.doubles import DoneSet, Felt, Visit, saved_already

SIX = dt.datetime(2026, 6, 10, 18, 2, tzinfo=dt.UTC)
ON = SIX.date()
SECOND, MINUTE, HOUR, DAY = (dt.timedelta(**{unit: 1}) for unit in ("seconds", "minutes", "hours", "days"))


def visit(sets=10, after=dt.timedelta(), *, first=1, sides=("both",), asked=10, done=10, target=10, key=0, **changes):
    at = SIX + after
    done_sets = tuple(DoneSet(number, side, target, done) for number in range(first, first + sets) for side in sides)
    values = {"exercise": 1, "variation": "heels-far", "day": (at - 4 * HOUR).date(), **changes}
    return Visit(key=key, at=at, asked=asked, sets=done_sets, **values)


WHOLE, HALF = visit(), visit(5)
LEGS = ("left", "right")
CASES = {
    # the same content in the same minute
    "a double tap": ([WHOLE], visit(after=SECOND), True),
    "half, the same minute": ([HALF], visit(5, 59 * SECOND), True),
    "half, the same minute, the later one arrives first": ([visit(5, 30 * SECOND)], HALF, True),
    "half, a minute later: the other half": ([HALF], visit(5, MINUTE), False),
    "the same minute, other sets: set by set": ([visit(1)], visit(1, SECOND, first=2), False),
    "the same minute, one repetition less": ([HALF], visit(5, SECOND, done=9), False),
    "the same minute, the other way to do it": ([HALF], visit(5, SECOND, variation="heels-close"), False),
    "the same minute, the other leg": ([visit(5, sides=LEGS[:1])], visit(5, SECOND, sides=LEGS[1:]), False),
    "the same minute, another exercise": ([HALF], visit(5, SECOND, exercise=2), False),
    "the same reading of a clock that was put back": ([HALF], visit(5, HOUR), False),
    "the same minute across four in the morning": ([visit(5, day=ON - DAY)], visit(5, 30 * SECOND, day=ON), True),
    "the same minute as one that waits itself": (
        [visit(5, -50 * SECOND, key=3), visit(5, key=7, same_as=3)],
        visit(5, 50 * SECOND),
        3,
    ),
    "no set at all": ([visit(0)], visit(0), False),
    # a second whole dose
    "whole, and whole in the evening": ([WHOLE], visit(after=3 * HOUR), True),
    "whole, and whole the other way": ([WHOLE], visit(after=3 * HOUR, variation="heels-close"), True),
    "whole, and whole on the next day": ([WHOLE], visit(after=24 * HOUR), False),
    "whole at 18:02, and whole at half past midnight": ([WHOLE], visit(after=6.5 * HOUR), True),
    "whole, and whole of another exercise": ([WHOLE], visit(after=HOUR, exercise=2), False),
    "whole, and a part more": ([WHOLE], visit(3, HOUR), False),
    "half and half": ([HALF], visit(5, HOUR, first=6), False),
    "half and half under the same numbers": ([HALF], visit(5, HOUR), False),
    "three visits of a third": ([visit(1, asked=3), visit(1, HOUR, asked=3)], visit(1, 2 * HOUR, asked=3), False),
    "half, half and whole": ([HALF, visit(5, HOUR)], visit(after=2 * HOUR), True),
    "whole, half and half": ([WHOLE, visit(5, HOUR)], visit(5, 2 * HOUR), True),
    "half, and whole": ([HALF], visit(after=HOUR), False),
    "more than whole, and a part": ([visit(20)], visit(3, HOUR), False),
    "nearly whole, and nearly whole": ([visit(9)], visit(9, HOUR), False),
    "whole, set for set shorter by a little": ([visit(done=8)], visit(after=HOUR, done=9), True),
    "sets much too short are no dose": ([visit(done=7)], visit(after=HOUR), False),
    "a physio's three of ten, twice": ([visit(3, asked=3)], visit(3, HOUR, asked=3), True),
    "half for now, twice": ([visit(5, asked=5)], visit(5, HOUR, asked=5), True),
    "half for now, and the rest of the whole": ([visit(5, asked=5)], visit(5, HOUR, asked=10), False),
    "half of the seconds, twice": (
        [visit(3, asked=3, target=5, done=5)],
        visit(3, HOUR, asked=3, target=5, done=5),
        True,
    ),
    "left leg, then right leg": ([visit(sides=LEGS[:1])], visit(after=HOUR, sides=LEGS[1:]), False),
    "left leg, and left leg again": ([visit(sides=LEGS[:1])], visit(after=HOUR, sides=LEGS[:1]), True),
    "left leg, then both": ([visit(sides=LEGS[:1])], visit(after=HOUR, sides=LEGS), False),
    "both legs, then left again": ([visit(sides=LEGS)], visit(after=HOUR, sides=LEGS[:1]), True),
    "a whole one that waits is none": ([visit(key=7, same_as=3)], visit(after=HOUR), False),
    "the first of the day": ([], WHOLE, False),
}


@pytest.mark.parametrize(("before", "arrives", "expected"), CASES.values(), ids=CASES)
def test_asks_once_more(before, arrives, expected):
    keyed = [replace(one, key=one.key or number) for number, one in enumerate(before, 1)]
    found = saved_already(arrives, keyed, 0.8)
    assert found == (keyed[-1].key if expected is True else expected or None)


WORSE = {
    "the same": (Felt(2, None, False), False),
    "less": (Felt(1, None, False), False),
    "more": (Felt(3, None, False), True),
    "another side": (Felt(2, 0, False), True),
    "stopped": (Felt(2, None, True), True),
    "not said": (Felt(None, None, False), False),
}


@pytest.mark.parametrize(("felt", "worse"), WORSE.values(), ids=WORSE)
def test_loses_no_pain_that_was_said(felt, worse):
    assert felt.is_worse_than(Felt(2, None, False)) is worse
