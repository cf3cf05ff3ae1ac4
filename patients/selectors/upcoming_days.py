"""The exercise days ahead, by how often the stage asks for them."""

import datetime as dt

from patients.models import DirectiveKind, LineKind
from programs.progression import Outcome

WEEK = 7
NO_EXERCISE = {Outcome.REDUCE, Outcome.STOP_AND_CONTACT}


def exercise_days(assignment, today, days=28):
    """The local dates from `today` on that ask for a session, at most `days` ahead.

    Counted from the last session with the rest days between, so that a missed day moves the plan. None while flagged,
    paused, away or told to ease off, none after the end, and none where the physio wrote how often in words of their
    own: what those mean is not known here.
    """
    if asks_for_nothing(assignment) or writes_own_frequency(assignment):
        return []
    first = today - dt.timedelta(days=WEEK)
    logged = set(assignment.sessions.valid().filter(local_date__gte=first).values_list("local_date", flat=True))
    away = list(assignment.aways.filter(to_on__gte=today).values_list("from_on", "to_on"))
    ahead = [today + dt.timedelta(days=n) for n in range(days)]
    free = [day for day in ahead if day >= assignment.started_on and not any(a <= day <= b for a, b in away)]
    return _spaced(free, logged, assignment.standing.stage.sessions_per_week)


def asks_for_nothing(assignment):
    """Whether the programme asks for no exercise now: ended, paused by the physio, stopped by a flag, or easing off."""
    if assignment.ended_at or assignment.standing.flag_kind or assignment.standing.outcome in NO_EXERCISE:
        return True
    pause = assignment.directives.filter(kind=DirectiveKind.PAUSE).first()
    return bool(pause and pause.value)


def writes_own_frequency(assignment):
    line = assignment.lines.filter(kind=LineKind.FREQUENCY).first()
    return bool(line and line.text)


def _spaced(days, logged, per_week):
    """Those of `days` that are rested enough after the session before, `per_week` of them from Monday to Sunday."""
    between = max(WEEK // per_week, 1)
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
