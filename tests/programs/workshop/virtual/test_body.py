"""The simulated tendon: tolerated load makes it stronger, overload weaker and sore, nights calm it."""

from dataclasses import replace
from random import Random

import pytest

from programs.workshop.virtual.body import Body
from tests.programs.workshop.virtual.make import STEADY

PERSON = replace(STEADY, capacity=1.0, growth=0.02, irritability=1.0, ache=1.0)


def body(**changes):
    return Body(replace(PERSON, **changes), Random(1))


def test_grows_with_load_it_tolerates():
    tendon = body()
    tendon.bears(1.0)
    assert tendon.capacity == pytest.approx(1.02)


def test_shrinks_with_overload_and_stays_sore():
    tendon = body()
    pain = tendon.bears(1.6)
    assert tendon.capacity < 1
    assert pain > 4
    assert tendon.in_the_morning > 2


def test_hurts_more_the_more_it_is_loaded():
    pains = [body().bears(load) for load in (0.5, 0.9, 1.1, 1.5)]
    assert pains == sorted(pains)
    assert pains[0] < pains[-1]


def test_calms_down_overnight():
    tendon = body()
    tendon.bears(1.6)
    before = tendon.in_the_morning
    tendon.sleeps()
    assert tendon.in_the_morning < before


def test_loses_what_is_not_used_after_a_week():
    tendon = body()
    for _night in range(7):
        tendon.sleeps()
    kept = tendon.capacity
    tendon.sleeps()
    assert kept == 1.0
    assert tendon.capacity < kept


def test_aches_less_as_it_gets_stronger():
    tendon = body()
    before = tendon.ache
    for _session in range(20):
        tendon.bears(1.0)
    assert tendon.ache < before


@pytest.mark.parametrize(("pain", "said"), [(-3, 0), (2.4, 2), (2.6, 3), (14, 10)])
def test_names_whole_numbers_from_0_to_10(pain, said):
    assert body().says(pain) == said


def test_names_other_numbers_for_the_same_pain_where_there_is_noise():
    tendon = body(noise=0.7)
    assert len({tendon.says(2.5) for _ in range(50)}) > 1
