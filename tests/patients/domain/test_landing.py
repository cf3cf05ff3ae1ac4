"""Where a patient comes out: whatever was done to whichever stage, and whichever stage the patient is in."""

from dataclasses import dataclass, replace

import pytest

from patients.domain.landing import landing

HERE = range(5)


@dataclass(frozen=True)
class Step:
    key: str
    main_exercises: tuple[int, ...]


BEFORE = [Step(f"stage-{at}", (at,)) for at in HERE]  # the higher its number, the harder the exercise


def inserted(at):
    return [*BEFORE[:at], Step("new", (77,)), *BEFORE[at:]]


def removed(at):
    return [*BEFORE[:at], *BEFORE[at + 1 :]]


def swapped(at):
    other = (at + 1) % len(BEFORE)
    after = list(BEFORE)
    after[at], after[other] = after[other], after[at]
    return after


def split(at):
    return [*BEFORE[: at + 1], Step("half", BEFORE[at].main_exercises), *BEFORE[at + 1 :]]


def other_exercise(at):
    return [replace(one, main_exercises=(99,)) if one is BEFORE[at] else one for one in BEFORE]


def one_exercise_more(at):
    return [replace(one, main_exercises=(*one.main_exercises, 99)) if one is BEFORE[at] else one for one in BEFORE]


def other_key(at):
    return [replace(one, key="new") if one is BEFORE[at] else one for one in BEFORE]


@pytest.mark.parametrize("change", [inserted, swapped, split, removed, other_exercise, one_exercise_more, other_key])
def test_is_the_same_stage_with_the_same_exercise_or_a_clinicians_choice(change):
    chosen = change in (removed, other_exercise, one_exercise_more, other_key)
    for at in HERE:
        landed = {here: landing(stage, change(at)) for here, stage in enumerate(BEFORE)}
        assert landed == {here: None if chosen and here == at else BEFORE[here] for here in HERE}, at


def test_is_a_choice_in_another_programme():
    assert landing(BEFORE[0], []) is None
