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
