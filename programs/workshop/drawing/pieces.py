"""The figure in pieces, each in the frame of its own bone and as path data: what an animation turns at the joints."""

from dataclasses import dataclass

from programs.workshop.drawing.body import (
    TRUNK_CALM,
    Head,
    foot_field,
    hamstring_field,
    head_field,
    head_of,
    shank_field,
    thigh_field,
    trunk_field,
)
from programs.workshop.drawing.field import Field, Grid
from programs.workshop.drawing.poses import Pose
from programs.workshop.drawing.scene import SHORTS_LEG, SKIN, WAIST, hair_field
from programs.workshop.drawing.skeleton import SHANK, THIGH, TRUNK, Leg, offset
from programs.workshop.drawing.svg import View, filled

LINE, FAR_LINE = 3.0, 2.2
STEADY_ANKLE = 25.0
BESIDE = 5.0
"""Degrees between two thighs, below which the near one hides the far one."""


@dataclass(frozen=True)
class Bone(View):
    """A view whose origin is the joint: what is drawn turns with it."""

    def y(self, y: float) -> float:
        return round(-y * self.scale, 1)


@dataclass(frozen=True)
class Pieces:
    """Path data by bone. `ink` is as far inside the true outline as half the line is wide."""

    ink: dict[str, str]
    far_ink: dict[str, str]
    shirt: str
    waist: str
    legs: str
    far_legs: str
    hamstring: str
    hair: str


def pieces_of(keys: list[Pose], view: View) -> Pieces:
    pose = keys[0]
    bone, facing = Bone(view.scale, 0.0), pose.near.facing
    body, limb = Grid(-16, -20, TRUNK + 16, 20), Grid(-22, -20, 62, 20)
    straight = Leg((0.0, 0.0), 0, 0, 0, facing)
    trunk = trunk_field(body, Pose((0.0, 0.0), 0, straight, straight))
    seat = limb.limb((straight.on_thigh(0, -1.9), 8.8), (straight.on_thigh(0.35, -1.6), 7.2))
    thigh = thigh_field(limb, straight) | seat
    shank = shank_field(limb, Leg((-THIGH, 0.0), 0, 0, 0, facing)).calmed(1)
    head, skull = _head(pose)
    fields = {"trunk": trunk, "thigh": thigh, "shank": shank, "foot": _foot(limb, [key.near for key in keys])}
    far_fields = fields | {"foot": _foot(limb, [key.far for key in keys])}
    if abs(pose.near.thigh - pose.far.thigh) < BESIDE:  # it would double the line of the near thigh
        far_fields["thigh"] = limb.empty()
    else:
        far_fields["thigh"] = thigh & limb.ahead((0.12 * THIGH, 0.0), 0)

    def inner(width: float, of: dict[str, Field]) -> dict[str, str]:
        return {name: filled(bone, field.grown(-width / 2 / view.scale)) for name, field in of.items()}

    cuff = limb.ahead((SHORTS_LEG * THIGH, 0.0), 180) & limb.disc((0.0, 0.0), 21)
    shirt = trunk & body.ahead((-2.5, 0.0), 0) & body.ahead((WAIST, 0.0), 180)
    return Pieces(
        ink=inner(LINE, fields) | {"head": filled(bone, skull.grown(-LINE / 2 / view.scale))},
        far_ink=inner(FAR_LINE, far_fields),
        shirt=filled(bone, shirt),
        waist=filled(bone, trunk & body.ahead((WAIST, 0.0), 0)),
        legs=filled(bone, thigh & cuff),
        far_legs=filled(bone, far_fields["thigh"] & cuff),
        hamstring=filled(bone, (thigh.grown(-SKIN) & hamstring_field(limb, straight)).calmed(2), 2.0, 75),
        hair=filled(bone, hair_field(skull.grid, head, skull, skull)),
    )


def _foot(grid: Grid, legs: list[Leg]) -> Field:
    """The foot with the end of the shank, which tapers into the shank itself, so that the turning ankle has no crease.
    The more the ankle turns the shorter it is."""
    turns = [leg.foot - leg.shank for leg in legs]
    back = -(max(turns) + min(turns)) / 2
    leg = Leg(offset(offset((0.0, 0.0), back, -SHANK), back, -THIGH), back, back, 0, legs[0].facing)
    foot = foot_field(grid, leg)
    length, end = (9.0, 1.8) if max(turns) - min(turns) < STEADY_ANKLE else (5.0, 2.0)
    whole = shank_field(grid, leg).melted(foot, 2.0).calmed(TRUNK_CALM)
    return whole & (foot.grown(0.8) | grid.limb(((0.0, 0.0), 4.6), (offset((0.0, 0.0), back, -length), end)))


def _head(pose: Pose) -> tuple[Head, Field]:
    """The head with its neck, around the middle of the skull."""
    head = head_of(pose)
    x, y = head.centre
    grid = Grid(-16, -12, 36, 16)
    near = pose.shoulder[0] - x, pose.shoulder[1] - y
    moved = Pose(near, pose.trunk, pose.near, pose.far)
    own = Head((0.0, 0.0), head.axis, head.facing)
    floor = grid.ahead((0.0, -y), 90)
    return own, head_field(grid, moved, own) & floor
