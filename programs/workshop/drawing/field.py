"""Signed-distance fields on a grid: negative inside, positive outside, in centimetres.

Overlaps are solved here, so that the pictures need no mask, no clip path and no paper colour.
"""

import math
from collections.abc import Callable, Sequence
from itertools import accumulate, pairwise

from programs.workshop.drawing.skeleton import Point

FAR_AWAY = 9.0
MARGIN = 5.0


class Grid:
    """Sample points every `step` cm over a rectangle."""

    def __init__(self, left: float, bottom: float, right: float, top: float, step: float = 0.5):
        self.left, self.bottom, self.step = left, bottom, step
        self.columns = int((right - left) / step) + 1
        self.rows = int((top - bottom) / step) + 1
        self.xs = [left + i * step for i in range(self.columns)]
        self.ys = [bottom + j * step for j in range(self.rows)]

    def empty(self) -> "Field":
        return Field(self, [FAR_AWAY] * (self.columns * self.rows))

    def floor(self) -> "Field":
        """Everything above y = 0."""
        return Field(self, [-y for y in self.ys for _ in self.xs])

    def disc(self, centre: Point, radius: float) -> "Field":
        cx, cy = centre
        return Field(self, [math.hypot(x - cx, y - cy) - radius for y in self.ys for x in self.xs])

    def ahead(self, origin: Point, angle: float) -> "Field":
        """The half plane that lies ahead of `origin` in direction `angle`."""
        c, s = math.cos(math.radians(angle)), math.sin(math.radians(angle))
        along_x = [-(x - origin[0]) * c for x in self.xs]
        return Field(self, [part - (y - origin[1]) * s for y in self.ys for part in along_x])

    def limb(self, *points: tuple[Point, float]) -> "Field":
        """A chain of round cones through (centre, radius) pairs."""
        field = self.empty()
        for (a, radius_a), (b, radius_b) in pairwise(points):
            field._add_cone(a, radius_a, b, radius_b)
        return field


class Field:
    def __init__(self, grid: Grid, values: list[float]):
        self.grid, self.values = grid, values

    def __or__(self, other: "Field") -> "Field":
        return Field(self.grid, [a if a < b else b for a, b in zip(self.values, other.values, strict=True)])

    def __and__(self, other: "Field") -> "Field":
        return Field(self.grid, [a if a > b else b for a, b in zip(self.values, other.values, strict=True)])

    def __sub__(self, other: "Field") -> "Field":
        return Field(self.grid, [a if a > -b else -b for a, b in zip(self.values, other.values, strict=True)])

    def grown(self, by: float) -> "Field":
        return Field(self.grid, [a - by for a in self.values])

    def melted(self, other: "Field", reach: float) -> "Field":
        """Union with a fillet about `reach` cm wide in the crease."""
        values = [
            (a if a < b else b) - ((reach - abs(a - b)) ** 2 / (4 * reach) if -reach < a - b < reach else 0.0)
            for a, b in zip(self.values, other.values, strict=True)
        ]
        return Field(self.grid, values)

    def calmed(self, samples: int) -> "Field":
        """Two box blurs of `samples` on either side: every bump becomes one quiet line."""
        columns = self.grid.columns
        rows = [self.values[i : i + columns] for i in range(0, len(self.values), columns)]
        for _ in range(2):
            rows = [_box_blur(row, samples) for row in rows]
            columns_blurred = [_box_blur(column, samples) for column in zip(*rows, strict=True)]
            rows = [list(row) for row in zip(*columns_blurred, strict=True)]
        return Field(self.grid, [value for row in rows for value in row])

    def at(self, point: Point) -> float:
        """The bilinear value at a point."""
        g = self.grid
        u = min(max((point[0] - g.left) / g.step, 0.0), g.columns - 1.001)
        v = min(max((point[1] - g.bottom) / g.step, 0.0), g.rows - 1.001)
        i, j = int(u), int(v)
        o = j * g.columns + i
        low = self.values[o] + (u - i) * (self.values[o + 1] - self.values[o])
        o += g.columns
        high = self.values[o] + (u - i) * (self.values[o + 1] - self.values[o])
        return low + (v - j) * (high - low)

    def _add_cone(self, a: Point, radius_a: float, b: Point, radius_b: float) -> None:
        g, values, distance = self.grid, self.values, _cone_distance(a, radius_a, b, radius_b)
        columns = _span(g.left, g.step, g.columns, a[0], radius_a, b[0], radius_b)
        for j in _span(g.bottom, g.step, g.rows, a[1], radius_a, b[1], radius_b):
            y, row = g.ys[j], j * g.columns
            for i in columns:
                d = distance(g.xs[i], y)
                if d < values[row + i]:
                    values[row + i] = d


def _span(start: float, step: float, count: int, a: float, radius_a: float, b: float, radius_b: float) -> range:
    low = min(a - radius_a, b - radius_b) - MARGIN
    high = max(a + radius_a, b + radius_b) + MARGIN
    return range(max(0, int((low - start) / step)), min(count, int((high - start) / step) + 2))


def _cone_distance(a: Point, radius_a: float, b: Point, radius_b: float) -> Callable[[float, float], float]:
    """Distance to the hull of two circles, as a function of x and y."""
    length = math.dist(a, b)
    if length <= abs(radius_a - radius_b):
        (cx, cy), radius = (a, radius_a) if radius_a > radius_b else (b, radius_b)
        return lambda x, y: math.hypot(x - cx, y - cy) - radius
    (ax, ay), ux, uy = a, (b[0] - a[0]) / length, (b[1] - a[1]) / length
    lean = (radius_a - radius_b) / length
    upright = math.sqrt(1 - lean * lean)

    def distance(x: float, y: float) -> float:
        x, y = x - ax, y - ay
        along, aside = x * ux + y * uy, abs(x * uy - y * ux)
        place = upright * along - lean * aside
        if place <= 0:
            return math.hypot(along, aside) - radius_a
        if place >= upright * length:
            return math.hypot(along - length, aside) - radius_b
        return aside * upright + along * lean - radius_a

    return distance


def _box_blur(row: Sequence[float], samples: int) -> list[float]:
    width = 2 * samples + 1
    padded = [row[0]] * samples + list(row) + [row[-1]] * samples
    sums = [0.0, *accumulate(padded)]
    return [(high - low) / width for low, high in zip(sums, sums[width:], strict=False)]
