"""From one session to the next, in dates."""

import pytest

from patients.domain.rhythm import dates_between


@pytest.mark.parametrize(
    ("per_week", "asked", "between"),
    [(21, [], 1), (7, [], 1), (5, [], 1), (4, [], 2), (3, [], 2), (2, [], 3), (1, [], 7), (4, [2], 2), (3, [3], 3)],
)
def test_rests_as_the_rhythm_has_it_and_as_long_as_a_criterion_asks(per_week, asked, between):
    assert dates_between(per_week, asked) == between
