"""Says what is wrong with a pose, so that a picture cannot quietly teach the wrong position."""

import math
from collections.abc import Iterator

from programs.workshop.drawing.body import FOOT_PADS
from programs.workshop.drawing.poses import BALL_RADIUS, Pose
from programs.workshop.drawing.skeleton import HEEL_RADIUS, Leg, Point, direction
from programs.workshop.drawing.svg import HEIGHT, WIDTH, View

CONTACT = 0.2
"""A heel may stand off or sink in by this many centimetres."""

SINKING = 1.2
"""Soft tissue that rests on the floor may be flattened by this many centimetres."""

STRAIGHT = 1.5
"""Degrees by which shoulder, hip and knee of a held bridge may leave one line."""

KNEE_TOLERANCE = 2.0
KNEE_RADIUS = 5.6

KNEE_TARGETS = {
    ("double-leg-bridge", "heels-close", "start"): 59,
    ("double-leg-bridge", "heels-close", "end"): 76,
    ("double-leg-bridge", "heels-far", "start"): 119,
    ("double-leg-bridge", "heels-far", "end"): 128,
    ("single-leg-bridge", "standard", "start"): 72,
    ("single-leg-bridge", "standard", "end"): 88,
    ("prone-hamstring-curl", "unloaded", "start"): 172,
    ("prone-hamstring-curl", "unloaded", "end"): 72,
    ("prone-hamstring-curl", "resisted", "start"): 86,
    ("prone-hamstring-curl", "resisted", "end"): 156,
    ("swiss-ball-curl", "standard", "start"): 175,
    ("swiss-ball-curl", "standard", "end"): 80,
    ("single-leg-swiss-ball-curl", "standard", "start"): 175,
    ("single-leg-swiss-ball-curl", "standard", "end"): 80,
}
"""The working knee's angle in degrees; 180 is straight."""


def faults(slugs: tuple[str, str, str], pose: Pose, view: View) -> list[str]:
    """Everything wrong with a pose, in words; an empty list is a sound picture."""
    found = [*_hip_faults(pose), *_knee_faults(slugs, pose), *_floor_faults(pose), *_frame_faults(pose, view)]
    if "bridge" in slugs[0]:
        found += _heel_faults("floor", pose.near.heel[1] - HEEL_RADIUS)
        found += _line_faults(pose) if slugs[2] == "end" else []
    if pose.ball:
        gap = math.dist(pose.near.heel, pose.ball.centre) - BALL_RADIUS - HEEL_RADIUS
        found += _heel_faults("ball", gap)
    return found


def line_angle(pose: Pose) -> float:
    """By how many degrees the thigh leaves the line from shoulder to hip; positive is a hip not yet straight."""
    return direction(pose.near.hip, pose.near.knee) - direction(pose.shoulder, pose.near.hip)


def _hip_faults(pose: Pose) -> list[str]:
    gap = math.dist(pose.trunk_hip, pose.near.hip)
    return [f"the hip is {gap:.1f} cm off the trunk"] if gap > 0.3 else []


def _knee_faults(slugs: tuple[str, str, str], pose: Pose) -> list[str]:
    angle, target = pose.near.knee_angle, KNEE_TARGETS[slugs]
    if abs(angle - target) <= KNEE_TOLERANCE:
        return []
    return [f"the working knee is at {angle:.0f}°, not {target}°"]


def _heel_faults(ground: str, gap: float) -> list[str]:
    return [f"the heel is {gap:.1f} cm off the {ground}"] if abs(gap) > CONTACT else []


def _line_faults(pose: Pose) -> list[str]:
    bend = line_angle(pose)
    return [f"shoulder, hip and knee are {bend:.1f}° off one line"] if abs(bend) > STRAIGHT else []


def _outer_circles(leg: Leg) -> Iterator[tuple[str, Point, float]]:
    yield "knee", leg.knee, KNEE_RADIUS
    for along, front, radius in FOOT_PADS:
        yield "foot", leg.on_foot(along, front), radius


def _floor_faults(pose: Pose) -> list[str]:
    return [
        f"the {side} {part} is {-(centre[1] - radius):.1f} cm under the floor"
        for side, leg in (("near", pose.near), ("far", pose.far))
        for part, centre, radius in _outer_circles(leg)
        if centre[1] - radius < -SINKING
    ]


def _frame_faults(pose: Pose, view: View) -> list[str]:
    found = []
    for side, leg in (("near", pose.near), ("far", pose.far)):
        for part, centre, radius in _outer_circles(leg):
            (x, y), room = view.point(centre), radius * view.scale + 2
            if not (room <= x <= WIDTH - room and room <= y <= HEIGHT):
                found.append(f"the {side} {part} leaves the picture")
    return found
