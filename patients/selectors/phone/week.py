"""This week as the plan has it: which days are exercise days, which are rest, and what is done.

Days are counted from what was done, so a missed day moves the plan and is never to be made up. Nothing is scolded:
a day gone by without an entry is a day gone by.
"""

import datetime as dt
from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from patients import engine
from patients.rows import rows_of
from patients.selectors.upcoming_days import asks_for_nothing, days_logged, exercise_days, own_frequency, pauses_of
from programs.models import Stage

DAYS = 7


@dataclass(frozen=True)
class WeekDay:
    """`kind` is "done", "exercise", "rest", "away", "paused", "past" (no exercises logged) or "open" (not planned from
    here)."""

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
            "paused": _("paused"),
            "past": _("no exercises logged"),
            "open": _("not planned yet"),
        }[self.kind]


@dataclass(frozen=True)
class Week:
    """Monday to Sunday. `line` is how often in the words that the physio wrote for this patient; "" without any."""

    days: list
    stage: Stage
    line: str

    @property
    def own(self):
        return bool(self.line)

    @property
    def frequency(self):
        return capfirst(self.line) or self.stage.said.frequency.capped

    @property
    def today(self):
        return next(day for day in self.days if day.is_today)

    @property
    def rests_today(self):
        return self.today.kind == "rest"

    @property
    def asks_nothing_today(self):
        return self.today.kind in ("rest", "away")

    @property
    def days_a_week(self):
        """How many exercise days the days above are counted with; 0 where every day is one, and where the physio's own
        words say how often, which are not read."""
        return 0 if self.own or self.stage.sessions_per_week >= DAYS else self.stage.sessions_per_week

    @property
    def has_rest(self):
        """Whether today asks for no exercise (any more); where the physio's own line says how often, nobody knows."""
        return self.today.kind != "exercise" and not (self.own and self.today.kind == "open")

    @property
    def next_exercises(self):
        """The next exercise day of this week; None where the plan has none before Monday."""
        return next((day for day in self.days if day.kind == "exercise" and not day.is_today), None)

    @property
    def kinds(self):
        """One day of each kind that occurs, for the key below the days."""
        return list({day.kind: day for day in self.days}.values())


def week_of(assignment, now, plan=None, goes_on=False):
    """The `Week` around the patient's today; a handful of queries. `plan` is today's, where it was asked already;
    `goes_on` says that it has a further session after what was logged.

    Where the physio wrote how often in words of their own, or where the exercises are paused or reduced, coming days
    stay open: what the plan of the stage would have is not what holds.
    """
    rows = rows_of(assignment, now)
    line = own_frequency(rows)
    plan = plan or engine.plan_of(rows)
    open_ahead = bool(line) or asks_for_nothing(assignment, plan)
    return Week(days=_days(rows, plan, open_ahead, goes_on), stage=assignment.standing.stage, line=line)


def _days(rows, plan, open_ahead, goes_on):
    today = rows.assignment.patient.today(rows.now)
    monday = today - dt.timedelta(days=today.weekday())
    week = [monday + dt.timedelta(days=n) for n in range(DAYS)]
    logged = days_logged(rows, monday)
    return days_of(rows, plan, week, logged, open_ahead, goes_on)


def days_of(rows, plan, days, logged, open_ahead, goes_on=False):
    """The `WeekDay`s of these `days`; `logged` are those with a session, `open_ahead` says that none is planned."""
    today = rows.assignment.patient.today(rows.now)
    ahead = max((days[-1] - today).days + 1, DAYS)
    away = [(one.first, one.last) for one in rows.circumstances.away]
    paused = pauses_of(rows, today)
    wanted = set() if open_ahead else set(exercise_days(rows.assignment, rows.now, days=ahead, plan=plan))

    def kind(day):
        if day in logged:
            return "exercise" if goes_on and day == today else "done"
        if any(first <= day <= last for first, last in away):
            return "away"
        if any(first <= day <= last for first, last in paused):
            return "paused"
        if day < today:
            return "past"
        if open_ahead:
            return "open"
        return "exercise" if day in wanted else "rest"

    return [WeekDay(day, kind(day), day == today) for day in days]
