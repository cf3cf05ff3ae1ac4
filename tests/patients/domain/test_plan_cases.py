"""The cases of today's plan, each by itself."""

import json
from pathlib import Path

import pytest

from patients.domain.plan_cases import read_plan_case, replay_plan
from programs import library

CASES = sorted((Path(__file__).parents[2] / "cases" / "plan").glob("*.json"))


@pytest.mark.parametrize("file", CASES, ids=lambda file: file.stem)
def test_asks_what_the_case_expects(file):
    answer = replay_plan(read_plan_case(json.loads(file.read_text()), library.rules))
    assert answer["agrees"], answer


def test_finds_the_cases():
    assert len(CASES) >= 20


def test_says_with_every_reason_what_it_rests_on_and_what_it_allows():
    (file,) = (file for file in CASES if file.stem == "after-one-red-half-of-this-stage")
    (reason,) = replay_plan(read_plan_case(json.loads(file.read_text()), library.rules))["because"]
    assert reason == {
        **{"why": "eased", "since": "2026-03-05", "until": None, "got": 0, "needed": 3},
        **{"volume": "half", "exercise": "this"},
    }
