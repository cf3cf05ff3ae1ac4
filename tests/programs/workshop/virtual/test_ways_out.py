"""Every reason has a way out, and following it ends the reason; a rule without one is found out."""

from collections import defaultdict
from dataclasses import replace

import pytest

from programs.progression import Because, CriterionRule, MorningCheck, Outcome, Session
from programs.progression.history import DAY
from programs.workshop.virtual.course import State, Walk, person_and_chance
from programs.workshop.virtual.logbook import Logbook, evening, noon
from programs.workshop.virtual.plans import Plan
from programs.workshop.virtual.ways_out import TERMINAL, WAYS, Follower
from tests.programs.workshop.virtual.make import SETTING, STEADY, states, with_stage

pytestmark = pytest.mark.uncounted


@pytest.fixture(scope="module")
def met():
    """The last state of each answer that twelve people were given."""
    found = defaultdict(list)
    for number in range(12):
        latest = {}
        person, rng = person_and_chance(number, 2)
        Walk(SETTING, person, rng, lambda said, state, latest=latest: latest.update({said: state()})).run(120)
        for said, state in latest.items():
            found[said].append(state)
    return found


def test_knows_a_way_out_of_every_reason_but_the_end():
    assert WAYS.keys() | TERMINAL == set(Because)


def test_ends_every_reason_that_was_met(met):
    assert len(met) > 12
    for said, reached in met.items():
        for way in WAYS.get(said[1], ()):
            for state in reached:
                assert Follower(SETTING, state).ends(way) is not None, (said, way.does)


def test_leads_on_to_the_gate_from_everywhere(met):
    for said, reached in met.items():
        for state in reached:
            assert Follower(SETTING, state).reaches_the_gate() is not None, said


def test_finds_that_nobody_is_as_even_as_more_than_even():
    setting = with_stage(2, symmetry_min=1.1)
    state = states(setting, days=30)["hold", "symmetry"]
    (way,) = WAYS[Because.SYMMETRY]
    assert Follower(setting, state).ends(way) is None
    assert Follower(setting, state).reaches_the_gate() is None


@pytest.mark.parametrize(
    "criterion",
    [
        CriterionRule("clinician_confirms", "at_least", 1, context="phase-2"),
        CriterionRule("performance", "at_least", 10, context="heel-raises"),
        CriterionRule("level", "at_least", 100, last_n=2, context="share"),
        CriterionRule("pain_trend", "at_most", 0, last_n=3, context="morning"),
        CriterionRule("schedule", "at_least", 4),
    ],
    ids=lambda each: each.metric,
)
def test_ends_a_hold_for_what_is_asked_beside_the_gate(criterion):
    weak = replace(STEADY, technique=0.0, mornings=0.9, capacity=0.9, levels_up=False, clinic_days=(9, 9))
    setting = with_stage(1, criteria=(criterion,), harder_days=0)
    state = states(setting, weak, days=12)[Outcome.HOLD, Because.CRITERION]
    (way,) = WAYS[Because.CRITERION]
    assert Follower(setting, state).ends(way) is not None


def test_allows_one_session_more_on_a_date_that_began_with_a_red_morning():
    """A calm session later on that date settles nothing."""
    start = STEADY.starts_on
    painful = Session(evening(start), start, pain_during=6, completion=1.0, all_sets=True)
    mornings = (MorningCheck(start + DAY, 2), MorningCheck(start + 3 * DAY, 5))
    book = Logbook(1, start, 1)
    for record in (painful, *mornings):
        book.add(record)
    followed = [
        (Follower(SETTING, state), Follower(SETTING, replace(state, history=replace(state.history, morning_checks=()))))
        for state in (State(book.history(noon(start + 3 * DAY)), Plan(alternate), 0) for alternate in (False, True))
    ]
    (calm,) = WAYS[Because.FLARE]
    for red, other in followed:
        assert red.answer.because is Because.FLARE
        within = red.within(calm)
        assert within > other.within(calm)
        assert red.ends(calm) == within


def test_does_nothing_that_the_way_does_not_name():
    state = states(days=12)["hold", "sessions"]
    follower = Follower(SETTING, state)
    (way,) = WAYS[Because.MORNING_CHECKS]
    before = follower.book.sessions[-1]
    follower.lives(way)
    after = follower.book.sessions[-1]
    assert after.day > before.day
    assert (after.completion, after.symmetry, after.variation) == (before.completion, before.symmetry, before.variation)
