import datetime as dt
from dataclasses import replace

import pytest

from patients import engine, services
from programs import clock
from tests import make

pytestmark = pytest.mark.django_db


def log(of, kept, at):
    """A visit with those sets of the main exercise that `kept` says yes to."""
    whole = make.entry(of, at=at)
    visit = replace(whole, sets=tuple(one for one in whole.sets if kept(one)))
    services.log_session(of, visit, by=of.patient.user, now=clock.now())


@pytest.mark.parametrize(
    "visits",
    [
        [lambda one, number=number: one.number == number for number in (1, 2, 3)],
        [lambda one: one.side == "left", lambda one: one.side == "right"],
        [lambda one: one.number == 1, lambda one: one.side == "left" and one.number > 1, lambda one: one.number > 1],
    ],
    ids=["a set each", "a side each", "a set, a side, and more than was missing"],
)
def test_makes_a_whole_of_the_sets_of_a_day_however_they_are_split(visits):
    theirs = make.assignment(days=9, stage=5)
    one = make.main_prescription(theirs)
    assert (one.sets, one.sides) == (3, ("left", "right"))
    yesterday = clock.now().replace(hour=12, minute=0) - dt.timedelta(days=1)
    for number, kept in enumerate(visits):
        log(theirs, kept, yesterday + dt.timedelta(minutes=number))
    (day,) = engine.ask(theirs, clock.now()).reading.days
    assert (day.completion, day.all_sets) == (1, True)
