"""One function rounds every share."""

import pytest

from programs.wording.facts import percent, whole_percent


@pytest.mark.parametrize(
    ("share", "shown"),
    [(0, 0), (2 / 3, 67), (1 / 3, 33), (0.125, 13), (0.005, 1), (0.58, 58), (0.57, 57), (1, 100), (1.2, 120)],
)
def test_rounds_a_half_upwards(share, shown):
    assert whole_percent(share) == shown


@pytest.mark.parametrize("share", [0.995, 0.999999])
def test_says_100_only_of_what_is_whole(share):
    assert whole_percent(share) == 99


@pytest.mark.parametrize(
    ("share", "need", "shown"),
    [(0.897, 0.9, 89), (0.9, 0.9, 90), (0.599999, 0.6, 59), (0.823, 0.825, 82), (0.666667, 0.6, 67)],
)
def test_never_reads_as_if_it_met_what_it_misses(share, need, shown):
    assert whole_percent(share, need) == shown


def test_says_a_dash_where_nothing_was_recorded():
    assert percent(None, 0.9) == "–"
