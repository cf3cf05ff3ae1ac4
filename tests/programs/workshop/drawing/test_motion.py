"""The motions: every frame that is seen keeps contacts, joints and bones, and both ends are the stills."""

import math
import re
from dataclasses import replace

import pytest
from django.conf import settings

from programs.workshop.drawing.anatomy import hip_flexion, motion_faults
from programs.workshop.drawing.catalogue import WAYS, drawing_of
from programs.workshop.drawing.motion import MOST_SECONDS, MOTIONS, lerp
from programs.workshop.drawing.poses import BALL_RADIUS, all_poses, bridge_pose, bridge_top
from programs.workshop.drawing.skeleton import HEEL_RADIUS, SHANK, THIGH, TRUNK

CLOSE, SINGLE = ("double-leg-bridge", "heels-close"), ("single-leg-bridge", "standard")
RESISTED, BALL = ("prone-hamstring-curl", "resisted"), ("swiss-ball-curl", "standard")
TABLE = re.compile(r"^\| (\S+), (\S+) \|.*\| (\d+) → (\d+) \| (\d+) → (\d+) \| ([\d.]+) \| (\d+) \|$", re.MULTILINE)
ROWS = {row[:2]: row[2:] for row in TABLE.findall((settings.BASE_DIR / "docs" / "motions.md").read_text())}
each = pytest.mark.parametrize("slugs", MOTIONS)


def frames(motion, count=60):
    keys = motion.keys
    return [motion.at(frame / count, keys) for frame in range(count + 1)]


@each
def test_finds_nothing_wrong_with_any_frame(slugs):
    assert motion_faults(slugs, MOTIONS[slugs]) == []


@each
def test_begins_and_ends_where_the_stills_are(slugs):
    poses, shown = all_poses(), frames(MOTIONS[slugs], 1)
    for pose, position in zip(shown, ("start", "end"), strict=True):
        still = poses[*slugs, position]
        for ours, theirs in ((pose.near, still.near), (pose.far, still.far)):
            assert math.dist(ours.knee, theirs.knee) < 0.05
            assert math.dist(ours.heel, theirs.heel) < 0.05


@each
def test_turns_hip_and_knee_as_the_table_says_in_as_many_seconds_and_bytes(slugs):
    motion = MOTIONS[slugs]
    (hip, knee), (hip_end, knee_end) = (
        (round(hip_flexion(pose, pose.near)), round(pose.near.knee_angle)) for pose in frames(motion, 1)
    )
    size = (settings.BASE_DIR / "static" / drawing_of(*slugs).moves).stat().st_size
    told = (hip, hip_end, knee, knee_end, f"{motion.seconds:.1f}", size)
    assert ROWS[slugs] == tuple(map(str, told))


@each
def test_keeps_the_bones_as_long_as_they_are_in_every_frame(slugs):
    for pose in frames(MOTIONS[slugs], 20):
        assert math.dist(pose.shoulder, pose.near.hip) == pytest.approx(TRUNK)
        for leg in (pose.near, pose.far):
            assert math.dist(leg.hip, leg.knee) == pytest.approx(THIGH)
            assert math.dist(leg.knee, leg.ankle) == pytest.approx(SHANK)


@pytest.mark.parametrize("slugs", [slugs for slugs in MOTIONS if "bridge" in slugs[0]])
def test_leaves_the_heel_on_its_spot_and_opens_the_hip_to_one_line(slugs):
    shown = frames(MOTIONS[slugs])
    assert max(math.dist(pose.near.heel, shown[0].near.heel) for pose in shown) < 0.2
    hips = [hip_flexion(pose, pose.near) for pose in shown]
    assert hips == sorted(hips, reverse=True)
    assert hips[-1] == pytest.approx(0, abs=0.1)


@pytest.mark.parametrize("slugs", [slugs for slugs in MOTIONS if "ball" in slugs[0]])
def test_rolls_the_ball_under_the_heel_and_bends_hip_and_knee_together(slugs):
    shown = frames(MOTIONS[slugs])
    gaps = [math.dist(pose.near.heel, pose.ball.centre) - BALL_RADIUS - HEEL_RADIUS for pose in shown]
    assert max(map(abs, gaps)) < 0.2
    for pose in shown:
        rolled = shown[0].ball.centre[0] - pose.ball.centre[0]
        assert math.radians(pose.ball.turned) * BALL_RADIUS == pytest.approx(rolled, abs=0.1)
    knees = [pose.near.knee_angle for pose in shown]
    hips = [hip_flexion(pose, pose.near) for pose in shown]
    assert knees == sorted(knees, reverse=True)
    assert hips == sorted(hips)


def test_takes_at_most_five_seconds_and_returns_no_faster_than_it_went_but_where_the_way_is_down():
    assert max(motion.seconds for motion in MOTIONS.values()) <= MOST_SECONDS
    slower = {slugs for slugs, motion in MOTIONS.items() if motion.back > motion.way}
    assert slower == MOTIONS.keys() - {RESISTED}


def test_moves_each_variation_that_is_drawn():
    assert MOTIONS.keys() == WAYS.keys() == {slugs[:2] for slugs in all_poses()}


def changed(slugs, **changes):
    """The faults of a motion with something of each of its poses replaced."""
    motion = MOTIONS[slugs]
    solved = motion.solved
    near = changes.pop("near", lambda leg, share: leg)
    seen = replace(motion, solved=lambda share: replace(solved(share), near=near(solved(share).near, share)))
    return "\n".join(motion_faults(slugs, replace(seen, **changes)))


def test_reports_a_heel_that_slides():
    top = bridge_top(76, 0)

    def slides(share):
        return bridge_pose(lerp(0.2, 25, share), (top.heel[0] - 5 * share, top.heel[1]), 0)

    assert "the heel has slid" in "\n".join(motion_faults(CLOSE, replace(MOTIONS[CLOSE], solved=slides)))


def test_reports_an_arched_back():
    assert "the working hip is at -" in changed(
        CLOSE, near=lambda leg, share: replace(leg, thigh=leg.thigh - 4 * share)
    )


def test_reports_a_hip_that_moves_in_a_prone_curl():
    assert "the trunk or the knee has moved" in changed(
        RESISTED, near=lambda leg, share: replace(leg, thigh=leg.thigh + share)
    )


def test_reports_ankles_that_part():
    assert "cm apart" in changed(RESISTED, near=lambda leg, share: replace(leg, shank=leg.shank - 20 * share))


def test_reports_a_knee_that_bends_the_wrong_way():
    assert "the near knee is at 18" in changed(BALL, near=lambda leg, share: replace(leg, shank=leg.shank + 12))


def test_reports_a_ball_that_is_left_behind():
    solved = MOTIONS[BALL].solved
    behind = replace(MOTIONS[BALL], solved=lambda share: replace(solved(share), ball=solved(0).ball))
    assert "off the ball" in "\n".join(motion_faults(BALL, behind))


def test_reports_a_knee_that_turns_back_or_jumps():
    solved = MOTIONS[BALL].solved
    wavers = replace(MOTIONS[BALL], solved=lambda share: solved(abs(share - 0.3)))
    assert "turns back" in "\n".join(motion_faults(BALL, wavers))
    assert "jumps" in changed(BALL, way=0.1)


def test_reports_a_motion_that_takes_too_long():
    assert "more than 5 s" in changed(CLOSE, hold=2.5)
