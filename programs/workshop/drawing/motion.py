"""The way between the two positions of a variation: a whole figure for every share of it, solved from the contacts.

An animation keeps STEPS + 1 of these figures and turns the limbs evenly from one to the next. `Motion.at` answers what
is then seen, so that the checks look at the frames that people see, and not only at the solved ones.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from programs.workshop.drawing.poses import (
    FAR_SIDE_SHIFT,
    LONG_CONTACT,
    PRONE_SHOULDER,
    Arrow,
    Ball,
    Pose,
    ball_pose,
    bridge_pose,
    bridge_top,
    curled_on_ball,
    drawn_in,
    lying_trunk,
    on_ball,
    press_of,
    prone_leg,
    prone_trunk,
    resisted_pose,
)
from programs.workshop.drawing.skeleton import TRUNK, Leg, bent_leg, offset

STEPS = 6
LEAD, REST = 0.4, 0.3
"""Seconds of standing still before the way and after the return."""

MOST_SECONDS = 5.0

Way = Callable[[float], Pose]


@dataclass(frozen=True)
class Motion:
    """`way`, `hold` and `back` are seconds, where no tempo is prescribed. `press`: the far leg presses on the near one,
    on the way only; `holds`: a stopwatch is shown with the hold."""

    solved: Way
    way: float
    hold: float
    back: float
    holds: bool = False
    press: bool = False

    @property
    def seconds(self) -> float:
        return LEAD + self.way + self.hold + self.back + REST

    @property
    def keys(self) -> list[Pose]:
        return [_written(self.solved(step / STEPS)) for step in range(STEPS + 1)]

    def at(self, share: float, keys: list[Pose] | None = None) -> Pose:
        """What is seen at a share of the way, from 0 (start) to 1 (end)."""
        keys = keys or self.keys
        step = min(int(share * STEPS), STEPS - 1)
        return _turned(keys[step], keys[step + 1], share * STEPS - step)


def lerp(a: float, b: float, share: float) -> float:
    return a + (b - a) * share


def _written(pose: Pose) -> Pose:
    """As the file has it: hundredths of a degree, and the joints where these put them."""
    return _turned(pose, pose, 0)


def _turned(a: Pose, b: Pose, share: float) -> Pose:
    def between(x: float, y: float) -> float:
        return lerp(round(x, 2), round(y, 2), share)

    trunk = between(a.trunk, b.trunk)
    hip = offset(a.shoulder, trunk, TRUNK)

    def leg(x: Leg, y: Leg) -> Leg:
        aside = x.hip[0] - a.trunk_hip[0]
        thigh, shank, foot = between(x.thigh, y.thigh), between(x.shank, y.shank), between(x.foot, y.foot)
        return Leg((hip[0] + aside, hip[1]), thigh, shank, foot, x.facing)

    ball = None
    if a.ball and b.ball:
        centre = lerp(a.ball.centre[0], b.ball.centre[0], share), a.ball.centre[1]
        ball = Ball(centre, between(a.ball.turned, b.ball.turned))
    return replace(a, trunk=trunk, near=leg(a.near, b.near), far=leg(a.far, b.far), ball=ball)


def bridge_way(knee_angle: float, foot: float) -> Way:
    """The hips rise on an arc around the shoulder, over heels that stay where they are."""
    top, low = bridge_top(knee_angle, foot), lying_trunk()

    def at(share: float) -> Pose:
        return bridge_pose(lerp(low, top.thigh, share), top.heel, foot)

    return at


def single_leg_bridge_way(knee_angle: float) -> Way:
    both = bridge_way(knee_angle, 0)

    def at(share: float) -> Pose:
        pose = both(share)
        far = bent_leg(pose.near.hip, pose.near.thigh + lerp(-3, 1, share), lerp(166, 176, share), lerp(28, 22, share))
        return replace(pose, far=far.moved(FAR_SIDE_SHIFT))

    return at


def prone_way(share: float) -> Pose:
    far = prone_leg(172, 60).moved(FAR_SIDE_SHIFT)
    return Pose(PRONE_SHOULDER, prone_trunk(), prone_leg(lerp(172, 72, share), lerp(60, 8, share)), far)


def resisted_way(share: float) -> Pose:
    return resisted_pose(lerp(86, 156, share))


def ball_way(share: float) -> Pose:
    long = on_ball(LONG_CONTACT, 175, 0, None)
    return ball_pose(long, curled_on_ball(long, share) if share else long)


def single_leg_ball_way(share: float) -> Pose:
    return drawn_in(ball_way(share))


def press(pose: Pose) -> Arrow:
    return press_of(pose.near, pose.far)


MOTIONS = {
    ("double-leg-bridge", "heels-close"): Motion(bridge_way(76, 0), 1.2, 1.5, 1.5, holds=True),
    ("double-leg-bridge", "heels-far"): Motion(bridge_way(128, 32), 1.2, 1.5, 1.5, holds=True),
    ("single-leg-bridge", "standard"): Motion(single_leg_bridge_way(88), 1.2, 1.5, 1.5, holds=True),
    ("prone-hamstring-curl", "unloaded"): Motion(prone_way, 1.2, 0.3, 1.8),
    ("prone-hamstring-curl", "resisted"): Motion(resisted_way, 2.2, 0.3, 1.2, press=True),
    ("swiss-ball-curl", "standard"): Motion(ball_way, 1.4, 0.3, 1.8),
    ("single-leg-swiss-ball-curl", "standard"): Motion(single_leg_ball_way, 1.4, 0.3, 1.8),
}
"""By the slugs of exercise and variation. The return is the slower half: the source asks for a slow way down."""
