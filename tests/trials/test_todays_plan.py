"""More pain never asks for more, on ten thousand random histories."""

from hypothesis import HealthCheck, settings

from tests.patients.domain.plan_property import hold


def test_todays_plan(figure):
    tries = settings.default.max_examples
    hold(max_examples=tries, deadline=None, suppress_health_check=list(HealthCheck))
    figure("asks no more for more pain: random histories without a counterexample", tries)
