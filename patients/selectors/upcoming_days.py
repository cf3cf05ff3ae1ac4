"""The exercise days ahead, by how often the stage asks for them."""

import datetime as dt

from patients import engine
from patients.domain.rhythm import dates_between
from patients.domain.todays_plan import Why
from patients.models import DirectiveKind, LineKind
from patients.rows import rows_of
from programs.progression.metrics.days import RestDays

WEEK = 7
OPEN_AHEAD = (Why.ALARM, Why.PAUSE, Why.EASED, Why.DISTRESS)  # what comes next hangs on what the patient feels


def exercise_days(assignment, now, days=28, plan=None):
    """The local dates from today on that ask for a session, at most `days` ahead.

    Counted from the last session with the rest days between, so that a missed day moves the plan. None while flagged,
    paused, away or eased, none after the end, and none where the physio wrote how often in words of their own: what
    those mean is not known here. `plan` is today's, where it was asked already.
    """
    rows = rows_of(assignment, now)
    if asks_for_nothing(assignment, plan or engine.plan_of(rows)) or own_frequency(rows):
        return []
    today = assignment.patient.today(now)
    logged = days_logged(rows, today - dt.timedelta(days=WEEK))
    away = rows.circumstances.away
    ahead = [today + dt.timedelta(days=n) for n in range(days)]
    free = [day for day in ahead if day >= assignment.started_on and not any(a.first <= day <= a.last for a in away)]
    stage = assignment.standing.stage
    criteria = assignment.version.rules["stages"][stage.position - 1]["criteria"]
    asked = [one["value"] for one in criteria if one["metric"] == RestDays.slug]
    return _spaced(free, logged, stage.sessions_per_week, dates_between(stage.sessions_per_week, asked))


def asks_for_nothing(assignment, plan):
    """Whether no exercise can be planned ahead: ended, paused by the physio, something alarming is open, or eased."""
    return bool(assignment.ended_at) or plan.because(*OPEN_AHEAD) is not None


def own_frequency(rows):
    """How often, as the physio wrote it for this patient; "" where nobody did."""
    line = rows.lines.get(LineKind.FREQUENCY)
    return line.text if line else ""


def days_logged(rows, since):
    """The local dates from `since` on with a session that adds."""
    return {session.local_date for session in rows.sessions if session.adds and session.local_date >= since}


def _spaced(days, logged, per_week, between):
    """Those of `days` that are rested enough after the session before, `per_week` of them from Monday to Sunday."""
    last, wanted, done = max(logged, default=None), [], {}
    for day in logged:
        done[_monday(day)] = done.get(_monday(day), 0) + 1
    for day in days:
        rested = last is None or (day - last).days >= between
        if day not in logged and rested and done.get(_monday(day), 0) < per_week:
            wanted.append(day)
            last, done[_monday(day)] = day, done.get(_monday(day), 0) + 1
    return wanted


def _monday(day):
    return day - dt.timedelta(days=day.weekday())


def pauses_of(rows, today):
    """(First day, last day) of each pause by a clinician; one that lasts is known until today."""
    pauses, began = [], None
    for act in rows.directives:
        on = rows.assignment.patient.today(act.at)
        if act.kind != DirectiveKind.PAUSE:
            continue
        if act.value and began is None:
            began = on
        elif not act.value and began is not None:
            pauses.append((began, on - dt.timedelta(days=1)))
            began = None
    return pauses + ([(began, today)] if began else [])
