"""The small line of a measure: one point an answer, from the least to the most of its scale."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT, MARGIN = 104, 36, 5


@dataclass(frozen=True)
class Score:
    width: int
    height: int
    line: str
    points: tuple[tuple[float, float], ...]
    label: str


def score(values: Sequence[float], least: float, most: float, label: str) -> Score:
    """`values` are the answers, the oldest first, evenly spaced; `label` says them in words."""
    span = (most - least) or 1
    step = (WIDTH - 2 * MARGIN) / max(len(values) - 1, 1)
    points = tuple(
        (round(MARGIN + place * step, 1), round(HEIGHT - MARGIN - (HEIGHT - 2 * MARGIN) * (value - least) / span, 1))
        for place, value in enumerate(values)
    )
    line = " ".join(f"{x},{y}" for x, y in points) if len(points) > 1 else ""
    return Score(WIDTH, HEIGHT, line, points, label)
