"""`manage.py replay_plan`: one line of JSON a case, and an exit code a script can trust."""

import io
import json
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

FILES = sorted((Path(__file__).parents[1] / "cases" / "plan").glob("*.json"))
CASE = FILES[0]


def replay(capsys, *files):
    call_command("replay_plan", *map(str, files))
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_answers_every_case_it_is_given(capsys):
    answers = replay(capsys, *FILES)
    assert [answer["agrees"] for answer in answers] == [True] * len(FILES)


def test_prints_the_amount_and_every_reason(capsys):
    (answer,) = replay(capsys, CASE)
    assert list(answer) == ["name", "amount", "because", "expect_plan", "agrees"]
    assert [reason["why"] for reason in answer["because"]] == ["eased", "two_reds"]


def test_says_nothing_of_agreement_where_nothing_is_expected(capsys, tmp_path):
    assert replay(capsys, changed(tmp_path, expect_plan=None))[0]["agrees"] is None


def test_reads_standard_input(capsys, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.StringIO(CASE.read_text()))
    assert replay(capsys, "-")[0]["amount"] == "half_before"


def test_exits_with_1_when_a_case_disagrees(capsys, tmp_path):
    with pytest.raises(CommandError, match="1 of 1 cases disagree") as stopped:
        replay(capsys, changed(tmp_path, expect_plan={"amount": "whole"}))
    assert stopped.value.returncode == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"acts": None}, "acts"),
        ({"acts": [{"kind": "nap", "at": "2026-03-07T12:00:00+00:00"}]}, "acts[0].kind"),
        ({"acts": [{"kind": "pause", "at": "2026-03-07T12:00:00"}]}, "acts[0].at"),
        ({"expect_plan": {"amount": "most"}}, "expect_plan.amount"),
        ({"expect": {"outcome": "hold", "because": "gap"}}, "expect"),
        ({"stage": 9}, "stage"),
        ({"mood": 3}, "mood"),
    ],
)
def test_exits_with_2_and_names_the_field(capsys, tmp_path, changes, field):
    with pytest.raises(CommandError, match="1 of 1 files are not valid cases") as stopped:
        replay(capsys, changed(tmp_path, **changes))
    assert stopped.value.returncode == 2
    assert f": {field}: " in capsys.readouterr().err


def test_exits_with_2_for_what_is_no_object(capsys, tmp_path):
    file = tmp_path / "case.json"
    file.write_text("[]")
    with pytest.raises(CommandError):
        replay(capsys, file)
    assert "the document: must be an object" in capsys.readouterr().err


def changed(folder, **changes):
    """The case with other values; None leaves a key out."""
    document = json.loads(CASE.read_text()) | changes
    left_out = [key for key, value in changes.items() if value is None]
    file = folder / "case.json"
    file.write_text(json.dumps({key: value for key, value in document.items() if key not in left_out}))
    return file
