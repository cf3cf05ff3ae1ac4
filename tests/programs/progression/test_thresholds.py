"""The rules of a programme: which stage is where, and what a gate takes for granted."""

from dataclasses import replace

import pytest

from programs.progression import StageRules

from .make import RULES

GATE = {"run_length": 5, "window_days": 14, "min_days": 7, "pain_max": 3, "morning_max": 3, "rise_max": 1}
BACKWARDS = replace(RULES, stages=RULES.stages[::-1])


@pytest.mark.parametrize("rules", [RULES, BACKWARDS])
def test_finds_a_stage_whatever_the_order_they_are_listed_in(rules):
    assert [rules.stage(position).position for position in (1, 3, 5)] == [1, 3, 5]
    assert [(rules.before(position), rules.after(position)) for position in (1, 3, 5)] == [(None, 2), (2, 4), (4, None)]


def test_steps_over_a_position_that_is_not_used():
    gapped = replace(RULES, stages=RULES.stages[::2])
    assert (gapped.before(3), gapped.after(3)) == (1, 5)
    with pytest.raises(ValueError, match="no stage 2"):
        gapped.stage(2)


def test_takes_four_fifths_of_two_full_days_for_granted():
    plain = StageRules(position=1, **GATE)
    assert (plain.completion_min, plain.full_days) == (0.8, 2)
    assert (plain.symmetry_min, plain.technique_required, plain.harder_days) == (None, False, 0)


def test_calls_all_but_the_last_variation_easier():
    ladder = StageRules(position=1, variations=("bent", "half", "long"), **GATE)
    assert (ladder.easier, ladder.harder) == (("bent", "half"), "long")


@pytest.mark.parametrize("variations", [(), ("bent",)])
def test_refuses_to_ask_for_a_harder_variation_that_does_not_exist(variations):
    with pytest.raises(ValueError, match="harder variation"):
        StageRules(position=1, harder_days=1, variations=variations, **GATE)
    assert StageRules(position=1, variations=variations, **GATE).harder_days == 0
