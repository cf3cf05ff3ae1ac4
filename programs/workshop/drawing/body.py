"""Flesh on the bones: trunk, leg, head and arm as distance fields, for one adult of average build."""

from dataclasses import dataclass

from programs.workshop.drawing.field import Field, Grid
from programs.workshop.drawing.poses import Pose
from programs.workshop.drawing.skeleton import (
    FACE_UP,
    HEEL_ALONG,
    HEEL_FRONT,
    HEEL_RADIUS,
    TRUNK,
    Leg,
    Point,
    between,
    offset,
)

TRUNK_CALM, ARM_CALM = 3, 2


@dataclass(frozen=True)
class Head:
    """The head's own frame: `centre` of the skull, `axis` from neck to crown."""

    centre: Point
    axis: float
    facing: int

    def at(self, up: float, front: float) -> Point:
        """A point `up` towards the crown and `front` towards the face; the axis points away from the trunk."""
        return offset(self.centre, self.axis, up, front, -self.facing)


def head_of(pose: Pose) -> Head:
    if pose.facing == FACE_UP:
        return Head((-21.0 + pose.trunk * 0.05, 9.4), 180 - pose.trunk * 0.18, pose.facing)
    x, _ = pose.shoulder
    return Head((x - 20.5, 17.3), 191, pose.facing)


def head_field(grid: Grid, pose: Pose, head: Head) -> Field:
    neck = offset(pose.shoulder, pose.trunk, -1.0, -1.0, pose.facing)
    at = head.at
    skull = grid.limb((at(2.0, -0.8), 9.3), (at(0, 0.4), 8.8))
    throat = grid.limb((neck, 6.4), (at(-6, -1.2), 5.5))
    jaw = grid.limb((at(-1, 1.5), 7.6), (at(-8.0, 5.7), 2.8))
    nose = grid.limb((at(1.4, 7.7), 0.9), (at(-1.8, 10.2), 1.0))
    lips = grid.limb((at(-4.7, 7.7), 1.2), (at(-5.3, 7.7), 1.2))
    return throat.melted(skull, 1.5).melted(jaw, 1.5).melted(nose, 1.2).melted(lips, 0.9)


def trunk_field(grid: Grid, pose: Pose) -> Field:
    def at(along: float, front: float) -> Point:
        return offset(pose.shoulder, pose.trunk, along, front, pose.facing)

    torso = grid.limb(
        (at(0, -0.6), 8.6),
        (at(7, 0.4), 9.9),
        (at(17, 0.7), 9.9),
        (at(31, 0.2), 8.9),
        (at(41, -0.1), 9.3),
        (at(TRUNK, 0), 9.2),
    )
    return torso | grid.limb((at(TRUNK - 6, -1.9), 8.8), (at(TRUNK + 2, -1.9), 8.6))


def leg_field(grid: Grid, leg: Leg) -> Field:
    return thigh_field(grid, leg) | shank_field(grid, leg) | foot_field(grid, leg)


def thigh_field(grid: Grid, leg: Leg) -> Field:
    at = leg.on_thigh
    core = grid.limb((leg.hip, 8.9), (at(0.30, 0.2), 8.5), (at(0.62, 0.3), 7.2), (at(0.88, 0.2), 5.9), (leg.knee, 5.6))
    front = grid.limb((at(0.15, 1.0), 8.0), (at(0.40, 1.0), 7.7), (at(0.75, 0.9), 6.2))
    back = grid.limb((at(0.08, -1.6), 7.8), (at(0.35, -1.6), 7.2), (at(0.75, -0.9), 5.6))
    return core | front | back


def shank_field(grid: Grid, leg: Leg) -> Field:
    at = leg.on_shank
    kneecap_side = offset(leg.knee, (leg.thigh + leg.shank) / 2, 0, 0.7, leg.facing)
    kneecap = grid.limb((kneecap_side, 5.1), (offset(leg.knee, leg.shank, 4, 0.5, leg.facing), 4.6))
    calf = grid.limb(
        (leg.knee, 5.5), (at(0.28, -1.1), 5.6), (at(0.45, -0.9), 5.1), (at(0.75, -0.3), 3.8), (leg.ankle, 3.5)
    )
    return kneecap | calf


FOOT_PADS = ((HEEL_ALONG, HEEL_FRONT, HEEL_RADIUS), (11.5, -4.3, 2.4), (16.6, -4.7, 2.0))
"""Heel, ball of the foot and toes as circles in the foot's frame: along, front, radius."""


def foot_field(grid: Grid, leg: Leg) -> Field:
    at = leg.on_foot
    heel, ball, toes = (((at(along, front)), radius) for along, front, radius in FOOT_PADS)
    instep = grid.limb((at(0.8, -0.2), 3.9), (at(10.5, -4.0), 2.7))
    return grid.limb((leg.ankle, 3.6), heel) | instep | grid.limb(heel, ball, toes)


def hamstring_field(grid: Grid, leg: Leg) -> Field:
    """The spindle of the back of the thigh; the scene keeps it inside the skin."""
    at = leg.on_thigh
    return grid.limb(
        (at(0.10, -5.0), 2.2),
        (at(0.26, -4.3), 4.3),
        (at(0.46, -3.8), 4.4),
        (at(0.72, -3.2), 3.0),
        (at(0.93, -2.8), 1.7),
    )


@dataclass(frozen=True)
class Arm:
    shoulder: Point
    elbow: Point
    wrist: Point
    tip: Point


def near_arm(pose: Pose) -> Arm:
    """Along the floor when lying on the back; folded under the forehead when lying face down."""
    x, y = pose.shoulder
    if pose.facing == FACE_UP:
        return Arm((x + 0.5, y - 0.6), (x + 28.5, 4.6), (x + 50.5, 3.0), (x + 66, 1.5))
    return Arm((x - 0.5, y - 1.0), (x - 13.0, 4.8), (x - 22.0, 4.2), (x - 34.0, 6.0))


def far_arm(pose: Pose) -> Arm:
    """The same arm, further away towards the hand, or under the near hand when lying face down."""
    if pose.facing != FACE_UP:
        x, y = pose.shoulder
        return Arm((x, y - 1.0), (x - 13.0, 4.4), (x - 24.0, 3.0), (x - 34.0, 1.6))
    near = near_arm(pose)
    joints = near.shoulder, near.elbow, near.wrist, near.tip
    return Arm(*((x + dx, y) for (x, y), dx in zip(joints, (4.6, 7.0, 9.0, 9.5), strict=True)))


def arm_field(grid: Grid, arm: Arm) -> Field:
    upper = (arm.shoulder, 5.6), (between(arm.shoulder, arm.elbow, 0.4), 4.9), (arm.elbow, 4.0)
    fore = (arm.elbow, 4.0), (between(arm.elbow, arm.wrist, 0.3), 3.9), (arm.wrist, 2.7)
    hand = (arm.wrist, 2.6), (between(arm.wrist, arm.tip, 0.45), 2.7), (arm.tip, 1.5)
    return grid.limb(*upper) | grid.limb(*fore) | grid.limb(*hand)
