"""One picture's layers, with every overlap solved: what lies behind is cut away."""

from dataclasses import dataclass

from programs.workshop.drawing.body import (
    ARM_CALM,
    TRUNK_CALM,
    Arm,
    Head,
    arm_field,
    far_arm,
    hamstring_field,
    head_field,
    head_of,
    leg_field,
    near_arm,
    trunk_field,
)
from programs.workshop.drawing.field import Field, Grid
from programs.workshop.drawing.poses import BALL_RADIUS, Pose
from programs.workshop.drawing.skeleton import FACE_UP, SHANK, THIGH, Leg, direction, offset

WAIST = 40.0
SLEEVE = 13.0
SHORTS_LEG = 0.30
SKIN = 1.9


@dataclass(frozen=True)
class Scene:
    """Fields to be filled or outlined; `body` has the arm cut out, `far` everything nearer."""

    pose: Pose
    head: Head
    arm_bones: Arm
    body: Field
    whole_body: Field
    arm: Field
    far: Field
    shirt: Field
    shorts: Field
    far_shorts: Field
    hair: Field
    hamstring: Field
    ball: Field | None


def compose(pose: Pose, grid: Grid) -> Scene:
    floor, head, bones = grid.floor(), head_of(pose), near_arm(pose)
    trunk, skull = trunk_field(grid, pose), head_field(grid, pose, head_of(pose))
    flesh = trunk.melted(leg_field(grid, pose.near), 2.0).calmed(TRUNK_CALM)
    whole = flesh.melted(skull, 2.5) & floor
    arm = arm_field(grid, bones).calmed(ARM_CALM) & floor
    far_leg = leg_field(grid, pose.far).calmed(TRUNK_CALM) & floor
    body = whole - arm
    ball = grid.disc(pose.ball.centre, BALL_RADIUS) & floor if pose.ball else None
    far = _far_side(grid, pose, far_leg, whole, arm, ball)
    shirt = body & trunk.grown(1.5) & _beyond(grid, pose, -2.5) & _before(grid, pose, WAIST)
    sleeve = arm & grid.ahead(offset(bones.shoulder, _reach(bones), SLEEVE), _reach(bones) + 180)
    return Scene(
        pose=pose,
        head=head,
        arm_bones=bones,
        body=body,
        whole_body=whole,
        arm=arm,
        far=far,
        shirt=shirt | sleeve,
        shorts=_shorts(grid, pose, body, pose.near),
        far_shorts=_shorts(grid, pose, far, pose.far),
        hair=hair_field(grid, head, skull, body),
        hamstring=(body.grown(-SKIN) & hamstring_field(grid, pose.near)).calmed(2),
        ball=ball - whole if ball else None,
    )


def _reach(arm: Arm) -> float:
    return direction(arm.shoulder, arm.elbow)


def _beyond(grid: Grid, pose: Pose, along: float) -> Field:
    return grid.ahead(offset(pose.shoulder, pose.trunk, along), pose.trunk)


def _before(grid: Grid, pose: Pose, along: float) -> Field:
    return grid.ahead(offset(pose.shoulder, pose.trunk, along), pose.trunk + 180)


def _far_side(grid: Grid, pose: Pose, far_leg: Field, whole: Field, arm: Field, ball: Field | None) -> Field:
    """Far leg and far hand without the slivers that would double the near thigh's lower line."""
    hand = arm_field(grid, far_arm(pose)).calmed(ARM_CALM) & grid.floor()
    leg = far_leg - _beside_thigh(grid, pose)
    far = leg | (hand - arm.grown(0.9))
    far = far - whole - arm
    return far - ball if ball else far


def _beside_thigh(grid: Grid, pose: Pose) -> Field:
    """Where the far leg would only show as a sliver along the near thigh."""
    near = pose.near
    if pose.facing != FACE_UP:
        return grid.limb((near.hip, 14), (near.on_thigh(0.5, 0), 12), (near.knee, 6.0))
    length = THIGH + (SHANK if near.knee_angle > 160 else 0)
    beside = grid.limb((near.hip, 17), (offset(near.hip, near.thigh, length - 9), 12))
    below = grid.ahead(offset(near.hip, near.thigh, 0, -4), near.thigh - 90)
    return beside & below & grid.ahead(offset(near.hip, near.thigh, length - 3.5), near.thigh + 180)


def _shorts(grid: Grid, pose: Pose, part: Field, leg: Leg) -> Field:
    cuff = grid.ahead(leg.on_thigh(SHORTS_LEG, 0), leg.thigh + 180)
    return part & grid.disc(leg.hip, 21) & _beyond(grid, pose, WAIST) & cuff


def hair_field(grid: Grid, head: Head, skull: Field, body: Field) -> Field:
    face = grid.disc(head.at(-5.2, 6.6), 11.2)
    return (body & skull.grown(0.4) & grid.ahead(head.at(-7, 0), head.axis)) - face
