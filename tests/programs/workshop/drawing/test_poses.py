"""Contacts that are solved: the ball rolls, the leg reaches."""

import math

import pytest

from programs.workshop.drawing.poses import BALL_RADIUS, LONG_CONTACT, all_poses, on_ball, rolled_in, slip
from programs.workshop.drawing.skeleton import bisect, reaching_leg


def test_rolls_the_ball_without_slipping_under_the_heel():
    long = on_ball(LONG_CONTACT, 175, 0, None)
    bent = rolled_in(long, 80, 25, -14)
    assert slip(long, bent) == pytest.approx(0, abs=0.01)
    assert 15 < long.centre[0] - bent.centre[0] < 40


def test_turns_the_ball_by_the_way_it_has_rolled():
    start, end = (all_poses()["swiss-ball-curl", "standard", position].ball for position in ("start", "end"))
    way = start.centre[0] - end.centre[0]
    assert math.radians(end.turned - start.turned) * BALL_RADIUS == pytest.approx(way)


def test_shows_the_same_working_leg_with_one_leg_as_with_two():
    poses = all_poses()
    for position in ("start", "end"):
        both, single = (poses[f"{kind}swiss-ball-curl", "standard", position] for kind in ("", "single-leg-"))
        assert both.near == single.near
        assert both.far != single.far


def test_reaches_the_heel_with_the_knee_up():
    leg = reaching_leg((50.0, 10.0), (95.0, 3.2), 0)
    assert leg.heel == pytest.approx((95.0, 3.2))
    assert leg.knee[1] > 20


def test_refuses_a_heel_out_of_reach():
    with pytest.raises(ValueError, match="out of reach"):
        reaching_leg((50.0, 10.0), (195.0, 3.2), 0)


def test_refuses_to_look_for_a_zero_that_is_not_there():
    with pytest.raises(ValueError, match="no change of sign"):
        bisect(lambda x: x * x + 1, -1, 1)
