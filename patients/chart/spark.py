"""The small pain line of a list: the last days at a glance, the latest value marked with the shape of its zone."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

WIDTH, HEIGHT = 104, 36
LEFT, RIGHT, BOTTOM, STEP = 4, 96, 33, 3  # STEP: the height of one point of pain


@dataclass(frozen=True)
class Point:
    x: float
    y: float


@dataclass(frozen=True)
class Latest(Point):
    zone: str

    @property
    def triangle(self):
        return f"M{self.x} {self.y - 5}l5 9h-10z"

    @property
    def corner(self):
        """The upper left corner of an 8 x 8 square round the value."""
        return Point(round(self.x - 4, 1), self.y - 4)


@dataclass(frozen=True)
class Spark:
    width: int
    height: int
    frame: str
    limit: float
    lines: tuple[str, ...]
    lone: tuple[Point, ...]
    latest: Latest | None
    label: str


def spark(values: Sequence[int | None], green_edge: int = 3, red_edge: int = 6) -> Spark:
    """The line of `values`, one a day and the oldest first, None where nothing was recorded. Pain is NRS 0-10.

    Days without a value are not passed over: a value between two of them stands alone.
    """
    runs = _runs(values)
    return Spark(
        width=WIDTH,
        height=HEIGHT,
        frame=f"M0.5 {_y(10)}V{_y(0) + 0.5}H{WIDTH}",
        limit=_y(green_edge + 0.5),
        lines=tuple(" ".join(f"{point.x},{point.y}" for point in run) for run in runs if len(run) > 1),
        lone=tuple(run[0] for run in runs if len(run) == 1),
        latest=_latest(values, green_edge, red_edge),
        label=_label(values),
    )


def _runs(values):
    runs, run = [], []
    for place, pain in enumerate([*values, None]):
        if pain is not None:
            run.append(Point(_x(place, len(values)), _y(pain)))
        elif run:
            runs.append(run)
            run = []
    return runs


def _latest(values, green_edge, red_edge):
    recorded = [(place, pain) for place, pain in enumerate(values) if pain is not None]
    if not recorded:
        return None
    place, pain = recorded[-1]
    zone = "red" if pain >= red_edge else "green" if pain <= green_edge else "amber"
    return Latest(_x(place, len(values)), _y(pain), zone)


def _label(values):
    if all(pain is None for pain in values):
        return _("Pain, last %(n)s days: no entries") % {"n": len(values)}
    listed = ", ".join(_("none") if pain is None else str(pain) for pain in values)
    return _("Pain, last %(n)s days: %(values)s") % {"n": len(values), "values": listed}


def _x(place, count):
    return round(LEFT + (RIGHT - LEFT) * place / max(count - 1, 1), 1)


def _y(pain):
    return BOTTOM - STEP * pain
