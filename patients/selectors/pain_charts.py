"""The pain of a patient as charts: one a side, with the stages and the days away."""

import datetime as dt

from django.utils.translation import gettext as _

from patients import chart
from patients.selectors.stage_spans import stage_spans

CHART_DAYS = 42


def charts_of(assignment, today, size):
    """The last six weeks: a chart for each affected side, and one for the other side where pain was recorded."""
    since = max(assignment.started_on, today - dt.timedelta(days=CHART_DAYS - 1))
    return charts_between(assignment, since, max(today, since), size)


def charts_between(assignment, since, until, size):
    """The same from `since` to `until`, both local dates included."""
    days = _day_pains(assignment, since)
    sides = list(assignment.affected_sides)
    if not other_side_is_quiet(assignment):
        sides += [side for side in ("left", "right") if side not in sides]
    return [
        chart.pain_chart(
            days,
            side,
            since=since,
            until=until,
            stages=stage_bands(assignment),
            away=[chart.Span(away.from_on, away.to_on) for away in assignment.aways.valid()],
            zones=zones_of(assignment),
            size=size,
        )
        for side in sides
    ]


def zones_of(assignment):
    """The edges that hold for this patient now: the ceiling, if there is one, else the stage's."""
    review = assignment.standing.review
    ceiling = review.inputs.get("pain_ceiling") if review else None
    edge = assignment.standing.stage.pain_max if ceiling is None else ceiling
    return chart.Zones(green_edge=edge, red_edge=assignment.version.red_during)


def other_side_is_quiet(assignment):
    """Whether the other side never hurt; always true where both sides are affected."""
    other = {"left": "right", "right": "left"}.get(assignment.side)
    return other is None or not assignment.sessions.valid().filter(**{f"pain_{other}__gt": 0}).exists()


def stage_bands(assignment):
    return [
        chart.StageBand(
            name=_("Stage %(n)s") % {"n": change.stage.position},
            start=change.started_on,
            end=end,
            short=str(change.stage.position),
            sessions_per_week=change.stage.sessions_per_week,
        )
        for change, end in stage_spans(assignment)
    ]


def _day_pains(assignment, since):
    """One `DayPain` a date: the worst of its sessions a side, and the morning after."""
    days = {}
    for session in assignment.sessions.valid().filter(local_date__gte=since):
        day = days.setdefault(session.local_date, {})
        for side in ("left", "right"):
            _raise_to(day, f"during_{side}", getattr(session, f"pain_{side}"))
    for check in assignment.morning_checks.valid().filter(on__gt=since):
        day = days.setdefault(check.on - dt.timedelta(days=1), {})
        for side in ("left", "right"):
            _raise_to(day, f"morning_{side}", getattr(check, f"pain_{side}"))
    return [chart.DayPain(day, **values) for day, values in sorted(days.items())]


def _raise_to(day, name, pain):
    if pain is not None:
        day[name] = max(pain, day.get(name, 0))
