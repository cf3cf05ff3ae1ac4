"""The zone of a day, strained days, and flares."""

from datetime import timedelta

import pytest

from programs.progression import Ceiling
from programs.progression.reading import read
from programs.progression.zones import Zone

from .make import RULES, check, day, days, history, on, session, with_safety


def reading(*records, **fields):
    return read(RULES, history(*records, **fields))


def zone(*records, **fields):
    """The zone of the last logged day."""
    return list(reading(*records, **fields).zones.values())[-1]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"pain_during": 3}, Zone.GREEN),
        ({"pain_during": 4}, Zone.AMBER),
        ({"pain_during": 5}, Zone.AMBER),
        ({"pain_during": 6}, Zone.RED),
        ({"pain_during": 0}, Zone.GREEN),
        ({"pain_during": None}, Zone.UNKNOWN),
        ({"pain_other_side": 5}, Zone.GREEN),
        ({"pain_other_side": 6}, Zone.RED),
        ({"stopped_for_pain": True}, Zone.AMBER),
        ({"stopped_for_pain": None}, Zone.GREEN),
        ({"pain_during": None, "stopped_for_pain": True}, Zone.AMBER),
        ({"pain_during": None, "morning": 3}, Zone.AMBER),
        ({"pain_during": None, "morning": 6}, Zone.RED),
        ({"morning": None}, Zone.UNKNOWN),
        ({"morning": None, "pain_during": 4}, Zone.AMBER),
        ({"morning": 0}, Zone.GREEN),
    ],
)
def test_reads_a_day(fields, expected):
    assert zone(day(3, **fields)) is expected


@pytest.mark.parametrize(
    ("baseline", "morning", "expected"),
    [
        (0, 2, Zone.GREEN),
        (1, 2, Zone.GREEN),
        (1, 3, Zone.AMBER),
        (1, 4, Zone.RED),
        (2, 3, Zone.GREEN),
        (2, 4, Zone.RED),
        (2.5, 3, Zone.GREEN),
        (2.5, 4, Zone.AMBER),
        (3, 4, Zone.AMBER),
        (3, 5, Zone.RED),
        (4, 5, Zone.AMBER),
        (9, 5, Zone.AMBER),
        (9, 6, Zone.AMBER),
        (7, 6, Zone.AMBER),
        (7, 7, Zone.AMBER),
        (7, 8, Zone.RED),
        (5.5, 6, Zone.RED),
        (6, 6, Zone.AMBER),
    ],
)
def test_reads_a_morning_against_the_baseline(baseline, morning, expected):
    assert zone(day(3, morning=morning), baseline_morning_pain=baseline) is expected


@pytest.mark.parametrize(("morning", "expected"), [(2, Zone.AMBER), (3, Zone.AMBER), (4, Zone.RED)])
def test_calls_no_low_morning_red_however_far_it_has_risen(morning, expected):
    """A rise of 2 from a baseline of 0 ends below the lowest morning that can be red."""
    found = read(with_safety(baseline_floor=0), history(day(3, morning=morning), baseline_morning_pain=0))
    assert list(found.zones.values()) == [expected]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"pain_during": 2}, Zone.GREEN),
        ({"pain_during": 3}, Zone.AMBER),
        ({"morning": 1}, Zone.GREEN),
        ({"morning": 2}, Zone.AMBER),
    ],
)
def test_is_narrower_in_stage_5(fields, expected):
    assert zone(day(3, **fields), stage=5) is expected


@pytest.mark.parametrize(
    ("ceiling", "stage", "fields", "expected"),
    [
        (5, 2, {"pain_during": 5}, Zone.GREEN),
        (5, 5, {"pain_during": 5}, Zone.GREEN),
        (5, 2, {"pain_during": 6}, Zone.RED),
        (1, 2, {"pain_during": 2}, Zone.AMBER),
        (0, 2, {"pain_during": 0, "morning": 0}, Zone.GREEN),
        (0, 2, {"pain_during": 0, "morning": 1}, Zone.AMBER),
        (5, 2, {"morning": 3}, Zone.AMBER),
        (5, 2, {"morning": 4}, Zone.RED),
    ],
)
def test_puts_a_ceiling_in_the_place_of_the_green_edges(ceiling, stage, fields, expected):
    assert zone(day(3, **fields), stage=stage, pain_ceiling=ceiling) is expected


def test_never_lifts_a_ceiling_above_five():
    assert reading(pain_ceiling=9).limits.pain == 5


def zones_under(**ceiling):
    """Of four days with a pain of 4."""
    return [zone.value for zone in reading(days(1, 3, 5, 7, pain_during=4), **ceiling).zones.values()]


@pytest.mark.parametrize(
    ("ceiling", "expected"),
    [
        ({}, "amber amber amber amber"),
        ({"pain_ceiling": 4}, "green green green green"),
        ({"pain_ceiling": 4, "pain_ceiling_from": on(5)}, "amber amber green green"),
        ({"pain_ceiling": 4, "pain_ceiling_from": on(12)}, "amber amber amber amber"),
        (
            {"pain_ceiling": 3, "pain_ceiling_from": on(5), "ceilings_before": (Ceiling(4, on(2)),)},
            "amber green amber amber",
        ),
        (
            {"pain_ceiling": None, "pain_ceiling_from": on(5), "ceilings_before": (Ceiling(4, on(2)),)},
            "amber green amber amber",
        ),
        (
            {
                "pain_ceiling": 5,
                "pain_ceiling_from": on(7),
                "ceilings_before": (Ceiling(4, on(2)), Ceiling(None, on(4)), Ceiling(2, on(5))),
            },
            "amber green amber green",
        ),
    ],
)
def test_reads_every_day_by_the_ceiling_that_held_then(ceiling, expected):
    assert " ".join(zones_under(**ceiling)) == expected


def test_reads_a_morning_by_the_ceiling_of_its_day():
    found = reading(days(4, 5, morning=4), pain_ceiling=5, pain_ceiling_from=on(5), baseline_morning_pain=3)
    assert [zone.value for zone in found.zones.values()] == ["amber", "green"]


def test_strains_by_the_ceiling_that_held_then():
    found = reading(days(4, 5, pain_during=4), pain_ceiling=5, pain_ceiling_from=on(5))
    assert [found.strained(day) for day in found.days] == [True, False]


def test_is_pending_for_36_hours_and_then_unknown():
    pending = reading(session(9, hour=18), today=11, hour=5.99)
    assert pending.zones == {pending.days[0].on: Zone.PENDING}
    later = pending.at(pending.now + timedelta(minutes=1))
    assert later.zones == {pending.days[0].on: Zone.UNKNOWN}


@pytest.mark.parametrize(
    ("fields", "expected"),
    [({"pain_during": 5}, Zone.AMBER), ({"pain_during": 7}, Zone.RED), ({"pain_during": None}, Zone.UNKNOWN)],
)
def test_may_be_bad_or_unknown_while_its_morning_is_pending(fields, expected):
    found = reading(session(10, **fields))
    assert list(found.zones.values()) == [expected]
    assert found.latest_pending


@pytest.mark.parametrize(
    ("fields", "more", "expected"),
    [
        ({"pain_during": 3}, {}, False),
        ({"pain_during": 4}, {}, True),
        ({"pain_during": 3}, {"stage": 5}, False),
        ({"pain_during": 4}, {"pain_ceiling": 4}, False),
        ({"pain_during": 3}, {"pain_ceiling": 2}, True),
        ({"morning": 2}, {}, False),
        ({"morning": 3}, {}, True),
        ({"morning": 3}, {"pain_ceiling": 5}, True),
        ({"stopped_for_pain": True}, {}, True),
        ({"pain_other_side": 9}, {}, False),
        ({"pain_during": None, "morning": None}, {}, False),
    ],
)
def test_knows_a_strained_day(fields, more, expected):
    found = reading(day(3, **fields), **more)
    assert found.strained(found.days[0]) is expected


def spells(*records, **fields):
    """Each flare as the day of its trigger, its row of calm days, and whether it has settled."""
    found = reading(*records, today=20, **fields)
    return [((f.trigger - found.history.stage_started).days, f.greens, f.settled) for f in found.flares]


RED, RISEN, SORE = {"pain_during": 6}, {"morning": 3}, {"pain_during": 4}


@pytest.mark.parametrize(
    ("records", "expected"),
    [
        (days(1, 3, 5), []),
        (day(1, **RED), [(1, 0, False)]),
        (day(1, **RISEN), []),
        (days(1, 3, **RISEN), [(3, 0, False)]),
        (day(1, **RISEN) + day(2) + day(3, **RISEN), []),
        (day(1, **RISEN) + day(2, **SORE) + day(3, **RISEN), []),
        (day(1, **RED) + days(3, 4), [(1, 2, False)]),
        (day(1, **RED) + days(3, 4, 5), [(1, 3, True)]),
        (day(1, **RED) + days(3, 4, 5, completion=0), [(1, 3, True)]),
        (day(1, **RED) + days(3, 4) + day(5, **SORE) + day(6), [(1, 1, False)]),
        (day(1, **RED) + days(3, 4) + day(5, morning=None) + day(6), [(1, 1, False)]),
        (day(1, **RED) + day(3) + day(5, **RED) + days(6, 7), [(1, 2, False)]),
        (day(1, **RED) + days(3, 4, 5) + day(9, **RED), [(1, 3, True), (9, 0, False)]),
        (day(1, **RED) + days(3, 4, 5) + day(9, **RED) + days(10, 11), [(1, 3, True), (9, 2, False)]),
        (day(1, **RED) + days(3, 4, 5) + day(9, **RED) + days(10, 11, 12), [(1, 3, True), (9, 3, True)]),
        ([*days(1, 3), check(6, 6)], [(6, 0, False)]),
        ([check(6, 6), *days(6, 7, 8)], [(6, 2, False)]),
        ([check(6, 6), *days(6, 7, 8, 9)], [(6, 3, True)]),
        (day(1, **RED) + days(3, 4) + [check(7, 6)] + days(7, 9), [(1, 1, False)]),
        ([check(6, 5)], [(6, 0, False)]),
        ([check(6, 3)], []),
    ],
)
def test_follows_flares(records, expected):
    assert spells(records) == expected


def test_neither_helps_nor_breaks_with_a_pending_day():
    before = days(15, 17) + day(13, **RED)
    assert spells(before, session(20)) == [(13, 2, False)]
    assert spells(before, day(18), session(20)) == [(13, 3, True)]


def test_takes_the_worst_of_several_answers_of_a_morning():
    assert zone(day(3, morning=1), check(4, 4), check(4, 2)) is Zone.RED
