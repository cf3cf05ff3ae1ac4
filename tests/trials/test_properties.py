"""Every property of the rules, ten thousand random histories and programmes each."""

import pytest
from hypothesis import HealthCheck, settings

from tests.programs.progression.properties import PROPERTIES, hold


@pytest.mark.parametrize("name", PROPERTIES)
def test_rules_hold(name, figure):
    tries = settings.default.max_examples
    hold(name, max_examples=tries, deadline=None, suppress_health_check=list(HealthCheck))
    figure(f"{name.replace('_', ' ')}: random histories without a counterexample", tries)
