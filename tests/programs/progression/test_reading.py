"""What a history amounts to at one instant: the days that count, and those a gap took away."""

import pytest

from programs.progression.reading import read

from .make import RULES, history, in_stage


@pytest.mark.parametrize(
    ("numbers", "today", "counted"),
    [
        ((1, 2, 3), 16, 3),
        ((1, 2, 3), 17, 0),
        ((1, 2, 3), 19, 0),
        ((1, 2, 15, 16), 17, 4),
        ((1, 2, 16, 17), 18, 2),
        ((1, 2, 18, 19), 20, 2),
        ((1, 16, 17, 18), 19, 3),
    ],
)
def test_counts_only_days_that_no_gap_of_fourteen_days_or_more_lies_after(numbers, today, counted):
    """In stage 3, whose window of 21 days is longer than the gap."""
    assert len(read(RULES, history(in_stage(3, *numbers), stage=3, today=today)).run) == counted
