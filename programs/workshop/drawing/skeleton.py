"""Bones and joints: segment lengths, forward kinematics and the two-link leg.

Segment lengths are fractions of body height after Drillis and Contini (1966), as tabulated in
D. A. Winter, Biomechanics and Motor Control of Human Movement.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

HEIGHT = 172.0
TRUNK = 0.288 * HEIGHT
THIGH = 0.245 * HEIGHT
SHANK = 0.246 * HEIGHT
HEEL_ALONG, HEEL_FRONT, HEEL_RADIUS = -2.6, -3.5, 3.2

FACE_UP = 1
FACE_DOWN = -1

Point = tuple[float, float]


def offset(origin: Point, angle: float, along: float, front: float = 0.0, facing: int = FACE_UP) -> Point:
    """The point `along` cm from `origin` in direction `angle` and `front` cm towards the body's front."""
    c, s = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    return origin[0] + along * c - facing * front * s, origin[1] + along * s + facing * front * c


def between(a: Point, b: Point, share: float) -> Point:
    return a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share


def direction(a: Point, b: Point) -> float:
    """World angle of the line from a to b."""
    return math.degrees(math.atan2(b[1] - a[1], b[0] - a[0]))


def bisect(function: Callable[[float], float], low: float, high: float, steps: int = 60) -> float:
    """A zero of `function` between low and high; raises ValueError when both ends have the same sign."""
    low_negative = function(low) < 0
    if low_negative == (function(high) < 0):
        raise ValueError(f"no change of sign between {low} and {high}")
    for _ in range(steps):
        middle = (low + high) / 2
        if (function(middle) < 0) == low_negative:
            low = middle
        else:
            high = middle
    return (low + high) / 2


@dataclass(frozen=True)
class Leg:
    """A leg by the world directions of its bones; joints follow from the hip."""

    hip: Point
    thigh: float
    shank: float
    foot: float
    facing: int = FACE_UP

    @property
    def knee(self) -> Point:
        return offset(self.hip, self.thigh, THIGH)

    @property
    def ankle(self) -> Point:
        return offset(self.knee, self.shank, SHANK)

    @property
    def heel(self) -> Point:
        """Centre of the heel's circle."""
        return self.on_foot(HEEL_ALONG, HEEL_FRONT)

    @property
    def knee_angle(self) -> float:
        """Angle between thigh and shank at the knee; 180 is a straight leg."""
        return 180 - self.facing * (self.thigh - self.shank)

    def on_thigh(self, share: float, front: float) -> Point:
        return offset(self.hip, self.thigh, share * THIGH, front, self.facing)

    def on_shank(self, share: float, front: float) -> Point:
        return offset(self.knee, self.shank, share * SHANK, front, self.facing)

    def on_foot(self, along: float, front: float) -> Point:
        return offset(self.ankle, self.foot, along, front, self.facing)

    def moved(self, dx: float) -> "Leg":
        return replace(self, hip=(self.hip[0] + dx, self.hip[1]))


def bent_leg(hip: Point, thigh: float, knee_angle: float, plantar_flexion: float, facing: int = FACE_UP) -> Leg:
    """A leg by its joint angles; plantar flexion 0 is a foot square to the shank."""
    shank = thigh - facing * (180 - knee_angle)
    return Leg(hip, thigh, shank, shank + facing * (90 - plantar_flexion), facing)


def heel_from_ankle(foot: float, facing: int = FACE_UP) -> Point:
    return offset((0.0, 0.0), foot, HEEL_ALONG, HEEL_FRONT, facing)


def reaching_leg(hip: Point, heel: Point, foot: float) -> Leg:
    """The face-up leg from `hip` whose heel's centre lies at `heel`, knee pointing up.

    Raises ValueError when the leg is too short.
    """
    dx, dy = heel_from_ankle(foot)
    ankle = heel[0] - dx, heel[1] - dy
    reach = math.dist(hip, ankle)
    if reach >= THIGH + SHANK:
        raise ValueError(f"the ankle is {reach:.1f} cm from the hip, out of reach")
    opening = math.degrees(math.acos((THIGH**2 + reach**2 - SHANK**2) / (2 * THIGH * reach)))
    thigh = direction(hip, ankle) + opening
    return Leg(hip, thigh, direction(offset(hip, thigh, THIGH), ankle), foot)
