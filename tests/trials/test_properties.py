"""Every property of the rules, ten thousand random histories and programmes each."""

import pytest
from hypothesis import HealthCheck, Phase, settings

from tests.programs.progression.properties import PROPERTIES, hold
from tests.programs.progression.test_properties import criteria_never_end


@pytest.mark.parametrize("name", PROPERTIES)
def test_rules_hold(name, figure):
    tries = settings.default.max_examples
    hold(name, max_examples=tries, deadline=None, suppress_health_check=list(HealthCheck))
    figure(f"{name.replace('_', ' ')}: random histories without a counterexample", tries)


def test_an_answer_that_outlives_its_criterion_is_noticed(monkeypatch):
    """A planted defect that shows in few histories, so it needs more of them than every commit can spare."""
    criteria_never_end(monkeypatch)
    with pytest.raises(AssertionError):
        hold("holds_until_it_says", max_examples=10_000, phases=[Phase.generate], database=None)
