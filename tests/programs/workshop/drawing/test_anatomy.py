"""The rules that keep a picture from teaching a wrong position, and that each of them can turn red."""

import math
from dataclasses import replace

import pytest

from programs.workshop.drawing.anatomy import KNEE_TARGETS, faults, line_angle
from programs.workshop.drawing.body import FOOT_PADS
from programs.workshop.drawing.poses import BALL_RADIUS, Ball, all_poses
from programs.workshop.drawing.skeleton import HEEL_RADIUS, SHANK, THIGH, TRUNK, offset
from programs.workshop.drawing.svg import VIEWS

POSES = all_poses()
BRIDGES = [slugs for slugs in POSES if "bridge" in slugs[0]]
BALLS = [slugs for slugs in POSES if "ball" in slugs[0]]
TOP = ("double-leg-bridge", "heels-close", "end")


def faults_of(slugs, pose):
    return faults(slugs, pose, VIEWS[slugs[0]])


@pytest.mark.parametrize("slugs", POSES)
def test_finds_nothing_wrong_with_the_drawn_poses(slugs):
    assert faults_of(slugs, POSES[slugs]) == []


@pytest.mark.parametrize("slugs", BRIDGES)
def test_puts_the_heel_on_the_floor(slugs):
    assert POSES[slugs].near.heel[1] - HEEL_RADIUS == pytest.approx(0, abs=0.2)


@pytest.mark.parametrize("slugs", BALLS)
def test_puts_the_heel_on_the_ball_and_the_ball_on_the_floor(slugs):
    pose = POSES[slugs]
    assert math.dist(pose.near.heel, pose.ball.centre) == pytest.approx(BALL_RADIUS + HEEL_RADIUS, abs=0.2)
    assert pose.ball.centre[1] == BALL_RADIUS


@pytest.mark.parametrize("slugs", [slugs for slugs in BRIDGES if slugs[2] == "end"])
def test_holds_a_bridge_in_one_line(slugs):
    assert abs(line_angle(POSES[slugs])) <= 1.5


@pytest.mark.parametrize("slugs", [slugs for slugs in BRIDGES if slugs[2] == "start"])
def test_lifts_a_bridge_over_the_same_heel_spot(slugs):
    start, end = POSES[slugs], POSES[(*slugs[:2], "end")]
    assert start.near.heel == pytest.approx(end.near.heel, abs=0.2)


@pytest.mark.parametrize("slugs", POSES)
def test_keeps_the_bones_as_long_as_they_are(slugs):
    pose = POSES[slugs]
    assert math.dist(pose.shoulder, pose.near.hip) == pytest.approx(TRUNK, abs=0.01)
    for leg in (pose.near, pose.far):
        assert math.dist(leg.hip, leg.knee) == pytest.approx(THIGH)
        assert math.dist(leg.knee, leg.ankle) == pytest.approx(SHANK)


@pytest.mark.parametrize("slugs", KNEE_TARGETS)
def test_bends_the_working_knee_as_far_as_meant(slugs):
    assert POSES[slugs].near.knee_angle == pytest.approx(KNEE_TARGETS[slugs], abs=2)


@pytest.mark.parametrize("slugs", POSES)
def test_leaves_no_part_under_the_floor(slugs):
    for leg in (POSES[slugs].near, POSES[slugs].far):
        depths = [leg.on_foot(along, front)[1] - radius for along, front, radius in FOOT_PADS]
        assert min(*depths, leg.knee[1] - 5.6) > -1.2


def test_sets_the_heels_farther_from_the_buttocks_in_the_harder_bridge():
    def reach(variation):
        start = POSES["double-leg-bridge", variation, "start"].near
        return start.heel[0] - start.hip[0]

    assert reach("heels-far") > reach("heels-close") + 25


@pytest.mark.parametrize("slugs", [slugs for slugs in BALLS if slugs[2] == "end"])
def test_keeps_the_ball_curl_less_steep_than_a_shoulder_stand(slugs):
    pose = POSES[slugs]
    assert 30 < pose.trunk < 45
    assert 15 < pose.near.thigh - pose.trunk < 30


def test_presses_the_resisting_ankle_against_the_back_of_the_working_ankle():
    for position in ("start", "end"):
        pose = POSES["prone-hamstring-curl", "resisted", position]
        assert 7 < math.dist(pose.near.ankle, pose.far.ankle) < 11
        assert pose.far.knee_angle < pose.near.knee_angle


def test_reports_a_lifted_heel():
    top = POSES[TOP]
    lifted = replace(top, near=replace(top.near, shank=top.near.shank + 1.9))
    assert any("off the floor" in fault for fault in faults_of(TOP, lifted))


def test_reports_a_heel_that_has_left_the_ball():
    slugs = ("swiss-ball-curl", "standard", "end")
    pose = POSES[slugs]
    away = replace(pose, ball=Ball((pose.ball.centre[0] + 1, BALL_RADIUS)))
    assert any("off the ball" in fault for fault in faults_of(slugs, away))


def test_reports_sagging_hips():
    top = POSES[TOP]
    hip = offset(top.shoulder, top.trunk - 3, TRUNK)
    sagging = replace(top, trunk=top.trunk - 3, near=replace(top.near, hip=hip))
    assert any("off one line" in fault for fault in faults_of(TOP, sagging))


def test_reports_a_hip_that_has_left_the_trunk():
    top = POSES[TOP]
    assert any("off the trunk" in fault for fault in faults_of(TOP, replace(top, near=top.near.moved(1))))


def test_reports_a_knee_at_the_wrong_angle():
    close, far = POSES[TOP], ("double-leg-bridge", "heels-far", "end")
    assert any("working knee" in fault for fault in faults_of(far, close))


def test_reports_a_foot_under_the_floor():
    top = POSES[TOP]
    pointed = replace(top, far=replace(top.far, foot=-15))
    assert any("far foot" in fault and "under the floor" in fault for fault in faults_of(TOP, pointed))


def test_reports_a_foot_outside_the_picture():
    slugs = ("single-leg-bridge", "standard", "end")
    pose = POSES[slugs]
    upright = replace(pose, far=replace(pose.far, thigh=80, shank=80))
    assert any("leaves the picture" in fault for fault in faults_of(slugs, upright))
