"""The figures: plain values in their units, and a page that names them."""

import json

from programs.workshop.virtual.report import figures, page
from programs.workshop.virtual.tally import Tally
from programs.workshop.virtual.verdict import Fault
from tests.programs.workshop.virtual.make import drawn, walk


def tally_of(*courses):
    tally = Tally()
    for course in courses:
        tally.add(course)
    return tally


def test_sets_the_times_of_each_stage_beside_its_minimum():
    found = figures(tally_of(walk()), [])
    assert [row["least"] for row in found["stages"]] == [7, 7, 14, 14, 21]
    assert found["stages"][4] == {
        **{"stage": 5, "entered": 1, "reached": 1, "least": 21},
        "days": {"low": 21, "median": 21, "high": 21},
    }
    assert found["finished"] == {"share": 1.0, "days": {"low": 63, "median": 63, "high": 63}}


def test_counts_messages_and_decisions_a_week_for_a_hundred():
    found = figures(tally_of(walk()), [])
    weeks = 64 / 7
    assert found["messages_a_week"]["all"] == round(500 / weeks, 2)
    assert found["decisions_a_week"] == {
        "all": round(500 / weeks, 2),
        "criteria_met": round(400 / weeks, 2),
        "programme_complete": round(100 / weeks, 2),
    }


def test_shares_out_the_days_among_the_answers():
    found = figures(tally_of(*(drawn(number, days=60) for number in range(3))), [])
    assert 0.99 < sum(row["share"] for row in found["answers"]) < 1.01
    assert all(row["spell"]["low"] <= row["spell"]["median"] <= row["spell"]["high"] for row in found["answers"])


def test_can_be_written_as_json_and_read_as_a_page():
    found = figures(tally_of(drawn(1, days=40)), [Fault("swing", "to and fro")])
    assert json.loads(json.dumps(found)) == found
    text = page(found)
    assert "1 simulated patients" in text
    assert "no evidence" in text
    assert all(row["answer"] in text for row in found["answers"])


def test_says_nothing_where_nobody_got_anywhere():
    found = figures(Tally(), [])
    assert found["finished"]["days"]["median"] is None
    assert page(found)
