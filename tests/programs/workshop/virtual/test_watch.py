"""The quick reader says what `evaluate` says, on every day of every kind of course."""

from programs.progression import evaluate
from programs.workshop.virtual.course import Walk, person_and_chance
from programs.workshop.virtual.watch import Watch
from tests.programs.workshop.virtual.make import SETTING


def compared(numbers, days=120):
    """How many answers were compared, and how many differed."""
    pairs = []

    def seen(said, state):
        answer = evaluate(SETTING.rules, state().history)
        pairs.append((said, (answer.outcome, answer.because)))

    for number in numbers:
        person, rng = person_and_chance(number, 4)
        Walk(SETTING, person, rng, seen).run(days)
    return len(pairs), sum(quick != full for quick, full in pairs)


def test_says_what_evaluate_says():
    asked, differed = compared(range(4), 90)
    assert asked > 250
    assert differed == 0


def test_would_be_caught_if_it_forgot_the_mornings(monkeypatch):
    monkeypatch.setattr(Watch, "_take_morning", lambda self, check: None)
    assert compared(range(2), 40)[1] > 0
