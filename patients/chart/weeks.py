"""The days logged of the days due, a bar a week, under the same axis as the pain chart."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from patients.chart.frame import DESK, Frame, Size

TOP, BOTTOM, HEIGHT = 4, 40, 76
WORDS, DATE, GAP = 17, 33, 6  # the lines under the bars, and the room between two


class Counted(Protocol):
    """Seven days and what was logged of them."""

    first: dt.date
    last: dt.date
    logged: int
    due: int


@dataclass(frozen=True)
class WeekBar:
    """`due` and `done` are heights; a label is empty where it has no room."""

    x: float
    width: float
    due: float
    done: float
    middle: float
    words: str
    date: str


@dataclass(frozen=True)
class WeeksChart:
    frame: Frame
    bars: tuple[WeekBar, ...]
    description: str
    height: int = HEIGHT
    bottom: int = BOTTOM
    words_y: int = BOTTOM + WORDS
    date_y: int = BOTTOM + DATE


def weeks_chart(weeks: Sequence[Counted], size: Size = DESK) -> WeeksChart:
    """`weeks` are in order and at least one."""
    frame, most = Frame(size, weeks[0].first, weeks[-1].last), max(1, *(week.due for week in weeks))
    listed = "; ".join(_("%(day)s: %(words)s") % {"day": _date(week), "words": _words(week)} for week in weeks)
    return WeeksChart(frame, tuple(_bar(week, frame, most) for week in weeks), listed)


def _bar(week, frame, most):
    x1, x2 = frame.x(week.first), frame.x(week.last, 1)
    width = round(max(x2 - x1 - GAP, 1), 1)
    due, done = (round((BOTTOM - TOP) * count / most, 1) for count in (week.due, week.logged))
    words, date = (text if frame.has_room(text, x2 - x1) else "" for text in (_words(week), _date(week)))
    return WeekBar(x1, width, due, done, round(x1 + width / 2, 1), words, date)


def _words(week):
    return _("%(logged)s of %(due)s") % {"logged": week.logged, "due": week.due}


def _date(week):
    return date_format(week.first, "j M")
