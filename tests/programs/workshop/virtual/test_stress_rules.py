"""`manage.py stress_rules`: figures for people and programs, and an exit code a script can trust."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from programs.management.commands import stress_rules
from programs.workshop.virtual.setting import Setting
from tests.programs.workshop.virtual.make import with_stage

pytestmark = pytest.mark.uncounted


def stress(capsys, *options):
    """What is printed, and what is told beside it."""
    call_command("stress_rules", "--jobs", "1", *options)
    return capsys.readouterr()


def test_drives_the_built_in_programme_without_a_fault(capsys):
    found = json.loads(stress(capsys, "--patients", "150", "--days", "120", "--jobs", "2", "--json").out)
    assert found["faults"] == []
    assert (found["simulated"], found["days"], found["dead_ends"], found["seed"]) == (150, 120, 0, 1)
    assert [row["stage"] for row in found["stages"]] == [1, 2, 3, 4, 5]
    assert len(found["answers"]) > 18
    assert all(row["failures"] == 0 and row["longest"] <= row["within"] for row in found["ways_out"])
    assert found["compared"] > 100


def test_prints_a_page_for_people_and_no_progress_where_nobody_looks(capsys):
    printed = stress(capsys, "--patients", "3", "--days", "20")
    assert "3 simulated patients" in printed.out
    assert printed.err == ""


def test_shows_its_progress_on_a_terminal(capsys):
    class Terminal(io.StringIO):
        def isatty(self):
            return True

    screen = Terminal()
    call_command("stress_rules", "--patients", "30", "--days", "3", "--jobs", "1", stderr=screen)
    assert " 50%" in screen.getvalue()
    assert screen.getvalue().endswith("100%\n")


def test_exits_with_1_and_says_why_when_the_rules_hold_people_up(capsys, monkeypatch):
    broken: Setting = with_stage(1, window_days=3)
    monkeypatch.setattr(stress_rules, "setting_of", lambda slug: broken)
    with pytest.raises(CommandError, match="Faults found in the rules") as stopped:
        stress(capsys, "--patients", "1", "--days", "5")
    assert stopped.value.returncode == 1
    assert "stuck: A pain-free adherent patient" in capsys.readouterr().err


def test_exits_with_2_for_a_programme_that_is_not_there(capsys):
    with pytest.raises(CommandError, match="not in the library") as stopped:
        stress(capsys, "--program", "knee")
    assert stopped.value.returncode == 2


@pytest.mark.parametrize("option", ["--patients", "--days", "--jobs"])
def test_asks_for_at_least_one(capsys, option):
    with pytest.raises(CommandError, match=option):
        stress(capsys, option, "0")
