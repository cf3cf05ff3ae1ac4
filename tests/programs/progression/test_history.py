"""How sessions add up to days, and how days are counted."""

from datetime import UTC, date, datetime
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.progression import Away, Session
from programs.progression.history import (
    _add_up,
    _of_one,
    counted_days,
    counted_until,
    exact,
    steps_back,
    training_day,
)
from programs.progression.reading import read

from .make import RULES, at, away, check, day, days, history, measure, on, session
from .strategies import histories


def added(*sessions):
    """The one day that these sessions make."""
    (found,) = read(RULES, history(list(sessions))).days
    return found


def test_adds_the_sessions_of_a_day():
    found = added(
        session(3, 8, pain_during=1, completion=0.4, all_sets=False, symmetry=0.95, pain_other_side=3),
        session(3, 19, pain_during=4, completion=0.3, all_sets=False, symmetry=0.9),
    )
    assert (found.pain, found.other_side, found.completion, found.symmetry) == (4, 3, Fraction(7, 10), 0.9)
    assert (found.all_sets, found.technique_ok, found.stopped, found.pain_recorded) == (False, True, False, True)


@given(st.lists(st.integers(1, 20), min_size=1, max_size=20).filter(lambda visits: sum(visits) <= 20))
def test_makes_a_whole_of_any_split_of_the_sets_into_visits(visits):
    sets = sum(visits)
    found = added(
        *(
            session(3, 4 + minutes / 60, completion=round(count / sets, 6), all_sets=count == sets, id=str(minutes))
            for minutes, count in enumerate(visits)
        )
    )
    assert (found.completion, found.all_sets) == (1, True)


@given(histories(), st.booleans())
def test_makes_a_day_of_one_session_as_of_several(told, late):
    for one in told.sessions:
        for morning in (None, 2):
            assert _of_one(one, morning, late) == _add_up(one.day, (one,), morning, late)


def is_enough(shares):
    """Whether a calm day with visits of these shares has the four fifths that its stage asks for."""
    visits = [session(3, hour, completion=share) for hour, share in enumerate(shares, 8)]
    found = read(RULES, history(visits, check(4, 1)))
    return found.qualifies(found.days[0])


@pytest.mark.parametrize("shares", [(0.799,), (0.399, 0.4), (0.266333,) * 3, (0.3333, 0.3333, 0.1323)])
def test_takes_what_is_less_than_four_fifths_for_less(shares):
    assert not is_enough(shares)


@pytest.mark.parametrize("shares", [(0.8,), (0.1,) * 8, (0.266667,) * 3, (0.533333, 0.266667), (0.7, 0.1)])
def test_takes_exactly_four_fifths_for_enough(shares):
    assert is_enough(shares)


def test_takes_every_set_as_done_if_one_session_of_the_day_says_so():
    half = {"completion": 0.4}
    assert added(session(3, 8, all_sets=True, **half), session(3, 19, all_sets=False, **half)).all_sets


def test_takes_the_hardest_effort_and_the_last_hour_of_the_day():
    found = added(session(3, 8, effort=6), session(3, 19, effort=3))
    assert (found.effort, found.last_at) == (6, at(3, 19))
    assert added(session(3, 8, effort=6), session(3, 19)).effort is None


def test_orders_measures_of_a_date_with_and_without_a_side():
    raises = [measure(3, "performance:raises", 9, side) for side in ("right", None, "left")]
    known = history(raises).known().measures
    assert [each.side for each in known] == [None, "left", "right"]


@pytest.mark.parametrize(
    ("field", "value", "reads", "expected"),
    [
        ("pain_during", None, "pain_recorded", False),
        ("pain_during", 0, "pain_recorded", True),
        ("symmetry", None, "symmetry", None),
        ("technique_ok", None, "technique_ok", False),
        ("technique_ok", False, "technique_ok", False),
        ("completion", None, "completion", 0.5),
        ("all_sets", None, "all_sets", False),
        ("stopped_for_pain", None, "stopped", False),
        ("stopped_for_pain", True, "stopped", True),
        ("variation", None, "variations", {None, "standard"}),
    ],
)
def test_never_takes_what_is_missing_for_met(field, value, reads, expected):
    half = {"completion": 0.5, "all_sets": False}
    found = added(session(3, 8, **half), session(3, 19, **{"completion": 0, "all_sets": False} | {field: value}))
    assert getattr(found, reads) == expected


def test_drops_what_lies_after_now():
    found = read(RULES, history(session(9), session(10, hour=21), check(10, 1), check(11, 1), today=10)).days
    assert [(each.on, each.morning) for each in found] == [(on(9), 1)]


def test_sees_one_session_in_a_repeated_record():
    half = session(3, completion=0.5, all_sets=False)
    assert added(half, half).completion == 0.5
    assert added(half, session(3, completion=0.5, all_sets=False, id="second")).completion == 1


def test_refuses_two_sessions_of_one_id():
    with pytest.raises(ValueError, match="same id"):
        history(session(3, id="a"), session(4, id="a"))


def test_keeps_the_days_of_earlier_stages_apart():
    found = read(RULES, history(day(-1), day(0), check(-3, 7)))
    assert [each.on for each in found.earlier_days] == [on(-1)]
    assert [each.on for each in found.days] == [on(0)]
    assert found.red_dates == ()


@pytest.mark.parametrize(
    ("records", "reds", "mornings"),
    [
        ((check(0, 7),), {0: 7}, []),
        ((day(-1, morning=7),), {0: 7}, [None]),
        ((day(-1, morning=5), check(0, 7)), {0: 7}, [None]),
        ((day(-1, morning=3),), {}, [3]),
        ((day(-2, morning=7),), {}, [7]),
        ((day(-2), check(0, 7)), {0: 7}, [1]),
        ((day(1, morning=7),), {}, [7]),
        ((session(1), check(3, 7)), {3: 7}, [None]),
        ((session(1), check(3, 3)), {}, [None]),
        ((session(1), check(3, 7, late=True)), {3: 7}, [None]),
        ((day(-1, morning=7, late=True),), {0: 7}, [None]),
        ((day(-1, morning=3, late=True),), {}, [3]),
        ((day(-1, morning=2, late=True),), {}, [None]),
    ],
)
def test_gives_every_morning_to_the_day_before_or_to_its_own_date(records, reds, mornings):
    found = read(RULES, history(*records))
    assert found.rest_reds == {on(number): pain for number, pain in reds.items()}
    assert [each.morning for each in found.earlier_days + found.days] == mornings


@pytest.mark.parametrize(
    ("pain", "ceiling", "morning"),
    [(2, {}, None), (3, {}, 3), (3, {"pain_ceiling": 2}, 3), (2, {"pain_ceiling": 1}, 2)],
)
def test_counts_a_late_morning_only_above_the_edge_of_its_day(pain, ceiling, morning):
    (found,) = read(RULES, history(day(3, morning=pain, late=True), **ceiling)).days
    assert found.morning == morning


def test_asks_the_edge_of_the_day_that_a_late_morning_is_about():
    later = {"baseline_morning_pain": 4, "pain_ceiling": 5, "pain_ceiling_from": on(4)}
    found = read(RULES, history(days(3, 4, morning=4, late=True), **later))
    assert [each.morning for each in found.days] == [4, None]


def test_shows_the_rest_day_mornings_above_the_edge_that_are_not_red():
    found = read(RULES, history(days(1), check(4, 3), check(6, 2), check(8, 6), check(9, 3, late=True)))
    assert found.rest_sores == {on(4): 3}


def test_reads_a_rest_day_morning_by_the_edge_of_the_day_before():
    found = read(
        RULES, history(check(4, 4), check(5, 4), baseline_morning_pain=3, pain_ceiling=4, pain_ceiling_from=on(4))
    )
    assert found.rest_sores == {on(4): 4}


@pytest.mark.parametrize(
    ("zone", "instant", "expected"),
    [
        ("Etc/UTC", datetime(2026, 3, 4, 3, 59, 59, 999999), date(2026, 3, 3)),
        ("Etc/UTC", datetime(2026, 3, 4, 4, 0), date(2026, 3, 4)),
        ("Etc/UTC", datetime(2026, 3, 4, 0, 30), date(2026, 3, 3)),
        ("Etc/UTC", datetime(2026, 3, 4, 23, 59), date(2026, 3, 4)),
        ("Europe/London", datetime(2026, 3, 29, 3, 59), date(2026, 3, 28)),  # the clock skips from one to two
        ("Europe/London", datetime(2026, 3, 29, 4, 0), date(2026, 3, 29)),
        ("Europe/London", datetime(2026, 10, 25, 3, 59), date(2026, 10, 24)),  # from one to two comes twice
        ("Europe/London", datetime(2026, 10, 25, 4, 0), date(2026, 10, 25)),
        ("Pacific/Auckland", datetime(2026, 3, 4, 3, 59), date(2026, 3, 3)),
        ("America/Los_Angeles", datetime(2026, 3, 8, 4, 0), date(2026, 3, 8)),
    ],
)
def test_begins_a_training_day_at_four_on_the_wall_clock(zone, instant, expected):
    assert training_day(instant.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC), zone) == expected


def test_takes_today_from_the_patients_zone():
    late = {"as_of": datetime(2026, 3, 10, 20, tzinfo=UTC)}
    assert history(time_zone="Pacific/Auckland", **late).today == date(2026, 3, 11)
    assert history(time_zone="America/Los_Angeles", **late).today == date(2026, 3, 10)


@pytest.mark.parametrize(
    ("absences", "expected"),
    [
        ([], 10),
        ([(3, 4)], 8),
        ([(3, 3)], 9),
        ([(3, 6), (5, 8)], 4),
        ([(5, 8), (3, 6)], 4),
        ([(3, 8), (4, 5), (7, 7)], 4),
        ([(-5, 2)], 8),
        ([(0, 0)], 10),
        ([(9, 30)], 8),
        ([(11, 30)], 10),
        ([(-5, 30)], 0),
        ([(6, 4)], 10),
    ],
)
def test_counts_days_without_those_away(absences, expected):
    absent = [Away(on(first), on(last)) for first, last in absences]
    assert counted_days(on(0), on(10), absent) == expected


def test_counts_nothing_backwards():
    assert counted_days(on(5), on(3), []) == 0


@pytest.mark.parametrize(
    ("absences", "expected"), [([], 14), ([(3, 5)], 17), ([(3, 5), (16, 18)], 20), ([(14, 14)], 15)]
)
def test_finds_the_date_a_count_is_reached(absences, expected):
    absent = [away(first, last) for first, last in absences]
    until = counted_until(on(0), 14, absent)
    assert until == on(expected)
    assert counted_days(on(0), until, absent) == 14


def test_has_a_session_without_anything_but_its_time():
    bare = Session(at=datetime(2026, 3, 4, 18, tzinfo=UTC), day=on(3))
    assert added(bare).completion == 0
    assert len(read(RULES, history(days(1, 2), bare)).days) == 3


MOVES = [(1, 2, on(1)), (2, 3, on(2)), (3, 2, on(3)), (2, 2, on(4)), (2, 4, on(5)), (4, 3, on(6)), (3, 1, on(7))]


@pytest.mark.parametrize(("stage", "found"), [(1, [7]), (2, [3, 7]), (3, [6]), (4, [])])
def test_counts_every_way_down_from_above_the_stage_to_it_or_lower(stage, found):
    assert steps_back(MOVES, stage) == tuple(on(number) for number in found)


def test_makes_no_more_than_a_whole_of_a_day():
    assert added(session(3, 8, completion=0.8), session(3, 19, completion=0.8)).completion == 1


@pytest.mark.parametrize(("share", "count"), [(1 / 1_000, (1, 1_000)), (1 / 1_001, (1, 1_000)), (0.333333, (1, 3))])
def test_takes_a_share_for_a_count_of_at_most_a_thousand(share, count):
    assert exact(share) == Fraction(*count)
