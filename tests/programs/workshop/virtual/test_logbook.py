"""What has been recorded, and how a new stage freezes the usual morning."""

from datetime import date, timedelta

import pytest

from programs.progression import MorningCheck, Session
from programs.workshop.virtual.logbook import Logbook, evening, noon

START = date(2026, 3, 2)


def on(number):
    return START + timedelta(days=number)


def book(*mornings, intake=3):
    """Mornings of the last days before day 10."""
    made = Logbook(1, START, intake)
    for index, pain in enumerate(mornings):
        made.add(MorningCheck(on(10 - len(mornings) + index), pain))
    return made


@pytest.mark.parametrize(
    ("mornings", "baseline"),
    [
        ((2, 1, 2), 2),
        ((5, 5, 5), 3),
        ((0, 0), 3),
        ((9, 9, 9, 1, 1, 1, 1, 1, 1), 1),
    ],
)
def test_freezes_the_median_of_the_last_week_and_never_above_the_first_visit(mornings, baseline):
    made = book(*mornings)
    made.enter(2, on(10))
    assert made.history(noon(on(10))).baseline_morning_pain == baseline


def test_keeps_sixty_days_before_the_stage():
    made = Logbook(1, START, 1)
    for number in (0, 39, 40, 99):
        made.add(Session(at=evening(on(number)), day=on(number)))
    made.enter(2, on(100))
    assert [session.day for session in made.history(noon(on(100))).sessions] == [on(40), on(99)]


@pytest.mark.parametrize(("intake", "ceiling"), [(3, None), (4, 5), (5, 5)])
def test_gives_who_wakes_with_more_than_three_a_ceiling(intake, ceiling):
    assert book(intake=intake).ceiling == ceiling


def test_goes_on_where_a_history_ends():
    made = book(1, 2, 2)
    made.add(Session(at=evening(on(9)), day=on(9), pain_during=2))
    made.hold(True)
    history = made.history(noon(on(10)))
    assert Logbook.of(history).history(noon(on(10))) == history


def test_counts_every_entry():
    made = book(1, 2)
    made.hold(True)
    made.close_flags()
    made.enter(2, on(10))
    assert made.entries == 5
