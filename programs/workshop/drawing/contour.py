"""From a field to closed lines: marching squares, even spacing, and calm between corners."""

import math
from itertools import pairwise

from programs.workshop.drawing.field import Field
from programs.workshop.drawing.skeleton import Point

Edge = tuple[int, int, bool]  # column, row, and whether it lies flat

SPACING = 0.4
CORNER_WINDOW = 3
CALM_PASSES = 6

# For each pattern of inside corners (bit 1 bottom left, 2 bottom right, 4 top right, 8 top left):
# the cell edges a line enters and leaves by, with the inside on its right.
_LEFT, _BOTTOM, _RIGHT, _TOP = (0, 0, False), (0, 0, True), (1, 0, False), (0, 1, True)
_STEPS = {
    1: [(_LEFT, _BOTTOM)],
    2: [(_BOTTOM, _RIGHT)],
    3: [(_LEFT, _RIGHT)],
    4: [(_RIGHT, _TOP)],
    5: [(_LEFT, _BOTTOM), (_RIGHT, _TOP)],
    6: [(_BOTTOM, _TOP)],
    7: [(_LEFT, _TOP)],
    8: [(_TOP, _LEFT)],
    9: [(_TOP, _BOTTOM)],
    10: [(_BOTTOM, _RIGHT), (_TOP, _LEFT)],
    11: [(_TOP, _RIGHT)],
    12: [(_RIGHT, _LEFT)],
    13: [(_RIGHT, _BOTTOM)],
    14: [(_BOTTOM, _LEFT)],
}


def contours(field: Field, smallest: float = 4.0) -> list[list[Point]]:
    """Closed lines around everything inside the field; patches below `smallest` cm² are left out."""
    loops = [resampled(loop) for loop in _loops(field) if len(loop) > 6]
    return [loop for loop in loops if abs(area(loop)) >= smallest]


def area(loop: list[Point]) -> float:
    pairs = zip(loop, loop[1:] + loop[:1], strict=True)
    return sum(p[0] * q[1] - q[0] * p[1] for p, q in pairs) / 2


def resampled(loop: list[Point]) -> list[Point]:
    """The closed line again, with points every SPACING cm or so."""
    closed = loop + loop[:1]
    lengths = [math.dist(p, q) for p, q in pairwise(closed)]
    count = max(8, round(sum(lengths) / SPACING))
    step = sum(lengths) / count
    points, i, start = [], 0, 0.0
    for k in range(count):
        while i < len(lengths) - 1 and start + lengths[i] < k * step:
            start += lengths[i]
            i += 1
        share = (k * step - start) / (lengths[i] or 1.0)
        p, q = closed[i], closed[i + 1]
        points.append((p[0] + (q[0] - p[0]) * share, p[1] + (q[1] - p[1]) * share))
    return points


def corners(points: list[Point], sharpest_kept: float, closed: bool) -> list[int]:
    """Where the line turns by more than `sharpest_kept` degrees within a centimetre."""
    n, w = len(points), CORNER_WINDOW
    inner = range(n) if closed else range(w, n - w)
    turns = {i: _turn(points[i - w], points[i], points[(i + w) % n]) for i in inner}
    return [
        i
        for i in inner
        if turns[i] > sharpest_kept
        and all(turns[i] >= turns.get((i + k) % n, 0.0) for k in range(-w, w + 1))
        and turns[i] > turns.get(i - 1, 0.0)
    ]


def calmed(points: list[Point]) -> list[Point]:
    """An open line with the grid's tremor taken out; its ends stay where they are."""
    for _ in range(CALM_PASSES):
        middle = [
            ((a[0] + 2 * b[0] + c[0]) / 4, (a[1] + 2 * b[1] + c[1]) / 4)
            for a, b, c in zip(points, points[1:], points[2:], strict=False)
        ]
        points = [points[0], *middle, points[-1]]
    return points


def _turn(a: Point, b: Point, c: Point) -> float:
    ux, uy, vx, vy = b[0] - a[0], b[1] - a[1], c[0] - b[0], c[1] - b[1]
    return abs(math.degrees(math.atan2(ux * vy - uy * vx, ux * vx + uy * vy)))


def _loops(field: Field) -> list[list[Point]]:
    following = _edges(field)
    loops = []
    while following:
        edge = next(iter(following))
        loop = []
        while edge in following:
            loop.append(_crossing(field, *edge))
            edge = following.pop(edge)
        loops.append(loop)
    return loops


def _edges(field: Field) -> dict[Edge, Edge]:
    """For each cell edge the line crosses, the edge it crosses next."""
    columns = field.grid.columns
    following: dict[Edge, Edge] = {}
    inside = [value < 0 for value in field.values]
    rows = [inside[i : i + columns] for i in range(0, len(inside), columns)]
    for j, (low, high) in enumerate(pairwise(rows)):
        patterns = (a | b << 1 | c << 2 | d << 3 for a, b, c, d in zip(low, low[1:], high[1:], high, strict=False))
        for i, pattern in enumerate(patterns):
            if 0 < pattern < 15:
                for (di, dj, flat), (ei, ej, ends_flat) in _STEPS[pattern]:
                    following[(i + di, j + dj, flat)] = (i + ei, j + ej, ends_flat)
    return following


def _crossing(field: Field, i: int, j: int, flat: bool) -> Point:
    grid = field.grid
    o = j * grid.columns + i
    a, b = field.values[o], field.values[o + (1 if flat else grid.columns)]
    share = a / (a - b) * grid.step
    return (grid.xs[i] + share, grid.ys[j]) if flat else (grid.xs[i], grid.ys[j] + share)
