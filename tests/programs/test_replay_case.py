"""`manage.py replay_case`: one line of JSON a case, and an exit code a script can trust."""

import io
import json
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

CASES = Path(__file__).parents[1] / "cases"
FLARE = CASES / "stage-1-a-single-red-is-a-flare.json"
GREEN = CASES / "stage-1-five-green-days-heels-far-on-the-last-two.json"


def replay(capsys, *files):
    call_command("replay_case", *map(str, files))
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_prints_one_object_a_case(capsys):
    answers = replay(capsys, FLARE, GREEN)
    assert [(answer["outcome"], answer["agrees"]) for answer in answers] == [("reduce", True), ("suggest_next", True)]


def test_reads_standard_input(capsys, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.StringIO(FLARE.read_text()))
    assert replay(capsys, "-")[0]["because"] == "flare"


def test_exits_with_1_when_a_case_disagrees(capsys, tmp_path):
    wrong = changed(tmp_path, expect={"outcome": "hold", "because": "gap"})
    with pytest.raises(CommandError, match="1 of 2 cases disagree") as stopped:
        replay(capsys, GREEN, wrong)
    assert stopped.value.returncode == 1
    assert [json.loads(line)["agrees"] for line in capsys.readouterr().out.splitlines()] == [True, False]


def test_exits_with_2_and_names_file_and_field(capsys, tmp_path):
    broken = changed(tmp_path, stage=9)
    with pytest.raises(CommandError, match="1 of 2 files are not valid cases") as stopped:
        replay(capsys, broken, GREEN)
    assert stopped.value.returncode == 2
    printed = capsys.readouterr()
    assert f"{broken}: stage: " in printed.err
    assert len(printed.out.splitlines()) == 1


@pytest.mark.parametrize("content", [b"\xff\xfe", b"not json"])
def test_exits_with_2_for_what_is_no_json(capsys, tmp_path, content):
    file = tmp_path / "case.json"
    file.write_bytes(content)
    with pytest.raises(CommandError) as stopped:
        replay(capsys, file)
    assert stopped.value.returncode == 2


def test_exits_with_2_for_a_file_that_is_not_there(capsys, tmp_path):
    with pytest.raises(CommandError) as stopped:
        replay(capsys, tmp_path / "none.json")
    assert stopped.value.returncode == 2


def changed(folder, **fields):
    file = folder / "changed.json"
    file.write_text(json.dumps(json.loads(FLARE.read_text()) | fields))
    return file
