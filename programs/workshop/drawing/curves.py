"""Cubic Bézier pieces through a line of points (least squares after Schneider, Graphics Gems, 1990)."""

import math
from itertools import pairwise

from programs.workshop.drawing.contour import calmed, corners
from programs.workshop.drawing.skeleton import Point

Curve = tuple[Point, Point, Point, Point]
TOLERANCE = 0.15
ROUNDS = 4
TANGENT_WINDOW = 3


def curves_through(points: list[Point], closed: bool, sharpest_kept: float = 50.0) -> list[Curve]:
    """Few smooth pieces within TOLERANCE cm of the points; corners sharper than `sharpest_kept` degrees stay."""
    kept = corners(points, sharpest_kept, closed)
    if not closed:
        stops = [0, *kept, len(points) - 1]
        runs = [points[a : b + 1] for a, b in pairwise(stops)]
        return [curve for run in runs for curve in _fitted(run)]
    if not kept:
        return _fitted_ring(points)
    around = points[kept[0] :] + points[: kept[0] + 1]
    stops = [k - kept[0] for k in kept] + [len(points)]
    runs = [around[a : b + 1] for a, b in pairwise(stops)]
    return [curve for run in runs for curve in _fitted(run)]


def _fitted(run: list[Point]) -> list[Curve]:
    run = calmed(run)
    last = min(TANGENT_WINDOW, len(run) - 1)
    return _fit(run, _unit(run[0], run[last]), _unit(run[-1], run[-1 - last]))


def _fitted_ring(points: list[Point]) -> list[Curve]:
    """A line without corners, started where an overlap hides the seam of the calming."""
    w = 8
    wide = calmed(points[-w:] + points + points[: w + 1])
    ring = wide[w:-w]
    start = _unit(wide[w - TANGENT_WINDOW], wide[w + TANGENT_WINDOW])
    ring[-1] = ring[0]
    return _fit(ring, start, (-start[0], -start[1]))


def _unit(a: Point, b: Point) -> Point:
    length = math.dist(a, b) or 1.0
    return (b[0] - a[0]) / length, (b[1] - a[1]) / length


def _fit(points: list[Point], start: Point, end: Point) -> list[Curve]:
    """Pieces through the points, leaving along `start` and arriving against `end`; splits where it must."""
    if len(points) <= 3:
        return [_thirds(points, start, end)]
    places = _chord_places(points)
    for _ in range(ROUNDS):
        curve = _least_squares(points, places, start, end)
        error, worst = max(
            (math.dist(_on(curve, t), p), i) for i, (p, t) in enumerate(zip(points, places, strict=True))
        )
        if error < TOLERANCE:
            return [curve]
        places = [_nearer(curve, p, t) for p, t in zip(points, places, strict=True)]
    split = min(len(points) - 2, max(1, worst))
    reach = min(TANGENT_WINDOW, split, len(points) - 1 - split)
    back = _unit(points[split + reach], points[split - reach])
    forth = (-back[0], -back[1])
    return _fit(points[: split + 1], start, back) + _fit(points[split:], forth, end)


def _thirds(points: list[Point], start: Point, end: Point) -> Curve:
    a, b = points[0], points[-1]
    third = math.dist(a, b) / 3
    return a, (a[0] + start[0] * third, a[1] + start[1] * third), (b[0] + end[0] * third, b[1] + end[1] * third), b


def _chord_places(points: list[Point]) -> list[float]:
    places = [0.0]
    for p, q in pairwise(points):
        places.append(places[-1] + math.dist(p, q))
    return [place / places[-1] for place in places]


def _weights(t: float) -> tuple[float, float, float, float]:
    s = 1 - t
    return s * s * s, 3 * s * s * t, 3 * s * t * t, t * t * t


def _on(curve: Curve, t: float) -> Point:
    a, b, c, d = _weights(t)
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = curve
    return a * ax + b * bx + c * cx + d * dx, a * ay + b * by + c * cy + d * dy


def _least_squares(points: list[Point], places: list[float], start: Point, end: Point) -> Curve:
    """The curve with given end directions whose handle lengths come nearest to the points."""
    first, last = points[0], points[-1]
    cross = start[0] * end[0] + start[1] * end[1]
    c00 = c01 = c11 = x0 = x1 = 0.0
    for p, t in zip(points, places, strict=True):
        a, b, c, d = _weights(t)
        rest_x = p[0] - first[0] * (a + b) - last[0] * (c + d)
        rest_y = p[1] - first[1] * (a + b) - last[1] * (c + d)
        c00, c01, c11 = c00 + b * b, c01 + b * c * cross, c11 + c * c
        x0 += b * (start[0] * rest_x + start[1] * rest_y)
        x1 += c * (end[0] * rest_x + end[1] * rest_y)
    determinant = c00 * c11 - c01 * c01
    chord = sum(math.dist(p, q) for p, q in pairwise(points))
    if abs(determinant) < 1e-9:
        return _thirds(points, start, end)
    out, back = (x0 * c11 - x1 * c01) / determinant, (c00 * x1 - c01 * x0) / determinant
    if not (0.02 * chord < out < 1.5 * chord and 0.02 * chord < back < 1.5 * chord):
        return _thirds(points, start, end)
    leave = first[0] + start[0] * out, first[1] + start[1] * out
    return first, leave, (last[0] + end[0] * back, last[1] + end[1] * back), last


def _nearer(curve: Curve, point: Point, t: float) -> float:
    """One Newton step towards the place on the curve that is nearest to the point."""
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = curve
    x, y = _on(curve, t)
    s = 1 - t
    vx = 3 * (s * s * (bx - ax) + 2 * s * t * (cx - bx) + t * t * (dx - cx))
    vy = 3 * (s * s * (by - ay) + 2 * s * t * (cy - by) + t * t * (dy - cy))
    wx = 6 * (s * (cx - 2 * bx + ax) + t * (dx - 2 * cx + bx))
    wy = 6 * (s * (cy - 2 * by + ay) + t * (dy - 2 * cy + by))
    slope = vx * vx + vy * vy + (x - point[0]) * wx + (y - point[1]) * wy
    if abs(slope) < 1e-9:
        return t
    return min(1.0, max(0.0, t - ((x - point[0]) * vx + (y - point[1]) * vy) / slope))
