"""Numbers beside the log: noted by a clinician, read by the rules that ask for them, refused off their scale."""

import datetime as dt

import pytest

from patients import engine, services
from programs import clock
from programs.progression import Measure
from tests import make

pytestmark = pytest.mark.django_db
CONFIRM = {"metric": "clinician_confirms", "operator": "at_least", "value": 1, "context": "squat"}


@pytest.fixture
def running():
    of = make.assignment(days=9)
    for stage in of.version.rules["stages"]:
        stage["criteria"] = [CONFIRM]
    of.version.save(update_fields=["rules"])
    return of


def noted(of, **changes):
    values = {"kind": "confirm:squat", "value": 1, "on": of.patient.today(clock.now())}
    return services.record_measure(of, **{**values, **changes}, by=of.patient.physio, now=clock.now())[0]


def test_opens_the_stage_that_waited_for_a_confirmation(running):
    make.good_days(running, 5)
    assert running.standing.because == "criterion"
    made = noted(running)
    assert running.standing.because == "criteria_met"
    assert engine.ask(running, clock.now()).history.measures == (Measure("confirm:squat", made.on, 1.0),)
    services.take_out(made, by=running.patient.physio, now=clock.now(), reason="Of another day.")
    assert engine.ask(running, clock.now()).history.measures == ()


def test_asks_the_database_nothing_where_no_criterion_needs_it(django_assert_num_queries):
    of = make.assignment(days=9)
    noted(of)
    with django_assert_num_queries(1):
        assert engine.ask(of, clock.now()).history.measures == ()


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": "mood"},
        {"kind": "performance:"},
        {"kind": "pain_sitting", "value": 11},
        {"side": "both"},
        {"on": clock.now().date() + dt.timedelta(days=3)},
    ],
)
def test_refuses_what_the_rules_cannot_read(running, changes):
    with pytest.raises(services.Refused):
        noted(running, **changes)
    assert not running.measures.exists()
