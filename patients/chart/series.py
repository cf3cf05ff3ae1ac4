"""Where nothing was recorded, and which marks a line may join. A gap gets no line across it."""

from itertools import pairwise

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from patients.chart.frame import LEFT, ONE_DAY, TOP
from patients.chart.shapes import Gap, Label, Mark, Series, Span

# So many days in a row without any entry count as a gap even if nobody said they were away. Three sessions a week
# leave at most four empty days when one is missed.
GAP_AT_LEAST = 5


def gaps_of(pain_points, away, frame):
    """Days away and long runs of days without an entry on either side, in order, within the frame."""
    absent = {day for span in away for day in frame.days if span.first <= day <= span.last}
    entered = {pain_point.day for pain_point in pain_points if pain_point.entered}
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


def spans_between(gaps, frame):
    """The stretches that are no gap, as (x1, x2): what a zone is drawn behind."""
    stops = [x for gap in gaps for x in (frame.x(gap.first), frame.x(gap.last, 1))]
    ends = [LEFT, *stops, frame.right]
    return [(x1, x2) for x1, x2 in zip(ends[::2], ends[1::2], strict=True) if x2 > x1]


def drawn(gap, frame):
    """The gap with as many of its words as fit into it."""
    x1, x2 = frame.x(gap.first), frame.x(gap.last, 1)
    words = next((words for words in _gap_words(gap) if all(frame.has_room(word, x2 - x1) for word in words)), [])
    middle, first_line = round((x1 + x2) / 2, 1), round((TOP + frame.bottom) / 2 + 12 - 8 * len(words), 1)
    return Gap(x1, x2, tuple(Label(word, middle, first_line + 16 * line) for line, word in enumerate(words)))


def _gap_words(gap):
    """What may be written into a gap, the longest first."""
    if not gap.away:
        return [_("no entries").split()]
    length = (gap.last - gap.first).days + 1
    return [[_("away"), ngettext("%(n)s day", "%(n)s days", length) % {"n": length}], [_("away")]]


def during_of(pain_points, gaps, stages, frame):
    """Marks a quarter into their day."""
    points = [(pain_point.day, pain_point.during) for pain_point in pain_points if pain_point.during is not None]
    return _series(points, _days_of(gaps), stages, frame, part=0.25, radius=frame.size.mark)


def morning_of(pain_points, gaps, stages, frame):
    """Marks three quarters into the day they belong to. A session without its morning answer breaks the line."""
    points = [(pain_point.day, pain_point.morning) for pain_point in pain_points if pain_point.morning is not None]
    unanswered = {
        pain_point.day for pain_point in pain_points if pain_point.morning is None and pain_point.during is not None
    }
    radius = round(frame.size.mark + 0.5, 1)
    return _series(points, unanswered | _days_of(gaps), stages, frame, part=0.75, radius=radius)


def _days_of(gaps):
    return {gap.first + n * ONE_DAY for gap in gaps for n in range((gap.last - gap.first).days + 1)}


def _series(points, breaks, stages, frame, part, radius):
    fitting = round(min(radius, max(1.5, frame.slot * 0.6)), 1)  # half a year on a phone: small, yet apart
    marks = [Mark(frame.x(day, part), frame.y(pain), pain, day, fitting) for day, pain in points]
    runs = _joined(marks, breaks, stages)
    lines = (" ".join(f"{mark.x},{mark.y}" for mark in run) for run in runs if len(run) > 1)
    return Series(tuple(lines), tuple(marks))


def _joined(marks, breaks, stages):
    """The marks in runs that a line may join."""
    runs = [marks[:1]]
    for before, after in pairwise(marks):
        if _may_join(before.day, after.day, breaks, stages):
            runs[-1].append(after)
        else:
            runs.append([after])
    return runs


def _may_join(before, after, breaks, stages):
    """A line passes over rest days that the plan of that time foresaw, over nothing else."""
    planned = next((stage.rest_days for stage in reversed(stages) if stage.start <= after), 0)
    return (after - before).days - 1 <= planned and not any(before < day < after for day in breaks)
