"""Says what is wrong with a pose, so that a picture cannot quietly teach the wrong position."""

import math
from collections.abc import Iterator
from itertools import pairwise

from programs.workshop.drawing.body import FOOT_PADS
from programs.workshop.drawing.motion import MOST_SECONDS, Motion
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

JOINTS = {"hip": (-5.0, 125.0), "knee": (50.0, 180.0), "ankle": (-20.0, 65.0)}
"""How far a joint may turn in any frame: flexion of the hip, the knee's angle, plantar flexion of the ankle."""

HIP_STRAIGHT, ROLLED_HIP, PRONE_HIP = (-1.5, 60.0), (-1.5, 27.0), (0.0, 10.0)
"""Flexion of the working hip, by exercise: a bridge never arches beyond one line, a curl on the ball adds 25 degrees,
a prone curl moves no hip."""

ANKLE_ON_ANKLE = 7.0, 11.0
"""Centimetres between the ankles where one presses the other down."""

FRAMES_A_SECOND = 25


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


def motion_faults(slugs: tuple[str, str], motion: Motion) -> list[str]:
    """Everything wrong with any frame that is seen, with the way itself, and with how long it takes."""
    keys = motion.keys
    count = math.ceil(motion.way * FRAMES_A_SECOND)
    frames = [motion.at(frame / count, keys) for frame in range(count + 1)]
    found = [
        f"at {100 * frame // count} %: {fault}"
        for frame, pose in enumerate(frames)
        for fault in _frame_of_motion_faults(slugs, pose, frames[0])
    ]
    found += _way_faults([pose.near.knee_angle for pose in frames])
    if motion.seconds > MOST_SECONDS:
        found.append(f"it takes {motion.seconds:.1f} s, more than {MOST_SECONDS:.0f} s")
    return found


def hip_flexion(pose: Pose, leg: Leg) -> float:
    """Degrees by which the thigh leaves the trunk's line towards the belly."""
    return pose.facing * (leg.thigh - pose.trunk)


def plantar_flexion(leg: Leg) -> float:
    """0 is a foot square to the shank."""
    return 90 - leg.facing * (leg.foot - leg.shank)


def _frame_of_motion_faults(slugs: tuple[str, str], pose: Pose, first: Pose) -> Iterator[str]:
    exercise = slugs[0]
    yield from _hip_faults(pose)
    yield from _floor_faults(pose)
    for side, leg in (("near", pose.near), ("far", pose.far)):
        turned = {"hip": hip_flexion(pose, leg), "knee": leg.knee_angle, "ankle": plantar_flexion(leg)}
        for joint, (least, most) in JOINTS.items():
            if not least <= turned[joint] <= most:
                yield f"the {side} {joint} is at {turned[joint]:.0f}°"
    least, most = HIP_STRAIGHT if "bridge" in exercise else ROLLED_HIP if pose.ball else PRONE_HIP
    if not least <= hip_flexion(pose, pose.near) <= most:
        yield f"the working hip is at {hip_flexion(pose, pose.near):.0f}°"
    if "bridge" in exercise and math.dist(pose.near.heel, first.near.heel) > CONTACT:
        yield f"the heel has slid {math.dist(pose.near.heel, first.near.heel):.1f} cm"
    if pose.ball:
        yield from _heel_faults("ball", math.dist(pose.near.heel, pose.ball.centre) - BALL_RADIUS - HEEL_RADIUS)
    if "prone" in exercise and (math.dist(pose.near.knee, first.near.knee), pose.trunk) != (0, first.trunk):
        yield "the trunk or the knee has moved"
    if slugs == ("prone-hamstring-curl", "resisted"):
        gap = math.dist(pose.near.ankle, pose.far.ankle)
        if not ANKLE_ON_ANKLE[0] < gap < ANKLE_ON_ANKLE[1]:
            yield f"the ankles are {gap:.1f} cm apart"


def _way_faults(knee_angles: list[float]) -> list[str]:
    """A joint that turns back on the way, or jumps, is no motion that anybody makes."""
    turned = [b - a for a, b in pairwise(knee_angles)]
    found = ["the working knee turns back on the way"] if min(turned) < -0.01 < 0.01 < max(turned) else []
    return found + (["the working knee jumps"] if max(map(abs, turned)) > 8 else [])


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
