"""Whom a tick says to call first, with the clinic open or closed and with the numbers that there are."""

import pytest

from patients.domain.alarm import (
    URGENCY,
    Line,
    Urgency,
    asks_for_unknown,
    by_urgency,
    calls_now,
    to_call_first,
    whom_first,
    whom_to_call,
)
from programs.progression import FLAG_KINDS

EVERY = tuple(Line)
OURS = (Line.CLINIC,)
CLINIC, URGENT, EMERGENCY, CRISIS = EVERY


def test_knows_how_urgent_every_tick_is():
    assert URGENCY.keys() == {*FLAG_KINDS}
    assert URGENCY["saddle"] == URGENCY["chest"] == Urgency.EMERGENCY


@pytest.mark.parametrize(
    ("kind", "first_open", "closed", "open_without_urgent", "closed_without_urgent"),
    [
        ("saddle", EMERGENCY, EMERGENCY, EMERGENCY, EMERGENCY),
        ("chest", EMERGENCY, EMERGENCY, EMERGENCY, EMERGENCY),
        ("distress", CRISIS, CRISIS, CRISIS, CRISIS),
        ("pop", CLINIC, URGENT, CLINIC, EMERGENCY),
        ("night", CLINIC, URGENT, CLINIC, EMERGENCY),
        ("calf", URGENT, URGENT, EMERGENCY, EMERGENCY),
        ("nerve", CLINIC, URGENT, CLINIC, CLINIC),
        ("drug", CLINIC, URGENT, CLINIC, CLINIC),
        ("bone", CLINIC, CLINIC, CLINIC, CLINIC),
    ],
)
def test_calls_first(kind, first_open, closed, open_without_urgent, closed_without_urgent):
    fewer = (CLINIC, EMERGENCY, CRISIS)
    found = [whom_first(kind, is_open, known)[0] for known in (EVERY, fewer) for is_open in (True, False)]
    assert found == [first_open, closed, open_without_urgent, closed_without_urgent]


@pytest.mark.parametrize("kind", FLAG_KINDS)
@pytest.mark.parametrize("is_open", [True, False])
def test_calls_the_clinic_where_it_is_all_there_is(kind, is_open):
    assert whom_to_call([kind], is_open, OURS) == [CLINIC]


def test_calls_somebody_in_distress_without_a_crisis_line_where_somebody_answers():
    known = (CLINIC, URGENT, EMERGENCY)
    assert [whom_first("distress", is_open, known)[0] for is_open in (True, False)] == [CLINIC, URGENT]


def test_puts_the_most_urgent_tick_first_and_gives_each_its_own_number():
    assert by_urgency(["bone", "distress", "saddle"]) == ["saddle", "distress", "bone"]
    assert whom_to_call(["distress", "saddle"], False, EVERY) == [EMERGENCY, CRISIS, CLINIC, URGENT]
    assert whom_to_call(["bone", "calf"], True, EVERY) == [URGENT, CLINIC, EMERGENCY]


def test_offers_the_crisis_line_for_distress_alone():
    assert CRISIS not in whom_to_call(["pop"], False, EVERY)


def test_calls_back_distress_first_and_then_as_urgent_as_the_tick_says():
    kinds = ["bone", "drug", "pop", "chest", "distress"]
    assert sorted(kinds, key=to_call_first) == ["distress", "chest", "pop", "drug", "bone"]
    assert [to_call_first(kind) for kind in ("distress", "chest")] == [(False, 1), (True, 0)]
    assert to_call_first("bone") == (True, 4)


def test_shows_a_number_beside_the_mere_mention_of_what_cannot_wait():
    assert {kind for kind in URGENCY if calls_now(kind)} == {"saddle", "chest", "distress"}


@pytest.mark.parametrize(
    ("kind", "is_open", "known", "asks"),
    [
        ("saddle", True, OURS, True),
        ("saddle", False, OURS, True),
        ("saddle", True, (CLINIC, EMERGENCY), False),
        ("saddle", True, (CLINIC, URGENT), False),
        ("pop", True, OURS, False),
        ("pop", False, OURS, True),
        ("pop", False, (CLINIC, URGENT), False),
        ("calf", True, OURS, True),
        ("nerve", False, OURS, False),
        ("distress", False, OURS, False),
    ],
)
def test_asks_for_an_emergency_number_that_nobody_gave(kind, is_open, known, asks):
    assert asks_for_unknown(kind, is_open, known) is asks
