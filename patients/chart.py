"""Where each mark of the pain chart and of the small pain line stands: dates and numbers in, coordinates out.

Missing is missing: a gap gets no line across it and no zone behind it; zero is a value like any other.
Nothing here reads a row or a clock. Pain is NRS 0-10; coordinates are SVG user units, rounded to a tenth.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

WORST = 10
ONE_DAY = dt.timedelta(days=1)
# A line may pass over one planned rest day, never over more: two days without a value are drawn as a gap.
LONGEST_BRIDGE = 2 * ONE_DAY
# So many days in a row without any entry count as a gap even if nobody said they were away. Three sessions a week
# leave at most four empty days when one is missed.
GAP_AT_LEAST = 5
# What a character of 12.5 px text takes, wide enough for the widest of the fonts in use.
CHARACTER = 6.6
TICK_STEPS = (1, 2, 7, 14, 28, 56, 91, 182, 364)


@dataclass(frozen=True)
class Size:
    """The drawing in SVG units; `right` is the room for the words beside the zones, `mark` a mark's radius."""

    width: int
    height: int
    right: int
    mark: float


PHONE = Size(width=358, height=292, right=62, mark=3.1)
DESK = Size(width=700, height=250, right=84, mark=3.6)
LEFT, TOP, BOTTOM, STAGE_BAR = 22, 34, 26, 22


@dataclass(frozen=True)
class DayPain:
    """One day: the worst pain during exercise and the next morning's answer, which belongs to this day.

    `missed` says that a session was due and none was logged; `note` is one or two words for the worst day's label.
    """

    day: dt.date
    during_left: int | None = None
    during_right: int | None = None
    morning_left: int | None = None
    morning_right: int | None = None
    missed: bool = False
    note: str = ""


@dataclass(frozen=True)
class Reading:
    """One side of a day."""

    day: dt.date
    during: int | None
    morning: int | None
    missed: bool
    note: str

    @classmethod
    def of(cls, row, side):
        during, morning = getattr(row, f"during_{side}"), getattr(row, f"morning_{side}")
        return cls(row.day, during, morning, row.missed, row.note)

    @property
    def empty(self):
        return self.during is None and self.morning is None


@dataclass(frozen=True)
class StageBand:
    """A stage as it was lived: `end` is its last day, None for the present one; `short` is what a narrow bar shows."""

    name: str
    start: dt.date
    end: dt.date | None = None
    short: str = ""


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
    size: Size
    left: float
    right: float
    top: float
    bottom: float
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


@dataclass(frozen=True)
class Frame:
    """From days and pain to coordinates."""

    size: Size
    since: dt.date
    until: dt.date

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
        return bool(text) and len(text) * CHARACTER <= width


def pain_chart(
    days: Iterable[DayPain],
    side: str,
    *,
    since: dt.date,
    until: dt.date,
    stages: Sequence[StageBand] = (),
    away: Sequence[Span] = (),
    zones: Zones = Zones(),  # noqa: B008  frozen
    size: Size = PHONE,
) -> PainChart:
    """The chart of one side ("left" or "right") from `since` to `until`, both days included.

    `days` may be in any order and leave out days; those outside the frame are not drawn.
    """
    frame = Frame(size, since, until)
    shown = sorted((day for day in days if since <= day.day <= until), key=lambda day: day.day)
    readings = [Reading.of(day, side) for day in shown]
    gaps = _gaps(readings, away, frame)
    during, morning = _during(readings, gaps, frame), _morning(readings, gaps, frame)
    spans = _spans_between(gaps, frame)
    return PainChart(
        side=side,
        heading=_("Pain, left side") if side == "left" else _("Pain, right side"),
        title=_("Pain during exercise and next morning, left side")
        if side == "left"
        else _("Pain during exercise and next morning, right side"),
        description=_description(during, morning, gaps, stages, frame),
        size=size,
        left=LEFT,
        right=frame.right,
        top=TOP,
        bottom=frame.bottom,
        bands=tuple(_bands(spans, zones, frame)),
        zone_labels=tuple(_zone_labels(zones, frame)),
        pain_ticks=tuple(_pain_ticks(zones, frame)),
        day_ticks=tuple(_day_ticks(frame)),
        stages=tuple(_stage_bars(stages, frame)),
        gaps=tuple(_drawn(gap, frame) for gap in gaps),
        during=during,
        morning=morning,
        worst=_worst(readings, during, zones, frame),
        rows=tuple(_rows(readings, until)),
    )


# Gaps ---------------------------------------------------------------------------------------------------------------


def _gaps(readings, away, frame):
    """Days away and long runs of days without any entry, in order, within the frame."""
    absent = {day for span in away for day in frame.days if span.first <= day <= span.last}
    entered = {reading.day for reading in readings if not reading.empty}
    silent = [day for day in frame.days if day not in absent and day not in entered]
    announced = [Span(run[0], run[-1]) for run in _runs(sorted(absent - entered))]
    unannounced = [Span(run[0], run[-1], away=False) for run in _runs(silent) if len(run) >= GAP_AT_LEAST]
    return sorted(announced + unannounced, key=lambda span: span.first)


def _runs(days):
    """Consecutive days, run by run."""
    runs = []
    for day in days:
        if runs and day - runs[-1][-1] == ONE_DAY:
            runs[-1].append(day)
        else:
            runs.append([day])
    return runs


def _spans_between(gaps, frame):
    """The stretches that are no gap, as (x1, x2): what a zone is drawn behind."""
    stops = [x for gap in gaps for x in (frame.x(gap.first), frame.x(gap.last, 1))]
    ends = [LEFT, *stops, frame.right]
    return [(x1, x2) for x1, x2 in zip(ends[::2], ends[1::2], strict=True) if x2 > x1]


def _drawn(gap, frame):
    x1, x2 = frame.x(gap.first), frame.x(gap.last, 1)
    length = (gap.last - gap.first).days + 1
    count = ngettext("%(n)s day", "%(n)s days", length) % {"n": length}
    words = (_("away"), count) if gap.away else (_("no"), _("entries"))
    fitting = words if all(frame.has_room(word, x2 - x1) for word in words) else words[:1] if gap.away else ()
    lines = [word for word in fitting if frame.has_room(word, x2 - x1)]
    middle = (TOP + frame.bottom) / 2 + 5 - 8 * (len(lines) - 1)
    labels = (Label(word, round((x1 + x2) / 2, 1), middle + 16 * n) for n, word in enumerate(lines))
    return Gap(x1, x2, tuple(labels))


# Series -------------------------------------------------------------------------------------------------------------


def _during(readings, gaps, frame):
    """Marks a quarter into their day. A missed session breaks the line even where the stretch is short."""
    points = [(reading.day, reading.during) for reading in readings if reading.during is not None]
    breaks = {reading.day for reading in readings if reading.missed}
    return _series(points, breaks | _days_of(gaps), frame, part=0.25, radius=frame.size.mark)


def _morning(readings, gaps, frame):
    """Marks late in the day before, between two sessions. A session without its morning answer breaks the line."""
    points = [(reading.day, reading.morning) for reading in readings if reading.morning is not None]
    breaks = {reading.day for reading in readings if reading.morning is None and reading.during is not None}
    return _series(points, breaks | _days_of(gaps), frame, part=0.75, radius=round(frame.size.mark + 0.5, 1))


def _days_of(gaps):
    return {gap.first + n * ONE_DAY for gap in gaps for n in range((gap.last - gap.first).days + 1)}


def _series(points, breaks, frame, part, radius):
    fitting = round(min(radius, max(1.5, frame.slot * 0.6)), 1)   # half a year on a phone: small, yet apart
    marks = [Mark(frame.x(day, part), frame.y(pain), pain, day, fitting) for day, pain in points]
    lines = (" ".join(f"{mark.x},{mark.y}" for mark in run) for run in _joined(marks, breaks) if len(run) > 1)
    return Series(tuple(lines), tuple(marks))


def _joined(marks, breaks):
    """The marks in runs that a line may join."""
    runs = [marks[:1]]
    for before, after in pairwise(marks):
        if _may_join(before.day, after.day, breaks):
            runs[-1].append(after)
        else:
            runs.append([after])
    return runs


def _may_join(before, after, breaks):
    return after - before <= LONGEST_BRIDGE and not any(before < day < after for day in breaks)


# Zones, stages and axes ----------------------------------------------------------------------------------------------


def _zone_ranges(zones):
    """(kind, lowest, highest) from worst to best; amber is left out where nothing lies between the edges."""
    ranges = [("red", zones.red_edge, WORST), ("amber", zones.green_edge + 1, zones.red_edge - 1)]
    return [*[zone for zone in ranges if zone[1] <= zone[2]], ("green", 0, min(zones.green_edge, zones.red_edge - 1))]


def _zone_limits(lowest, highest, frame):
    """Top and bottom of a zone: its edges lie half-way between two whole numbers."""
    return frame.y(WORST if highest == WORST else highest + 0.5), frame.y(0 if lowest == 0 else lowest - 0.5)


def _bands(spans, zones, frame):
    for kind, lowest, highest in _zone_ranges(zones):
        top, bottom = _zone_limits(lowest, highest, frame)
        for x1, x2 in spans:
            yield Box(kind, x1, top, round(x2 - x1, 1), round(bottom - top, 1))


def _zone_labels(zones, frame):
    words = {"red": _("Ease off"), "amber": _("Stay"), "green": _("Calm")}
    for kind, lowest, highest in _zone_ranges(zones):
        top, bottom = _zone_limits(lowest, highest, frame)
        middle, numbers = (top + bottom) / 2, str(lowest) if lowest == highest else f"{lowest}–{highest}"
        if bottom - top >= 44:
            yield ZoneLabel(kind, words[kind], numbers, round(middle - 3.5, 1), round(middle + 12.5, 1))
        else:
            yield ZoneLabel(kind, words[kind], numbers, round(middle + 4.5, 1), None)


def _pain_ticks(zones, frame):
    for pain in sorted({0, zones.green_edge, zones.red_edge - 1, WORST}):
        yield Label(str(pain), LEFT - 7, round(frame.y(pain) + 4, 1), "end")


def _day_ticks(frame):
    """A date every so many days that no two touch, from the first day on."""
    widest = 8 * CHARACTER
    step = next((step for step in TICK_STEPS if step * frame.slot >= widest), TICK_STEPS[-1])
    for day in frame.days[::step]:
        yield Label(date_format(day, "j M"), frame.x(day, 0.25), frame.bottom + 18)


def _stage_bars(stages, frame):
    """A bar for each stage that touches the frame; it carries the name, or the short one, or nothing, as room allows."""
    lived = [stage for stage in stages if stage.start <= frame.until and (stage.end or frame.until) >= frame.since]
    for stage in lived:
        x1, x2 = frame.x(stage.start), frame.x(stage.end or frame.until, 1)
        width = round(max(x2 - x1 - 3, 1), 1)
        label = next((text for text in (stage.name, stage.short) if frame.has_room(text, width)), "")
        begins_here = stage.start > frame.since
        yield StageBar(x1, width, label, round(x1 + width / 2, 1), stage.end is None, x1 if begins_here else None)


def _worst(readings, during, zones, frame):
    """The highest red session by its number and its note; the latest of several. None when no session was red."""
    red = [mark for mark in during.marks if mark.pain >= zones.red_edge]
    if not red:
        return None
    mark = max(red, key=lambda mark: (mark.pain, mark.day))
    note = next(reading.note for reading in readings if reading.day == mark.day)
    text = f"{mark.pain}, {note}" if note else str(mark.pain)
    half = len(text) * CHARACTER / 2
    y = mark.y - 9 if mark.y - 9 >= TOP + 10 else mark.y + 18
    x, anchor = mark.x, "middle"
    if mark.x - half < LEFT:
        x, anchor = LEFT, "start"
    elif mark.x + half > frame.right:
        x, anchor = frame.right, "end"
    return Label(text, x, round(y, 1), anchor)


# Words --------------------------------------------------------------------------------------------------------------


def _description(during, morning, gaps, stages, frame):
    """What the drawing shows, for those who hear it."""
    sentences = [_("From %(first)s to %(last)s.") % {"first": _day(frame.since), "last": _day(frame.until)}]
    sentences.append(_course(_("Pain during exercise"), during))
    sentences.append(_course(_("Pain next morning"), morning))
    sentences += [_absence(gap) for gap in gaps]
    begun = [stage for stage in stages if frame.since < stage.start <= frame.until]
    sentences += [_("%(stage)s began on %(day)s.") % {"stage": s.name, "day": _day(s.start)} for s in begun]
    return " ".join(sentences)


def _course(what, series):
    if not series.marks:
        return _("%(what)s: no entries.") % {"what": what}
    highest = max(series.marks, key=lambda mark: mark.pain)
    return _("%(what)s: first %(first)s, latest %(latest)s, highest %(highest)s on %(day)s.") % {
        "what": what,
        "first": series.marks[0].pain,
        "latest": series.marks[-1].pain,
        "highest": highest.pain,
        "day": _day(highest.day),
    }


def _absence(gap):
    days = {"first": _day(gap.first), "last": _day(gap.last)}
    return _("Away from %(first)s to %(last)s.") % days if gap.away else _("No entries from %(first)s to %(last)s.") % days


def _day(day):
    return date_format(day, "j F")


def _rows(readings, until):
    """The numbers, newest first; what is missing is named, and what may still come is said to be open."""
    for reading in reversed(readings):
        if reading.empty and not reading.missed:
            continue
        open_still = until - reading.day <= ONE_DAY
        during = _("not logged") if reading.missed else _("no session")
        morning = _("not yet") if open_still else _("no answer")
        yield Row(
            reading.day,
            during if reading.during is None else str(reading.during),
            morning if reading.morning is None else str(reading.morning),
        )
