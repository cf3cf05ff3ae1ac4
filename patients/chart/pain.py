"""The pain chart of one side: zones, stages, axes and marks at their places. The template draws what this answers."""

import datetime as dt
from collections.abc import Iterable, Sequence

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from patients.chart.frame import LEFT, PHONE, TOP, WORST, Frame, Size
from patients.chart.series import drawn, during_of, gaps_of, morning_of, spans_between
from patients.chart.shapes import (
    CONSENSUS,
    Box,
    DayPain,
    Label,
    PainChart,
    PainPoint,
    Span,
    StageBand,
    StageBar,
    ZoneLabel,
    Zones,
)
from patients.chart.words import description, rows

TICK_STEPS = (1, 2, 7, 14, 28, 56, 91, 182, 364)
TWO_LINES = 44  # the height from which a zone has room for its word and its numbers below each other


def pain_chart(
    days: Iterable[DayPain],
    side: str,
    *,
    since: dt.date,
    until: dt.date,
    stages: Sequence[StageBand] = (),
    away: Sequence[Span] = (),
    zones: Zones = CONSENSUS,
    size: Size = PHONE,
) -> PainChart:
    """The chart of one side ("left" or "right") from `since` to `until`, both days included.

    `days` may be in any order and leave out days; those outside the frame are not drawn. `stages` are in order.
    """
    frame = Frame(size, since, max(since, until))
    shown = sorted((day for day in days if since <= day.day <= until), key=lambda day: day.day)
    pain_points = [PainPoint.of(day, side) for day in shown]
    gaps = gaps_of(pain_points, away, frame)
    during, morning = during_of(pain_points, gaps, stages, frame), morning_of(pain_points, gaps, stages, frame)
    heading, title = _names(side)
    return PainChart(
        side=side,
        heading=heading,
        title=title,
        description=description(during, morning, gaps, stages, frame),
        frame=frame,
        bands=tuple(_bands(spans_between(gaps, frame), zones, frame)),
        zone_labels=tuple(_zone_labels(zones, frame)),
        pain_ticks=tuple(_pain_ticks(zones, frame)),
        day_ticks=tuple(_day_ticks(frame)),
        stages=tuple(_stage_bars(stages, frame)),
        gaps=tuple(drawn(gap, frame) for gap in gaps),
        during=during,
        morning=morning,
        worst=_worst(pain_points, during, zones, frame),
        rows=tuple(rows(pain_points, until)),
    )


def _names(side):
    """The heading over the chart and the title inside it; sides are whole sentences, for languages that bend them."""
    if side == "left":
        return _("Pain, left side"), _("Pain during exercise and next morning, left side")
    return _("Pain, right side"), _("Pain during exercise and next morning, right side")


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
        if bottom - top >= TWO_LINES:
            yield ZoneLabel(kind, words[kind], numbers, round(middle - 3.5, 1), round(middle + 12.5, 1))
        else:
            yield ZoneLabel(kind, words[kind], numbers, round(middle + 4.5, 1), None)


def _pain_ticks(zones, frame):
    for pain in sorted({0, zones.green_edge, zones.red_edge - 1, WORST}):
        yield Label(str(pain), LEFT - 7, round(frame.y(pain) + 4, 1), "end")


def _day_ticks(frame):
    """A date every so many days that no two touch, from the first day on."""
    widest = frame.size.takes("88 MMM ")
    step = next((step for step in TICK_STEPS if step * frame.slot >= widest), TICK_STEPS[-1])
    for day in frame.days[::step]:
        yield Label(date_format(day, "j M"), frame.x(day, 0.25), frame.bottom + 18)


def _stage_bars(stages, frame):
    """A bar for each stage that touches the frame, with its name, its short name or nothing, as room allows."""
    lived = [stage for stage in stages if stage.start <= frame.until and (stage.end or frame.until) >= frame.since]
    for stage in lived:
        x1, x2 = frame.x(stage.start), frame.x(stage.end or frame.until, 1)
        width = round(max(x2 - x1 - 3, 1), 1)
        label = next((text for text in (stage.name, stage.short) if frame.has_room(text, width)), "")
        begins_here = stage.start > frame.since
        yield StageBar(x1, width, label, round(x1 + width / 2, 1), stage.end is None, x1 if begins_here else None)


def _worst(pain_points, during, zones, frame):
    """The highest red session by its number and its note; the latest of several. None when no session was red."""
    red = [mark for mark in during.marks if mark.pain >= zones.red_edge]
    if not red:
        return None
    mark = max(red, key=lambda mark: (mark.pain, mark.day))
    note = next(pain_point.note for pain_point in pain_points if pain_point.day == mark.day)
    text = f"{mark.pain}, {note}" if note else str(mark.pain)
    above = mark.y - 9 >= TOP + 10
    x, anchor = _inside(mark.x, text, frame)
    return Label(text, x, round(mark.y - 9 if above else mark.y + 18, 1), anchor)


def _inside(x, text, frame):
    """Where a label at `x` is anchored so that it stays between the axes."""
    half = frame.size.takes(text) / 2
    if x - half < LEFT:
        return LEFT, "start"
    return (frame.right, "end") if x + half > frame.right else (x, "middle")
