"""Until when an answer holds, held against a scan of every instant that could matter."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given

from programs.progression import CriterionRule, evaluate
from programs.progression.engine import answers_until, first_answer
from programs.progression.reading import read
from programs.progression.validity import first_instant

from .make import RULES, answer, asking, at, away, check, day, days, flag, history, in_stage, measure, session
from .strategies import histories

pytestmark = pytest.mark.uncounted

SCAN_DAYS = 80


@pytest.mark.parametrize(
    ("records", "fields", "expected"),
    [
        ((days(1, 2, 4, 6, 8), flag(9)), {}, None),
        ((days(1, 2, 4), session(10, hour=18)), {}, at(12, 6)),
        ((days(0, 1, 2, 3, 4),), {"today": 6}, at(7, 0)),
        ((days(1, 2, 4, 6, 8),), {}, at(15, 0)),
        ((), {}, at(14, 0)),
        ((away(3, 5),), {}, at(17, 0)),
        ((), {"today": 20}, at(28, 0)),
        ((), {"today": 30}, None),
        ((day(8, pain_during=6), day(9)), {}, at(18, 0)),
        ((day(8, pain_during=6), day(9), away(11, 12)), {}, at(20, 0)),
        ((day(8, pain_during=6),), {}, at(36, 0)),
        ((days(5, 8, pain_during=6),), {"today": 9}, at(19, 0)),
        ((days(1, 5, pain_during=6),), {"today": 6}, at(7, 0)),
        ((days(30, 34, 38),), {"today": 39}, at(43, 0)),
        ((in_stage(1, 1, 2, 4, harder=0),), {"stage": 1, "today": 6}, at(15, 0)),
    ],
)
def test_knows_the_instant_an_answer_ends(records, fields, expected):
    assert answer(*records, **fields).valid_until == expected


def test_never_looks_back():
    """Just after midnight the answer was another one; that is no instant to wait for."""
    found = answer(days(1, 2, 4), session(6, hour=5), today=7)
    assert (found.because, found.valid_until) == ("sessions", at(20, 0))


def test_ends_with_two_reds_when_the_first_is_a_fortnight_old():
    settled = answer(day(1, pain_during=6), days(3, 4, 5), check(12, 6), today=13)
    assert (settled.because, settled.valid_until) == ("two_reds", at(15, 0))
    of_mornings_alone = answer(check(3, 6), days(4, 5, 6), check(12, 6), today=13)
    assert (of_mornings_alone.because, of_mornings_alone.valid_until) == ("two_reds", at(17, 0))


def test_ends_when_a_measure_is_too_old():
    """A test of day 9 that may be 3 days old counts on day 12 and no longer on day 13."""
    rules = asking(CriterionRule("performance", "at_least", 10, 3, "raises"))
    tested = history(days(1, 2, 4, 6, 8), measure(9, "performance:raises", 12, "left"))
    found = evaluate(rules, tested)
    assert (found.because, found.valid_until) == ("criteria_met", at(13, 0))


@pytest.mark.parametrize("least", [10.5, 11])
def test_ends_when_the_stage_has_lasted_long_enough(least):
    rules = asking(CriterionRule("days_in_stage", "at_least", least))
    found = evaluate(rules, history(days(1, 2, 4, 6, 8)))
    assert (found.because, found.valid_until) == ("criterion", at(11, 0))


@pytest.mark.parametrize(
    ("zone", "day", "expected"),
    [
        ("Etc/UTC", date(2026, 3, 1), datetime(2026, 3, 1)),
        ("Europe/London", date(2026, 3, 30), datetime(2026, 3, 29, 23)),
        ("Africa/Cairo", date(2026, 4, 24), datetime(2026, 4, 23, 22)),
        ("Australia/Lord_Howe", date(2026, 4, 6), datetime(2026, 4, 5, 13, 30)),
        ("Pacific/Apia", date(2011, 12, 30), datetime(2011, 12, 30, 10)),
        ("Pacific/Apia", date(2011, 12, 31), datetime(2011, 12, 30, 10)),
        ("Atlantic/Azores", date(2026, 10, 25), datetime(2026, 10, 25)),
        ("America/Havana", date(2026, 11, 1), datetime(2026, 11, 1, 4)),
        ("America/Nuuk", date(2026, 3, 29), datetime(2026, 3, 29, 1)),
        ("America/Toronto", date(1919, 3, 31), datetime(1919, 3, 31, 4, 30)),
    ],
)
def test_finds_where_a_local_date_begins(zone, day, expected):
    assert first_instant(day, ZoneInfo(zone)) == expected.replace(tzinfo=UTC)


@given(histories())
def test_agrees_with_a_scan_of_eighty_days(found):
    until = evaluate(RULES, found).valid_until
    known = found.known()
    now = says_at(known, found.as_of)
    for instant in instants_to_scan(known):
        if until and instant >= until:
            break
        assert says_at(known, instant) == now, f"changed at {instant}, valid until {until}"
    if until:
        assert until > found.as_of
        assert says_at(known, until - timedelta(microseconds=1)) == now
        assert says_at(known, until) != now


def says_at(known, instant):
    return first_answer(read(RULES, replace(known, as_of=instant))).says


def instants_to_scan(known):
    """Every local midnight to the quarter of an hour, and 36 hours after every session."""
    zone, end = ZoneInfo(known.time_zone), known.as_of + timedelta(days=SCAN_DAYS)
    step = known.as_of.replace(minute=0)
    found = [session.at + timedelta(hours=36) for session in known.sessions]
    while step < end:
        step, before = step + timedelta(minutes=15), step
        if step.astimezone(zone).date() != before.astimezone(zone).date():
            found.append(step)
    return sorted(instant for instant in found if instant > known.as_of)


def test_says_until_an_end_what_every_instant_would_be_answered():
    known = history(days(1, 2, 4, 6, 8), today=8).known()
    end = known.as_of + timedelta(days=40)
    spoken = list(answers_until(read(RULES, known), end))
    assert (spoken[0][0], spoken[-1][1]) == (known.as_of, end)
    assert [since for since, _until, _said in spoken[1:]] == [until for _since, until, _said in spoken[:-1]]
    assert len({said.says for _since, _until, said in spoken}) > 2
    for since, until, said in spoken:
        for instant in (since, since + (until - since) / 2, until - timedelta(seconds=1)):
            assert said.says == first_answer(read(RULES, replace(known, as_of=instant))).says, instant
