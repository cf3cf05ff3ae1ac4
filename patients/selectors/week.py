"""This week as the plan has it: which days are exercise days, which are rest, and what is done.

Days are counted from what was done, so a missed day moves the plan and is never to be made up. Nothing is scolded:
a day gone by without an entry is a day gone by.
"""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from patients.models import LineKind
from programs.progression import Outcome

DAYS = 7
NO_EXERCISE_DAYS = {Outcome.REDUCE, Outcome.STOP_AND_CONTACT}  # Today says then what to do, day by day


@dataclass(frozen=True)
class WeekDay:
    """`kind` is "done", "exercise", "rest", "away", "past" (nothing logged) or "open" (not planned from here)."""

    on: dt.date
    kind: str
    is_today: bool

    @property
    def word(self):
        return {
            "done": _("done"),
            "exercise": _("exercises"),
            "rest": _("rest day"),
            "away": _("away"),
            "past": _("nothing logged"),
            "open": _("not planned yet"),
        }[self.kind]


@dataclass(frozen=True)
class Week:
    """Monday to Sunday. `frequency` is how often in words; `own` says that the physio wrote it for this patient."""

    days: list
    frequency: str
    own: bool

    @property
    def today(self):
        return next(day for day in self.days if day.is_today)

    @property
    def has_rest(self):
        """Whether today asks for no exercise (any more); where the physio's own line says how often, nobody knows."""
        return self.today.kind != "exercise" and not (self.own and self.today.kind == "open")

    @property
    def kinds(self):
        """One day of each kind that occurs, for the key below the days."""
        return list({day.kind: day for day in self.days}.values())


def week_of(assignment, today):
    """The `Week` around the local date `today`; three queries.

    Where the physio wrote how often in words of their own, or where the exercises are paused or reduced, coming days
    stay open: what the plan of the stage would have is not what holds.
    """
    line = assignment.lines.filter(kind=LineKind.FREQUENCY).first()
    stage = assignment.standing.stage
    own = line is not None and bool(line.text)
    planned = not (own or assignment.standing.outcome in NO_EXERCISE_DAYS)
    days = _days(assignment, today, stage.sessions_per_week if planned else 0)
    return Week(days=days, frequency=line.text if own else stage.frequency, own=own)


def _days(assignment, today, sessions_per_week):
    monday = today - dt.timedelta(days=today.weekday())
    week = [monday + dt.timedelta(days=n) for n in range(DAYS)]
    since = monday - dt.timedelta(days=DAYS)
    logged = set(assignment.sessions.standing().filter(local_date__gte=since).values_list("local_date", flat=True))
    away = [(one.from_on, one.to_on) for one in assignment.aways.filter(to_on__gte=monday)]
    coming = _coming(logged, away, [day for day in week if day >= today], sessions_per_week, monday)
    return [WeekDay(day, _kind(day, today, logged, away, coming), day == today) for day in week]


def _kind(day, today, logged, away, coming):
    if day in logged:
        return "done"
    if _is_away(day, away):
        return "away"
    return "past" if day < today else coming[day]


def _is_away(day, away):
    return any(first <= day <= last for first, last in away)


def _coming(logged, away, days, sessions_per_week, monday):
    """What each of `days` is for: the rest between sessions and the number a week are those of the stage."""
    between = DAYS // sessions_per_week if sessions_per_week else 0
    last = max(logged, default=None)
    done = sum(day >= monday for day in logged)
    kinds = {}
    for day in days:
        rested = last is None or (day - last).days >= max(between, 1)
        if day in logged or _is_away(day, away):
            kinds[day] = "rest"
        elif not sessions_per_week:
            kinds[day] = "open"
        elif rested and done < sessions_per_week:
            kinds[day], last, done = "exercise", day, done + 1
        else:
            kinds[day] = "rest"
    return kinds
