"""The pain of a patient as charts: one a side, with the stages and the days away."""

import datetime as dt

from django.db.models import Case, DateField, Exists, F, When
from django.utils.translation import gettext as _

from patients import chart
from patients.beside import beside_of
from patients.models import Assignment, MorningCheck, TrainingSession
from patients.selectors.stage_spans import stage_spans
from programs.prepared import DAY as ON
from programs.prepared import ID, arm, nothing, prepared

CHART_DAYS = 42
DAY = dt.timedelta(days=1)


def charts_of(assignment, today, size):
    """The last six weeks: a chart for each affected side, and one for the other side where pain was recorded."""
    since = max(assignment.started_on, today - dt.timedelta(days=CHART_DAYS - 1))
    return charts_between(assignment, since, max(today, since), size)


def charts_between(assignment, since, until, size):
    """The same from `since` to `until`, both local dates included."""
    days, hurts = _day_pains(assignment, since)
    sides = [*assignment.affected_sides, *(side for side in ("left", "right") if side in hurts)]
    away = [chart.Span(one.first, one.last) for one in beside_of(assignment).circumstances.away]
    return [
        chart.pain_chart(
            days,
            side,
            since=since,
            until=until,
            stages=stage_bands(assignment),
            away=away,
            zones=zones_of(assignment),
            size=size,
        )
        for side in dict.fromkeys(sides)
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
    """One `DayPain` a date: the worst of its sessions a side, and the morning after; and the sides that ever hurt."""
    days, hurts = {}, set()
    for source, on, *pains in _pains(assignment=assignment.pk, since=since):
        day = days.setdefault(on - DAY if source == "morning" else on, {}) if on else {}
        for side, pain in zip(("left", "right"), pains, strict=True):
            if source == "ever":
                hurts |= {side} if pain else set()
            else:
                _raise_to(day, f"{source}_{side}", pain)
    return [chart.DayPain(day, **values) for day, values in sorted(days.items())], hurts


@prepared(assignment=ID, since=ON)
def _pains(assignment, since):
    """(source, date, left, right): of the sessions since a date, of the mornings after it, and whether a side ever
    hurt."""
    sessions = TrainingSession.objects.valid().filter(assignment=assignment)
    mornings = MorningCheck.objects.valid().filter(assignment=assignment, on__gt=since)
    ever = {
        side: Case(When(Exists(sessions.filter(**{f"pain_{side}__gt": 0})), then=1), default=0)
        for side in ("left", "right")
    }
    lacking = {"on": nothing(DateField()), "left": F("pain_left"), "right": F("pain_right")}
    return arm("during", sessions.filter(local_date__gte=since), lacking, on="local_date").union(
        arm("morning", mornings, lacking, on="on"),
        arm("ever", Assignment.objects.filter(pk=assignment), lacking, **ever),
        all=True,
    )


def _raise_to(day, name, pain):
    if pain is not None:
        day[name] = max(pain, day.get(name, 0))
