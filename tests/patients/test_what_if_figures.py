"""What may be shown of counts, and how the days are drawn."""

from collections import Counter
from itertools import chain, combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patients.what_if import chart
from patients.what_if.chart import shift_chart
from patients.what_if.counts import Counts
from patients.what_if.figures import LEAST_PATIENTS, groups_of, total_of
from patients.what_if.page import stages_in_words, stats_of


def counts(routes, **more):
    """Counts of patients by the stages they went through, one history a stage; `more` goes to stage 1."""
    found = Counts(routes=Counter(routes))
    for route, patients in routes.items():
        for stage in map(int, route.split(",")):
            found.stages.setdefault(stage, Counter()).update(histories=patients, neither=patients)
    found.stages.setdefault(1, Counter()).update(more)
    return found


def grouped(routes):
    return [group.stages for group in groups_of(counts(routes))]


# At least five ------------------------------------------------------------------------------------------------------


def test_shows_five_patients_and_no_four():
    assert total_of(counts({"1": 5})).patients == 5
    assert total_of(counts({"1": 4})) is None


def test_counts_a_patient_once_however_many_histories_there_are():
    assert total_of(counts({"1,2,3": 4})) is None


def test_shows_each_stage_by_itself_where_five_were_in_it():
    assert grouped({"1": 5, "2": 5, "1,2": 1}) == [(1,), (2,)]


def test_counts_a_small_stage_together_with_the_next():
    assert grouped({"1": 2, "2": 3, "3": 6}) == [(1, 2), (3,)]


def test_counts_a_small_last_stage_together_with_the_one_before():
    assert grouped({"1": 6, "2": 6, "3": 4}) == [(1,), (2, 3)]


def test_shows_no_groups_where_one_would_be_all():
    assert grouped({"1": 7, "2": 4}) == []


@given(st.dictionaries(st.sampled_from(["1", "2", "3", "4", "1,2", "2,3", "1,2,3,4"]), st.integers(1, 9)))
def test_leaves_nothing_to_be_had_by_subtracting(routes):
    """Any groups taken together, and what is left of the total without them, speak of nobody or of at least five."""
    found = counts(routes)
    groups = [group.stages for group in groups_of(found)]
    everything = set(found.stages)
    assert not groups or set(chain.from_iterable(groups)) == everything
    for size in range(1, len(groups) + 1):
        for taken in combinations(groups, size):
            some = set(chain.from_iterable(taken))
            assert found.patients(some) >= LEAST_PATIENTS
            assert not everything - some or found.patients(everything - some) >= LEAST_PATIENTS


def test_adds_the_figures_of_a_group_up():
    total = total_of(counts({"1,2": 5}, **{"days:-2": 3, "days:1": 1, "earlier": 3, "draft:followed": 4}))
    assert (total.histories, total.earlier, total.days, total.draft.followed) == (10, 3, {-2: 3, 1: 1}, 4)


# Words --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "words"),
    [
        ({}, "suggested earlier"),
        ({"days:-1": 2}, "suggested earlier, by 1 day"),
        ({"days:-4": 2}, "suggested earlier, by 4 days"),
        ({"days:-2": 1, "days:-3": 2, "days:-9": 1}, "suggested earlier, by 2 to 9 days, half of them by 3 or more"),
    ],
)
def test_says_by_how_many_days(days, words):
    assert stats_of(total_of(counts({"1": 5}, **days)))[0].meaning == words


def test_names_stages():
    assert (stages_in_words((3,)), stages_in_words((1, 2))) == ("Stage 3", "Stages 1 to 2")


# The drawing --------------------------------------------------------------------------------------------------------


def test_draws_nothing_when_no_day_moves():
    assert shift_chart({}) is None
    assert shift_chart({0: 12}) is None


def test_draws_earlier_to_the_left_and_later_to_the_right():
    earlier, later = shift_chart({-3: 4, 0: 20, 3: 2}).columns
    assert earlier.earlier
    assert not later.earlier
    assert earlier.x + earlier.width < chart.MIDDLE < later.x
    assert round(chart.MIDDLE - earlier.x - earlier.width, 1) == round(later.x - chart.MIDDLE, 1)
    assert earlier.height == pytest.approx(2 * later.height, abs=0.1)


def test_stands_on_the_axis_and_stays_in_the_frame():
    drawn = shift_chart({-21: 7, -1: 3, 1: 1, 40: 9})
    for column in drawn.columns:
        assert column.y + column.height == pytest.approx(chart.BOTTOM)
        assert chart.LEFT <= column.x <= column.x + column.width <= chart.RIGHT
        assert column.y >= chart.TOP


def test_gathers_what_lies_beyond_three_weeks_and_says_so():
    drawn = shift_chart({-21: 1, -30: 2, -90: 4, 2: 7})
    gathered, later = drawn.columns
    assert gathered.height == later.height
    assert "21 or more" in [tick.text for tick in drawn.ticks]
    assert ("90 days earlier", 4) in drawn.rows


def test_lists_every_day_behind_the_drawing():
    drawn = shift_chart({-1: 4, 0: 20, 3: 2})
    assert drawn.rows == (("1 day earlier", 4), ("Same day", 20), ("3 days later", 2))
    assert drawn.description == "4 earlier, 20 on the same day, 2 later, of 26 histories that both suggest in."


@given(st.dictionaries(st.integers(-60, 60), st.integers(1, 5000), min_size=1))
def test_labels_a_scale_that_holds_every_column(days):
    drawn = shift_chart(days)
    levels = [int(level.text) for level in drawn.levels] if drawn else [0, 1, 2]
    assert levels[0] == 0
    assert levels[1] * 2 == levels[2]
    assert not drawn or min(column.y for column in drawn.columns) >= chart.TOP
