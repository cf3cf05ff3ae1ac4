"""The fourteen positions: two for each variation of the five exercises, solved from contacts and joint angles.

A bridge's top is solved from a straight line shoulder, hip, knee with the heel on the floor, and its start from
the same heel spot. A ball curl's end is solved so that the ball has rolled, without slipping, under the same heel.
"""

import math
from dataclasses import dataclass, replace

from programs.workshop.drawing import skeleton
from programs.workshop.drawing.skeleton import (
    FACE_DOWN,
    HEEL_RADIUS,
    THIGH,
    TRUNK,
    Leg,
    Point,
    bent_leg,
    bisect,
    offset,
)

SHOULDER = (0.0, 9.4)
LYING_HIP_HEIGHT = 9.6
PRONE_SHOULDER = (3.0, 10.6)
PRONE_HIP_HEIGHT = 10.2
PRONE_KNEE_HEIGHT = 5.7
BALL_RADIUS = 27.5
FLESH = 11.0
FAR_SIDE_SHIFT = 4.6
"""The far side is drawn this far to the right, as if seen from slightly in front; both feet stay on the floor."""


@dataclass(frozen=True)
class Arrow:
    """A straight arrow from `tail` to `tip`, or, with a `pivot`, an arc around it."""

    tail: Point
    tip: Point
    pivot: Point | None = None


@dataclass(frozen=True)
class Ball:
    """A ball on the floor; `turned` is how far it has rolled, in degrees, counter-clockwise."""

    centre: Point
    turned: float = 0.0


@dataclass(frozen=True)
class Pose:
    """One position. `trunk` is the direction shoulder to hip."""

    shoulder: Point
    trunk: float
    near: Leg
    far: Leg
    arrows: tuple[Arrow, ...] = ()
    badge: str = ""
    ball: Ball | None = None

    @property
    def facing(self) -> int:
        return self.near.facing

    @property
    def trunk_hip(self) -> Point:
        return offset(self.shoulder, self.trunk, TRUNK)

    @property
    def height(self) -> float:
        """How far the figure and its ball reach above the floor, flesh and hair included."""
        joints = [
            point for leg in (self.near, self.far) for point in (leg.hip, leg.knee, leg.ankle, leg.on_foot(18, 0))
        ]
        return max(2 * BALL_RADIUS if self.ball else 30.0, *(y for _, y in joints)) + FLESH


def lying_trunk() -> float:
    return math.degrees(math.asin((LYING_HIP_HEIGHT - SHOULDER[1]) / TRUNK))


def bridge_top(knee_angle: float, foot: float) -> Leg:
    """The leg of a held bridge: thigh in line with the trunk, heel on the floor."""

    def leg_at(trunk: float) -> Leg:
        return Leg(offset(SHOULDER, trunk, TRUNK), trunk, trunk - 180 + knee_angle, foot)

    return leg_at(bisect(lambda trunk: leg_at(trunk).heel[1] - HEEL_RADIUS, 5, 50))


def bridge_pose(trunk: float, heel: Point, foot: float) -> Pose:
    """The trunk at an angle, the heel at its spot on the floor."""
    leg = skeleton.reaching_leg(offset(SHOULDER, trunk, TRUNK), heel, foot)
    return Pose(SHOULDER, trunk, leg, leg.moved(FAR_SIDE_SHIFT))


def bridge(knee_angle: float, foot: float) -> tuple[Pose, Pose]:
    """Start and hold of a double-leg bridge; the angle is the knee's in the hold, `foot` its toes' lift in degrees."""
    top = bridge_top(knee_angle, foot)
    start = bridge_pose(lying_trunk(), top.heel, foot)
    x, _ = start.near.hip
    lift = Arrow((x - 3, 24), (x - 3, 40))
    return (
        replace(start, arrows=(lift,)),
        Pose(SHOULDER, top.thigh, top, top.moved(FAR_SIDE_SHIFT), badge="hold"),
    )


def single_leg_bridge(knee_angle: float) -> tuple[Pose, Pose]:
    """As the double-leg bridge, with the far leg stretched and its thigh beside the working thigh."""
    low, top = bridge(knee_angle, 0)
    low_far = bent_leg(low.near.hip, low.near.thigh - 3, 166, 28)
    top_far = bent_leg(top.near.hip, top.near.thigh + 1, 176, 22)
    return replace(low, far=low_far.moved(FAR_SIDE_SHIFT)), replace(top, far=top_far.moved(FAR_SIDE_SHIFT))


def prone_leg(knee_angle: float, plantar_flexion: float) -> Leg:
    trunk = prone_trunk()
    hip = offset(PRONE_SHOULDER, trunk, TRUNK)
    thigh = math.degrees(math.asin((PRONE_KNEE_HEIGHT - hip[1]) / THIGH))
    return bent_leg(hip, thigh, knee_angle, plantar_flexion, FACE_DOWN)


def prone_trunk() -> float:
    return math.degrees(math.asin((PRONE_HIP_HEIGHT - PRONE_SHOULDER[1]) / TRUNK))


def around(pivot: Point, radius: float, start: float, end: float) -> Arrow:
    return Arrow(offset(pivot, start, radius), offset(pivot, end, radius), pivot)


def prone_curl() -> tuple[Pose, Pose]:
    trunk, long, bent = prone_trunk(), prone_leg(172, 60), prone_leg(72, 8)
    far = long.moved(FAR_SIDE_SHIFT)
    curl = around(long.knee, 47, 20, 66)
    return (
        Pose(PRONE_SHOULDER, trunk, long, far, arrows=(curl,)),
        Pose(PRONE_SHOULDER, trunk, bent, far, badge="repeat"),
    )


def resisted_pose(knee_angle: float) -> Pose:
    """The far ankle lies on the back of the working ankle."""
    far = prone_leg(knee_angle - 13.5, 12)
    return Pose(PRONE_SHOULDER, prone_trunk(), prone_leg(knee_angle, 14), far)


def press_of(near: Leg, far: Leg) -> Arrow:
    """The pressure of the far ankle on the near one."""
    ankle, push = far.on_shank(0.86, 0), near.shank + 90
    return Arrow(offset(ankle, push, 19), offset(ankle, push, 6.5))


def resisted_curl() -> tuple[Pose, Pose]:
    """The way down: the far ankle lies on the back of the working ankle and presses against it."""
    poses = [resisted_pose(knee_angle) for knee_angle in (86, 156)]
    start, end = (replace(pose, arrows=(press_of(pose.near, pose.far),)) for pose in poses)
    lower = around(start.near.knee, 57, 58, 22)
    return replace(start, arrows=(*start.arrows, lower)), replace(end, badge="repeat")


@dataclass(frozen=True)
class BallContact:
    """A leg whose heel lies on the ball at `contact` degrees around the ball's centre."""

    leg: Leg
    contact: float

    @property
    def centre(self) -> Point:
        x, _ = offset(self.leg.heel, self.contact, -BALL_RADIUS - HEEL_RADIUS)
        return x, BALL_RADIUS


def on_ball(contact: float, knee_angle: float, hip_flexion: float, foot_to_tangent: float | None) -> BallContact:
    """The leg with its heel on the ball; the foot stands square to the shank or at an angle to the ball's tangent."""

    def leg_at(trunk: float) -> Leg:
        thigh = trunk + hip_flexion
        shank = thigh - 180 + knee_angle
        foot = shank + 78 if foot_to_tangent is None else contact - 90 + foot_to_tangent
        return Leg(offset(SHOULDER, trunk, TRUNK), thigh, shank, foot)

    height = BALL_RADIUS + (BALL_RADIUS + HEEL_RADIUS) * math.sin(math.radians(contact))
    return BallContact(leg_at(bisect(lambda trunk: leg_at(trunk).heel[1] - height, 5, 70)), contact)


LONG_CONTACT = 104.0
ROLL_ONTO_SOLE = 9.0
"""The contact moves this many centimetres from the heel towards the middle of the sole."""


def slip(start: BallContact, end: BallContact, onto_sole: float = ROLL_ONTO_SOLE) -> float:
    """How many centimetres the heel would have slipped on the ball between the two positions; 0 is pure rolling."""
    rolled = start.centre[0] - end.centre[0]
    heel_turn = math.radians(end.leg.foot - start.leg.foot) * HEEL_RADIUS
    contact_turn = math.radians(end.contact - start.contact) * (BALL_RADIUS + HEEL_RADIUS)
    return rolled + heel_turn - onto_sole - contact_turn


def rolled_in(
    start: BallContact, knee_angle: float, hip_flexion: float, foot_to_tangent: float, onto_sole: float = ROLL_ONTO_SOLE
) -> BallContact:
    def end(contact: float) -> BallContact:
        return on_ball(contact, knee_angle, hip_flexion, foot_to_tangent)

    return end(bisect(lambda contact: slip(start, end(contact), onto_sole), 95, 150))


CURLED_KNEE, CURLED_HIP, CURLED_FOOT = 80.0, 25.0, -14.0


def curled_on_ball(long: BallContact, share: float) -> BallContact:
    """A share of the way in: knee, hip, foot and the contact on the sole go evenly, the ball rolls as they make it."""
    foot = long.leg.foot - (long.contact - 90)
    return rolled_in(
        long,
        long.leg.knee_angle + (CURLED_KNEE - long.leg.knee_angle) * share,
        CURLED_HIP * share,
        foot + (CURLED_FOOT - foot) * share,
        ROLL_ONTO_SOLE * share,
    )


def ball_pose(long: BallContact, contact: BallContact) -> Pose:
    turned = math.degrees((long.centre[0] - contact.centre[0]) / BALL_RADIUS)
    trunk = skeleton.direction(SHOULDER, contact.leg.hip)
    far = contact.leg.moved(FAR_SIDE_SHIFT)
    return Pose(SHOULDER, trunk, contact.leg, far, ball=Ball(contact.centre, turned))


def ball_curl() -> tuple[Pose, Pose]:
    long = on_ball(LONG_CONTACT, 175, 0, None)
    start, end = ball_pose(long, long), ball_pose(long, curled_on_ball(long, 1))
    arrow_tail = long.centre[0] - BALL_RADIUS - 3
    roll = Arrow((arrow_tail, 18), (arrow_tail - 25, 18))
    return replace(start, arrows=(roll,)), replace(end, badge="repeat")


def drawn_in(pose: Pose) -> Pose:
    """The far knee is drawn towards the chest."""
    return replace(pose, far=bent_leg(pose.near.hip, pose.trunk + 119, 58, 46).moved(FAR_SIDE_SHIFT))


def single_leg_ball_curl() -> tuple[Pose, Pose]:
    """As the ball curl, with the far knee drawn towards the chest and held there."""
    start, end = ball_curl()
    return drawn_in(start), drawn_in(end)


def all_poses() -> dict[tuple[str, str, str], Pose]:
    """Every pose by exercise, variation and position ("start" or "end")."""
    pairs = {
        ("double-leg-bridge", "heels-close"): bridge(76, 0),
        ("double-leg-bridge", "heels-far"): bridge(128, 32),
        ("single-leg-bridge", "standard"): single_leg_bridge(88),
        ("prone-hamstring-curl", "unloaded"): prone_curl(),
        ("prone-hamstring-curl", "resisted"): resisted_curl(),
        ("swiss-ball-curl", "standard"): ball_curl(),
        ("single-leg-swiss-ball-curl", "standard"): single_leg_ball_curl(),
    }
    return {
        (*slugs, position): pose
        for slugs, pair in pairs.items()
        for position, pose in zip(("start", "end"), pair, strict=True)
    }
