"""How many days earlier or later the draft suggests: a column a day, earlier to the left. Coordinates in SVG units."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

WIDTH, HEIGHT = 640, 226
LEFT, RIGHT, TOP, BOTTOM = 44, 628, 18, 176
FEWEST_DAYS, MOST_DAYS = 7, 21  # to each side; what lies beyond is gathered in the last column
MIDDLE = (LEFT + RIGHT) / 2
GAP = 26  # from the middle to the first column: on the same day there is nothing to draw


@dataclass(frozen=True)
class Column:
    x: float
    y: float
    width: float
    height: float
    earlier: bool


@dataclass(frozen=True)
class Label:
    text: str
    x: float
    y: float
    anchor: str = "middle"


@dataclass(frozen=True)
class Chart:
    columns: tuple[Column, ...]
    levels: tuple[Label, ...]
    lines: tuple[float, ...]
    ticks: tuple[Label, ...]
    words: tuple[Label, ...]
    description: str
    rows: tuple[tuple[str, int], ...]
    width = WIDTH
    height = HEIGHT
    left = LEFT
    right = RIGHT
    top = TOP
    bottom = BOTTOM
    middle = MIDDLE


def shift_chart(days):
    """The chart of {days later, below 0 earlier: histories}; None when nothing moved to another day."""
    moved = {day: n for day, n in days.items() if day}
    if not moved:
        return None
    reach = min(max(FEWEST_DAYS, *map(abs, moved)), MOST_DAYS)
    gathered = _gathered(moved, reach)
    top = _round_up(max(gathered.values()))
    return Chart(
        columns=tuple(_column(day, n, reach, top) for day, n in sorted(gathered.items())),
        levels=tuple(Label(str(level), LEFT - 8, _y(level, top) + 4.5, "end") for level in (0, top // 2, top)),
        lines=tuple(_y(level, top) for level in (top // 2, top)),
        ticks=_ticks(reach),
        words=(
            Label(_("days earlier"), (LEFT + MIDDLE - GAP) / 2, HEIGHT - 5),
            Label(_("days later"), (RIGHT + MIDDLE + GAP) / 2, HEIGHT - 5),
        ),
        description=_description(days),
        rows=tuple((in_words(day), n) for day, n in sorted(days.items())),
    )


def in_words(day):
    """ "3 days earlier"; 0 is "Same day"."""
    if day < 0:
        return ngettext("%(n)s day earlier", "%(n)s days earlier", -day) % {"n": -day}
    return ngettext("%(n)s day later", "%(n)s days later", day) % {"n": day} if day else _("Same day")


def _gathered(moved, reach):
    gathered = {}
    for day, n in moved.items():
        inside = max(-reach, min(reach, day))
        gathered[inside] = gathered.get(inside, 0) + n
    return gathered


def _round_up(most):
    """The end of the scale: an even number that is easy to halve, at least 2."""
    step = 10 ** max(len(str(most)) - 2, 0) * 2
    return -(-most // step) * step


def _column(day, n, reach, top):
    slot = (MIDDLE - GAP - LEFT) / reach
    width = round(slot * 0.72, 1)
    inner = GAP + (abs(day) - 1) * slot + (slot - width) / 2
    x = MIDDLE + inner if day > 0 else MIDDLE - inner - width
    y = _y(n, top)
    return Column(round(x, 1), y, width, round(BOTTOM - y, 1), day < 0)


def _y(n, top):
    return round(BOTTOM - n * (BOTTOM - TOP) / top, 1)


def _ticks(reach):
    """Days under the axis: the first, a middle and the last column of each side."""
    slot = (MIDDLE - GAP - LEFT) / reach
    labels = []
    for day in (1, (reach + 1) // 2, reach):
        text = _("%(n)s or more") % {"n": day} if day == MOST_DAYS else str(day)
        away = GAP + (day - 0.5) * slot
        labels += [Label(text, round(MIDDLE + side * away, 1), BOTTOM + 22) for side in (-1, 1)]
    return tuple(labels)


def _description(days):
    earlier, later = sum(n for day, n in days.items() if day < 0), sum(n for day, n in days.items() if day > 0)
    return ngettext(
        "%(earlier)s earlier, %(same)s on the same day, %(later)s later, of %(n)s history that both suggest in.",
        "%(earlier)s earlier, %(same)s on the same day, %(later)s later, of %(n)s histories that both suggest in.",
        sum(days.values()),
    ) % {"earlier": earlier, "same": days.get(0, 0), "later": later, "n": sum(days.values())}
