"""Sending whatever was logged once more, as new entries with more pain or less, never gives more than once."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, Phase, given, note, settings
from hypothesis import strategies as st

from patients.domain import doubles
from patients.domain.doubles import DoneSet, Visit
from patients.domain.engine_input import fold, within
from patients.domain.todays_plan import todays_plan
from programs.progression.history import training_day
from programs.progression.reading import read
from tests.programs.progression.make import RULES, at, check, history, session
from tests.programs.progression.properties import boldness

from .plan_property import ORDER
from .plans import FLAGS, act, flag

SETS = 10
SOON = [timedelta(seconds=seconds) for seconds in (0, 0, 1, 30, 59)]
HOURS = [8, 12, 18, 18.01, 20, 24.5, 27.995, 28.005]
PAINS = [0, 1, 1, 2, 2, 3, 4, 6, None]


@st.composite
def logs(draw):
    """[(when, first set, sets, asked, pain)], in the order in which they arrive, and how each is sent once more."""
    days = draw(st.lists(st.sampled_from([0, 1, 1, 1, 2]), min_size=4, max_size=14))
    once = [
        (at(day, hour), draw(st.sampled_from([1, 1, 6])), draw(st.sampled_from([10, 10, 8, 5, 5, 2])))
        for day, visits in enumerate(days)
        for hour in sorted(draw(st.lists(st.sampled_from(HOURS), min_size=visits, max_size=visits)))
    ]
    size = {"min_size": len(once), "max_size": len(once)}
    asked = draw(st.lists(st.sampled_from([10, 10, 10, 5]), **size))
    again = draw(st.lists(st.tuples(st.sampled_from(SOON), st.sampled_from(PAINS)), **size))
    pains = draw(st.lists(st.sampled_from([1, 1, 2, 2, 3, 4, 6]), **size))
    return list(zip(once, asked, pains, again, strict=True)), draw(st.booleans()), len(days)


def entries(log, at_the_end):
    """What arrives where each is sent once more, at once or after all of them."""
    first = [(when, sets, asked, pain) for (when, *sets), asked, pain, _again in log]
    more = [(when + soon, sets, asked, pain) for (when, *sets), asked, _pain, (soon, pain) in log]
    return first + more if at_the_end else [each for both in zip(first, more, strict=True) for each in both]


def told(arriving):
    """The sessions as the rules are told of them."""
    kept = []
    for key, (when, (first, count), asked, pain) in enumerate(arriving, 1):
        done = tuple(DoneSet(number, "both", 10, 10) for number in range(first, min(first + count, SETS + 1)))
        visit = Visit(key, when, training_day(when, "Etc/UTC"), 1, "standard", asked, done)
        same_as = doubles.saved_already(visit, [one for one, _pain in kept], 0.8)
        kept.append((replace(visit, same_as=same_as), pain))
    by_key = {visit.key: (visit, pain) for visit, pain in kept}
    return [_session(visit, pain, by_key) for visit, pain in kept]


def _session(visit, pain, by_key):
    share = len(visit.sets) / SETS
    values = {"at": visit.at, "day": visit.day, "completion": share, "all_sets": share == 1, "pain_during": pain}
    made = replace(session(0, id=str(visit.key)), **values)
    first, hurt = by_key.get(visit.same_as, (None, None))
    return within(made, first.at, first.day, hurt) if first else made


def volumes(reading):
    return {day.on: day.completion for day in (*reading.earlier_days, *reading.days)}


def hold(**options):
    @settings(**options)
    @given(logs(), st.data())
    def gives_no_more_than_once(found, data):
        log, at_the_end, length = found
        mornings = [check(day, data.draw(st.sampled_from([1, 1, 1, 2, 3, 5]))) for day in range(1, length + 1)]
        flags = data.draw(st.lists(st.builds(flag, st.integers(0, length), st.sampled_from(FLAGS)), max_size=1))
        kinds = st.sampled_from(["whole_plan", "pause", "resume", "alarm_closed", "step_back_declined"])
        acts = data.draw(st.lists(st.builds(act, kinds, st.integers(0, length), st.sampled_from([9, 19])), max_size=2))
        once, twice = (
            history(list(fold(told(arriving))), mornings, flags, today=length, stage=2)
            for arriving in (entries(log, at_the_end)[:: 1 if at_the_end else 2][: len(log)], entries(log, at_the_end))
        )
        before, after = read(RULES, once), read(RULES, twice)
        note(f"{once}\n{twice}")
        assert volumes(after).keys() == volumes(before).keys()
        assert all(share <= volumes(before)[day] for day, share in volumes(after).items())
        assert _green(after) <= _green(before)
        assert boldness(RULES, twice) <= boldness(RULES, once)
        plans = [todays_plan(RULES, one, acts) for one in (once, twice)]
        assert ORDER.index(plans[1].amount) <= ORDER.index(plans[0].amount)
        assert plans[1].volume <= plans[0].volume and plans[1].exercise <= plans[0].exercise

    gives_no_more_than_once()


def _green(reading):
    return {day.on for day in reading.days if reading.zones[day.on] == "green"}


@pytest.mark.uncounted
def test_gives_no_more_than_once():
    hold(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.mark.uncounted
def test_finds_that_a_second_entry_counts(monkeypatch):
    monkeypatch.setattr(doubles, "saved_already", lambda *_: None)
    with pytest.raises(AssertionError):
        hold(max_examples=120, deadline=None, database=None, phases=[Phase.generate])
