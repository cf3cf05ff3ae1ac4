"""From days and pain to coordinates in SVG user units, rounded to a tenth."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

WORST = 10
ONE_DAY = dt.timedelta(days=1)
LEFT, TOP, BOTTOM = 22, 34, 26  # room for the pain ticks, for the stage bars, for the dates


@dataclass(frozen=True)
class Size:
    """The drawing in SVG units; `right` is the room for the words beside the zones, `mark` a mark's radius.

    `character` is what a character of its text takes, wide enough for the widest of the fonts in use. A `wide` one is
    scrolled on a small screen, because its words would shrink with it.
    """

    width: int
    height: int
    right: int
    mark: float
    character: float
    wide: bool = False

    def takes(self, text):
        """The width of `text`."""
        return len(text) * self.character


PHONE = Size(width=358, height=292, right=62, mark=3.1, character=6.6)
DESK = Size(width=470, height=232, right=84, mark=3.3, character=7.1, wide=True)


@dataclass(frozen=True)
class Frame:
    """The plotting area: `since` to `until`, both days included, and pain 0 to 10."""

    size: Size
    since: dt.date
    until: dt.date
    left = LEFT
    top = TOP

    @cached_property
    def right(self):
        return self.size.width - self.size.right

    @cached_property
    def bottom(self):
        return self.size.height - BOTTOM

    @cached_property
    def days(self):
        return tuple(self.since + n * ONE_DAY for n in range((self.until - self.since).days + 1))

    @cached_property
    def slot(self):
        """The width of one day."""
        return (self.right - LEFT) / len(self.days)

    def x(self, day, part=0.0):
        """Where `day` begins, or the given part of it; days outside the frame are moved to its edge."""
        at = LEFT + ((day - self.since).days + part) * self.slot
        return round(min(max(at, LEFT), self.right), 1)

    def y(self, pain):
        return round(self.bottom - pain * (self.bottom - TOP) / WORST, 1)

    def has_room(self, text, width):
        return bool(text) and self.size.takes(text) <= width
