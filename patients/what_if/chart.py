"""How many days earlier or later the draft suggests: a column a span, earlier to the left. Coordinates in SVG units."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from patients.what_if.figures import LEAST_PATIENTS

WIDTH, HEIGHT = 640, 226
LEFT, RIGHT, TOP, BOTTOM = 44, 628, 18, 176
MIDDLE = (LEFT + RIGHT) / 2
GAP = 26  # from the middle to the first column: on the same day there is nothing to draw
CLASSES = ((1, 1), (2, 2), (3, 3), (4, 6), (7, 13), (14, None))  # days, first and last; our choice
SLOT = (MIDDLE - GAP - LEFT) / len(CLASSES)


@dataclass(frozen=True)
class Span:
    """Histories that moved by `least` to `most` days (None: or more); `first` and `last` are places in `CLASSES`."""

    first: int
    last: int
    histories: int

    @property
    def least(self) -> int:
        return CLASSES[self.first][0]

    @property
    def most(self) -> int | None:
        return CLASSES[self.last][1]


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
    rows: tuple[tuple[str, int], ...]
    width = WIDTH
    height = HEIGHT
    left = LEFT
    right = RIGHT
    top = TOP
    bottom = BOTTOM
    middle = MIDDLE


def spans_of(days, sign):
    """The `Span`s of one side (-1 earlier, 1 later) of {days later: histories}, each of five histories or more.

    Neighbours are counted together until there are five; a side with fewer has no span.
    """
    classes = [_within(days, sign, *ends) for ends in CLASSES]
    spans, first, gathered = [], None, 0
    for place, histories in enumerate(classes):
        first = place if first is None and histories else first
        gathered += histories
        if gathered >= LEAST_PATIENTS:
            spans.append(Span(first, place, gathered))
            first, gathered = None, 0
    if gathered and spans:
        last = spans.pop()
        spans.append(Span(last.first, max(p for p, n in enumerate(classes) if n), last.histories + gathered))
    return spans


def _within(days, sign, least, most):
    return sum(n for day, n in days.items() if least <= day * sign and (most is None or day * sign <= most))


def shift_chart(earlier, later):
    """The chart of the spans of both sides; None without any."""
    if not earlier and not later:
        return None
    top = _round_up(max(span.histories for span in (*earlier, *later)))
    sides = [(span, -1) for span in reversed(earlier)] + [(span, 1) for span in later]
    return Chart(
        columns=tuple(_column(span, sign, top) for span, sign in sides),
        levels=tuple(Label(str(level), LEFT - 8, _y(level, top) + 4.5, "end") for level in (0, top // 2, top)),
        lines=tuple(_y(level, top) for level in (top // 2, top)),
        ticks=tuple(_tick(span, sign) for span, sign in sides),
        words=(
            Label(_("days earlier"), (LEFT + MIDDLE - GAP) / 2, HEIGHT - 5),
            Label(_("days later"), (RIGHT + MIDDLE + GAP) / 2, HEIGHT - 5),
        ),
        rows=tuple((in_words(span, sign), span.histories) for span, sign in sides),
    )


def in_words(span, sign):
    """ "3 days earlier", "4 to 6 days later", "14 or more days later"."""
    if span.least == span.most:
        one = ngettext("%(n)s day earlier", "%(n)s days earlier", span.least)
        return (one if sign < 0 else ngettext("%(n)s day later", "%(n)s days later", span.least)) % {"n": span.least}
    if span.most is None:
        more = _("%(n)s or more days earlier") if sign < 0 else _("%(n)s or more days later")
        return more % {"n": span.least}
    several = _("%(least)s to %(most)s days earlier") if sign < 0 else _("%(least)s to %(most)s days later")
    return several % {"least": span.least, "most": span.most}


def _round_up(most):
    """The end of the scale: an even number that is easy to halve, at least 2."""
    step = 10 ** max(len(str(most)) - 2, 0) * 2
    return -(-most // step) * step


def _column(span, sign, top):
    places = span.last - span.first + 1
    margin = SLOT * 0.14
    width = round(places * SLOT - 2 * margin, 1)
    inner = GAP + span.first * SLOT + margin
    x = MIDDLE + inner if sign > 0 else MIDDLE - inner - width
    y = _y(span.histories, top)
    return Column(round(x, 1), y, width, round(BOTTOM - y, 1), sign < 0)


def _y(n, top):
    return round(BOTTOM - n * (BOTTOM - TOP) / top, 1)


def _tick(span, sign):
    """The days of a column, under its middle."""
    text = str(span.least) if span.least == span.most else f"{span.least}–{span.most}"
    if span.most is None:
        text = f"{span.least}+"
    away = GAP + (span.first + span.last + 1) / 2 * SLOT
    return Label(text, round(MIDDLE + sign * away, 1), BOTTOM + 22)
