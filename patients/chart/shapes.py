"""What the pain chart reads and what it answers: frozen rows for the template, no behaviour beyond a path."""

import datetime as dt
from dataclasses import dataclass
from math import ceil

from patients.chart.frame import Frame


@dataclass(frozen=True)
class DayPain:
    """One day: the worst pain during exercise and the next morning's answer, which belongs to this day.

    `note` is one or two words for the worst day's label.
    """

    day: dt.date
    during_left: int | None = None
    during_right: int | None = None
    morning_left: int | None = None
    morning_right: int | None = None
    note: str = ""


@dataclass(frozen=True)
class PainPoint:
    """One side of a day. `entered` says that something was recorded that day, on whichever side."""

    day: dt.date
    during: int | None
    morning: int | None
    entered: bool
    note: str

    @classmethod
    def of(cls, row, side):
        values = (row.during_left, row.during_right, row.morning_left, row.morning_right)
        entered = any(value is not None for value in values)
        during, morning = getattr(row, f"during_{side}"), getattr(row, f"morning_{side}")
        return cls(row.day, during, morning, entered, row.note)

    @property
    def empty(self):
        return self.during is None and self.morning is None


@dataclass(frozen=True)
class StageBand:
    """A stage as it was lived: `end` is its last day, None for the present one; `short` is what a narrow bar shows.

    With `sessions_per_week` the line of its marks may pass over the rest days that this plan has.
    """

    name: str
    start: dt.date
    end: dt.date | None = None
    short: str = ""
    sessions_per_week: int = 4

    @property
    def rest_days(self):
        """The most days between two sessions of the plan: none daily, one on alternate days, two at 3 a week."""
        return ceil(7 / max(self.sessions_per_week, 1)) - 1


@dataclass(frozen=True)
class Span:
    """Days away, or days without any entry; both ends included."""

    first: dt.date
    last: dt.date
    away: bool = True


@dataclass(frozen=True)
class Zones:
    """`green_edge` is the highest green pain, `red_edge` the lowest red one; amber is what lies between."""

    green_edge: int = 3
    red_edge: int = 6


CONSENSUS = Zones()  # the built-in programme's; no study fixes these numbers


@dataclass(frozen=True)
class Box:
    """A zone behind the marks; its upper edge is drawn as a line, except for red, which ends with the scale."""

    kind: str
    x: float
    y: float
    width: float
    height: float

    @property
    def x2(self):
        return round(self.x + self.width, 1)


@dataclass(frozen=True)
class Label:
    text: str
    x: float
    y: float
    anchor: str = "middle"


@dataclass(frozen=True)
class StageBar:
    x: float
    width: float
    label: str
    label_x: float
    current: bool
    edge_x: float | None


@dataclass(frozen=True)
class ZoneLabel:
    kind: str
    word: str
    range: str
    y: float
    range_y: float | None


@dataclass(frozen=True)
class Gap:
    x1: float
    x2: float
    lines: tuple[Label, ...]


@dataclass(frozen=True)
class Mark:
    x: float
    y: float
    pain: int
    day: dt.date
    radius: float

    @property
    def diamond(self):
        r = self.radius
        return f"M{self.x} {round(self.y - r, 1)}l{r} {r}-{r} {r}-{r}-{r}z"


@dataclass(frozen=True)
class Series:
    """`lines` are the points of each unbroken run; a mark without a neighbour is in no line."""

    lines: tuple[str, ...]
    marks: tuple[Mark, ...]


@dataclass(frozen=True)
class Row:
    """A line of the table behind the chart."""

    day: dt.date
    during: str
    morning: str


@dataclass(frozen=True)
class PainChart:
    side: str
    heading: str
    title: str
    description: str
    frame: Frame
    bands: tuple[Box, ...]
    zone_labels: tuple[ZoneLabel, ...]
    pain_ticks: tuple[Label, ...]
    day_ticks: tuple[Label, ...]
    stages: tuple[StageBar, ...]
    gaps: tuple[Gap, ...]
    during: Series
    morning: Series
    worst: Label | None
    rows: tuple[Row, ...]

    @property
    def empty(self):
        """Whether nothing was recorded on this side: the page then says so in a sentence, without a drawing."""
        return not (self.during.marks or self.morning.marks)
