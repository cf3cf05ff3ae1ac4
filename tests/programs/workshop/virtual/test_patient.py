"""What simulated people do with what they are told."""

from dataclasses import replace
from statistics import fmean

from programs.progression import Because, Outcome
from programs.progression.history import DAY
from programs.workshop.virtual import assumptions as a
from programs.workshop.virtual.course import Walk, person_and_chance
from tests.programs.workshop.virtual.make import SETTING, STEADY, states


def book_of(number=0, days=60, **changes):
    """The book of somebody at random, changed as said."""
    person, rng = person_and_chance(number, 1)
    walk = Walk(SETTING, replace(person, **changes), rng)
    walk.run(days)
    return walk.book


def test_never_answers_in_the_morning_if_mornings_are_forgotten():
    assert not book_of(mornings=0.0).checks


def test_answers_less_at_weekends():
    checks = [check for number in range(10) for check in book_of(number, 40).checks]
    weekend = sum(check.on.weekday() >= 5 for check in checks)
    assert 0 < weekend / 2 < 0.85 * (len(checks) - weekend) / 5


def test_stays_on_the_easier_variation_if_it_never_levels_up():
    assert {session.variation for session in book_of(levels_up=False, capacity=2.0).sessions} == {"heels-close"}


def test_takes_the_harder_variation_once_it_is_told():
    variations = [session.variation for session in states()[Outcome.SUGGEST_NEXT, "criteria_met"].history.sessions]
    assert STEADY.levels_up
    assert "resisted" in variations


def test_misses_days_and_takes_extra_ones():
    assert len(book_of(adherence=0.3, capacity=3.0, days=40).sessions) < len(
        book_of(adherence=1.0, capacity=3.0, days=40).sessions
    )


def test_rests_at_the_start_of_a_flare_and_takes_half_the_sets_then():
    person, rng = person_and_chance(3, 1)
    walk = Walk(SETTING, replace(person, capacity=0.6, irritability=2.0, listens=1.0, adherence=1.0), rng)
    told = []
    for number in range(40):
        logged = len(walk.book.sessions)
        walk.day(number)
        if walk.patient.told.answer.because is Because.FLARE:
            told += walk.book.sessions[logged:]
    assert told
    assert all(session.completion <= 0.5 for session in told)


def test_is_sore_after_the_match_on_sunday():
    mondays = {
        plays: fmean(
            check.pain
            for number in range(6)
            for check in book_of(number, plays=plays, capacity=1.0, irritability=1.5).checks
            if check.on.weekday() == 0
        )
        for plays in (True, False)
    }
    assert mondays[True] > mondays[False] + 0.4


def test_writes_nothing_down_after_the_day_it_stops_coming(monkeypatch):
    monkeypatch.setattr(a, "QUITS_A_DAY", 0.2)
    monkeypatch.setattr(a, "COMES_BACK", 0)
    book = book_of(1, days=60)
    assert len(book.sessions) < 20
    assert book.checks[-1].on <= book.sessions[-1].day + DAY


def test_does_nothing_on_the_days_it_is_ill(monkeypatch):
    monkeypatch.setattr(a, "ILL_A_DAY", 0.1)
    monkeypatch.setattr(a, "QUITS_A_DAY", 0)
    monkeypatch.setattr(a, "SAYS_AWAY", 1)
    book = book_of(2, days=60)
    assert book.aways
    assert not any(away.first <= session.day <= away.last for away in book.aways for session in book.sessions)
