"""The command: it writes, it compares, and it refuses to draw a wrong pose."""

import shutil
from dataclasses import replace
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from programs.management.commands import draw_exercises
from programs.management.commands.draw_exercises import PICTURES
from programs.workshop.drawing.catalogue import FRAMES
from programs.workshop.drawing.poses import all_poses

pytestmark = pytest.mark.uncounted

BRIDGE = "single-leg-bridge"
START = f"{BRIDGE}--standard--start.svg"


@pytest.fixture
def folder(tmp_path):
    return shutil.copytree(PICTURES, tmp_path / "exercises")


def run(*arguments, **options):
    out = StringIO()
    call_command("draw_exercises", *arguments, stdout=out, **options)
    return out.getvalue()


@pytest.mark.parametrize("exercise", sorted({frame.exercise for frame in FRAMES}))
def test_finds_the_committed_pictures_as_the_generator_draws_them(exercise):
    assert "pictures are as drawn" in run("--check", exercise=exercise)


def test_writes_the_pictures_it_is_asked_for(tmp_path):
    assert "3 pictures drawn" in run(folder=tmp_path / "new", exercise=BRIDGE)
    assert (tmp_path / "new" / START).read_text() == (PICTURES / START).read_text()


def test_reports_a_picture_changed_by_hand(folder):
    picture = folder / START
    picture.write_text(picture.read_text().replace("M6 190H394", "M6 191H394"))
    with pytest.raises(CommandError, match=START):
        run("--check", folder=folder, exercise=BRIDGE)


def test_reports_a_missing_picture(folder):
    (folder / START).unlink()
    with pytest.raises(CommandError, match=START):
        run("--check", folder=folder, exercise=BRIDGE)


def test_refuses_to_draw_a_lifted_heel(monkeypatch, tmp_path):
    slugs = (BRIDGE, "standard", "end")
    poses = all_poses()
    end = poses[slugs]
    poses[slugs] = replace(end, near=replace(end.near, shank=end.near.shank + 1.9))
    monkeypatch.setattr(draw_exercises, "all_poses", lambda: poses)
    with pytest.raises(CommandError, match=r"the heel is .* cm off the floor"):
        run(folder=tmp_path, exercise=BRIDGE)
    assert list(tmp_path.iterdir()) == []


def test_refuses_an_exercise_nobody_knows(tmp_path):
    with pytest.raises(CommandError, match="No exercise is called squat"):
        run(folder=tmp_path, exercise="squat")


def test_reports_a_picture_that_no_pose_belongs_to(folder):
    drawn = {path.name: path.read_text() for path in folder.iterdir()}
    shutil.copy(folder / START, folder / "squat--standard--start.svg")
    with pytest.raises(CommandError, match="squat"):
        draw_exercises.Command().compare(drawn, folder, complete=True)
