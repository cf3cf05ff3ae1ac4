"""Ten thousand simulated patients for half a year: nobody is stuck, nobody swings, every reason ends."""

import json
import os
import time

import pytest
from django.core.management import call_command

from programs.workshop.virtual import crowd
from programs.workshop.virtual.report import figures
from programs.workshop.virtual.verdict import faults_of
from tests.programs.workshop.virtual.make import with_safety

pytestmark = pytest.mark.trial


def test_ten_thousand_virtual_patients(figure, capsys):
    started = time.monotonic()
    call_command("stress_rules", "--patients", "10000", "--days", "180", "--seed", "1", "--json")
    seconds = time.monotonic() - started
    found = json.loads(capsys.readouterr().out)
    assert found["simulated"] == 10_000
    assert found["faults"] == []
    assert found["dead_ends"] == 0
    assert len(found["answers"]) >= 24
    assert found["compared"] > 5_000
    figure("simulated patients, 180 days each", found["simulated"])
    figure("time", f"{seconds:.0f} s on {os.cpu_count()} cores")
    figure("answers of the rules", found["asked"])
    figure("answers compared with evaluate, different", f"{found['compared']}, 0")
    figure("finished", f"{found['finished']['share']:.1%}, median on day {found['finished']['days']['median']}")
    for row in found["stages"]:
        days = row["days"]
        spread = f"{days['median']} ({days['low']} to {days['high']}) days, least {row['least']}"
        figure(f"stage {row['stage']} reached after, median (5 to 95 %)", spread)
    figure("flares a patient-month", found["flares_a_month"])
    figure("steps back between the same two stages, patients by number", told(found["steps_back"]))
    figure("days left to the clinician after two steps back", share_of(found, "review/tried_before"))
    figure("dead ends", found["dead_ends"])
    figure("ways out followed, without an end", f"{followed(found, 'followed')}, {followed(found, 'failures')}")
    figure("messages a week for a clinician of 100 patients", found["messages_a_week"]["all"])
    figure("decisions a week", found["decisions_a_week"]["all"])
    for row in found["answers"][:6]:
        figure(f"days on {row['answer']}", f"{row['share']:.1%}")


def test_without_their_memory_the_rules_swing(figure):
    """The same people under the same rules, but for one threshold: what it is there for."""
    forgetful = with_safety(steps_back_count=1000)
    tally = crowd.run(crowd.portions(forgetful, 10_000, 180, seed=1), os.cpu_count())
    faults = faults_of(forgetful, [], tally)
    assert {fault.kind for fault in faults} == {"swing"}
    figure("without a memory of steps back: patients by number of them", told(figures(tally, faults)["steps_back"]))
    figure("without a memory of steps back: faults found", len(faults))


def told(counted):
    return ", ".join(f"{number}: {people}" for number, people in counted.items())


def share_of(found, answer):
    return next((f"{row['share']:.1%}" for row in found["answers"] if row["answer"] == answer), "0 %")


def followed(found, what):
    return sum(row[what] for row in found["ways_out"])
