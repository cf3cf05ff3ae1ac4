"""The trials are too long for every commit; that they can begin is asked at each."""

import importlib

import pytest

from tests.house import ROOT

TRIALS = sorted(path.stem for path in (ROOT / "tests" / "trials").glob("test_*.py"))


@pytest.mark.parametrize("name", TRIALS)
def test_a_trial_finds_all_that_it_imports(name):
    importlib.import_module(f"tests.trials.{name}")
