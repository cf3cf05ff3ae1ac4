"""What may be shown of counts, and how the days are drawn."""

from collections import Counter
from itertools import chain, combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patients.what_if import chart
from patients.what_if.chart import in_words, shift_chart, spans_of
from patients.what_if.counts import Counts
from patients.what_if.figures import LEAST_PATIENTS, groups_of, total_of
from patients.what_if.page import groups_in_words, moved_of, rows_of, stages_in_words, stats_of
from patients.what_if.small_counts import KINDS, SUGGESTED, shown_of


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


def page_of(found):
    total, groups = total_of(found), groups_of(found)
    return total, groups, shown_of(total, groups)


@pytest.mark.parametrize(
    ("days", "words"),
    [
        ({}, "suggested earlier"),
        ({"days:-1": 6, "earlier": 6}, "suggested earlier, half of them by 1 day or more"),
        ({"days:-2": 2, "days:-3": 2, "days:-9": 1, "earlier": 5}, "suggested earlier, half of them by 3 days or more"),
        ({"days:-2": 4, "earlier": 4}, "suggested earlier"),
    ],
)
def test_says_by_how_many_days(days, words):
    total, _groups, shown = page_of(counts({"1": 40}, **days))
    assert stats_of(total, shown)[0].meaning == words


def test_names_stages():
    assert (stages_in_words((3,)), stages_in_words((1, 2))) == ("Stage 3", "Stages 1 to 2")


# Figures of one to four -----------------------------------------------------------------------------------------------


def kinds(stages, **more):
    """Counts of stages ({stage: {kind: histories}}), a patient a history."""
    found = Counts(routes=Counter({str(stage): sum(of.values()) for stage, of in stages.items()}))
    for stage, of in stages.items():
        found.stages[stage] = Counter(of, histories=sum(of.values()))
    found.stages[min(stages)].update(more)
    return found


def test_hides_a_figure_below_five_and_the_one_it_could_be_had_from():
    _total, _groups, shown = page_of(kinds({1: {"earlier": 20, "same_day": 9, "later": 3}}))
    assert (shown.words("earlier"), shown.words("same_day"), shown.words("later")) == (
        "20",
        "5 or more",
        "fewer than 5",
    )


def test_tells_zero_as_it_is_where_it_gives_nothing_away():
    suggested = {"published:suggested": 29, "draft:suggested": 29}
    _total, _groups, shown = page_of(kinds({1: {"earlier": 20, "same_day": 9}}, **suggested))
    assert [shown.words(kind) for kind in KINDS] == ["20", "9", "0", "0", "0", "0"]


def test_hides_what_a_stage_and_the_total_would_tell_of_another_stage():
    _total, groups, shown = page_of(kinds({1: {"earlier": 12, "neither": 9}, 2: {"earlier": 2, "neither": 9}}))
    assert len(groups) == 2
    told = [shown.words("earlier", row) for row in range(3)]
    assert told.count("fewer than 5") == 1
    assert told.count("5 or more") >= 1
    assert {shown.short("earlier", row) for row in range(3)} >= {"< 5", "≥ 5"}


def test_hides_red_days_and_what_followed():
    more = {"published:suggested": 20, "published:followed": 20, "published:red_after": 3, "draft:suggested": 20}
    _total, _groups, shown = page_of(kinds({1: {"same_day": 20}}, **more))
    [followed] = [row for row in rows_of(shown) if "red day" in row.what]
    assert (followed.published, followed.draft) == ("fewer than 5 of 20", "not known yet")
    _total, _groups, shown = page_of(kinds({1: {"same_day": 20}}, **more | {"published:red_after": 18}))
    [followed] = [row for row in rows_of(shown) if "red day" in row.what]
    assert followed.published == "5 or more of 20"


some_histories = st.fixed_dictionaries({kind: st.integers(0, 12) for kind in KINDS})


@given(st.dictionaries(st.integers(1, 4), some_histories, min_size=1), st.integers(0, 60), st.integers(0, 60))
def test_leaves_no_small_figure_and_no_sum_that_tells_one(stages, red, back):
    counted = kinds(stages)
    if total_of(counted) is None:
        return
    everything = counted.of(counted.stages)
    for side, of_side in SUGGESTED.items():
        suggested = sum(everything[kind] for kind in of_side)
        figures = {"suggested": suggested, "followed": suggested, "red_after": min(red, suggested)}
        figures["stepped_back"] = min(back, everything["histories"])
        next(iter(counted.stages.values())).update({f"{side}:{what}": n for what, n in figures.items()})
    total, groups, shown = page_of(counted)
    told = [words for row in rows_of(shown) for words in (row.published, row.draft)]
    told += [stat.number for stat in stats_of(total, shown)] + [moved_of(total, shown).same_day]
    told += [words for group in groups_in_words(groups, shown) for words in group.figures]
    assert not {"1", "2", "3", "4"} & set(told)
    for row in range(len(groups) + 1):
        assert sum(not shown.is_exact(kind, row) for kind in KINDS) != 1
    for side, of_side in SUGGESTED.items():
        assert sum(not shown.is_exact(kind) for kind in (*of_side, f"{side}:suggested")) != 1
        assert shown.is_exact(f"{side}:suggested") == shown.is_exact(f"{side}:held")


# The drawing --------------------------------------------------------------------------------------------------------


def drawn(days):
    return shift_chart(spans_of(days, -1), spans_of(days, 1))


def test_draws_nothing_when_no_day_moves():
    assert drawn({}) is None
    assert drawn({0: 12}) is None


def test_draws_nothing_of_fewer_than_five():
    assert drawn({-3: 4, 9: 4}) is None


def test_draws_earlier_to_the_left_and_later_to_the_right():
    earlier, later = drawn({-3: 10, 0: 20, 3: 5}).columns
    assert earlier.earlier
    assert not later.earlier
    assert earlier.x + earlier.width < chart.MIDDLE < later.x
    assert round(chart.MIDDLE - earlier.x - earlier.width, 1) == round(later.x - chart.MIDDLE, 1)
    assert earlier.height == pytest.approx(2 * later.height, abs=0.1)


def test_stands_on_the_axis_and_stays_in_the_frame():
    for column in drawn({-21: 7, -1: 5, 1: 6, 40: 9}).columns:
        assert column.y + column.height == pytest.approx(chart.BOTTOM)
        assert chart.LEFT <= column.x <= column.x + column.width <= chart.RIGHT
        assert column.y >= chart.TOP


def test_counts_neighbours_together_until_there_are_five():
    shown = drawn({-1: 2, -2: 4, -5: 9, -30: 1, 2: 7, 20: 5})
    assert shown.rows == (
        ("4 or more days earlier", 10),
        ("1 to 2 days earlier", 6),
        ("2 days later", 7),
        ("14 or more days later", 5),
    )
    assert [tick.text for tick in shown.ticks] == ["4+", "1–2", "2", "14+"]


def test_says_a_span_as_far_as_it_reaches():
    assert [in_words(span, 1) for span in spans_of({4: 5, 8: 1}, 1)] == ["4 to 13 days later"]
    assert [in_words(span, -1) for span in spans_of({-1: 5}, -1)] == ["1 day earlier"]


@given(st.dictionaries(st.integers(-60, 60), st.integers(1, 5000), min_size=1), st.sampled_from([-1, 1]))
def test_counts_every_history_of_a_side_once(days, sign):
    spans, moved = spans_of(days, sign), sum(n for day, n in days.items() if day * sign > 0)
    assert sum(span.histories for span in spans) == (moved if moved >= LEAST_PATIENTS else 0)
    assert all(span.histories >= LEAST_PATIENTS for span in spans)
    assert all(one.last < other.first for one, other in pairwise(spans))


@given(st.dictionaries(st.integers(-60, 60), st.integers(1, 5000), min_size=1))
def test_labels_a_scale_that_holds_every_column(days):
    shown = drawn(days)
    levels = [int(level.text) for level in shown.levels] if shown else [0, 1, 2]
    assert levels[0] == 0
    assert levels[1] * 2 == levels[2]
    assert not shown or min(column.y for column in shown.columns) >= chart.TOP
