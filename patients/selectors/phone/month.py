"""A month of the patient's programme: what was done and how that felt, what is planned, and when they were away."""

import calendar
import datetime as dt
from dataclasses import dataclass

from patients import engine
from patients.rows import rows_of
from patients.selectors.phone.week import WeekDay, days_of
from patients.selectors.upcoming_days import asks_for_nothing, days_logged, own_frequency
from programs import wording

ZONES = ("green", "amber", "red")
PLANNED_AHEAD = dt.timedelta(days=28)


@dataclass(frozen=True)
class MonthDay:
    """A day of the programme: as the week has it, and the zone of what was logged, "" where it is not known."""

    planned: WeekDay
    zone: str

    @property
    def word(self):
        return wording.zone_word(self.zone, "patient") if self.zone else self.planned.word


@dataclass(frozen=True)
class Month:
    """`weeks` are lists of seven, Monday first: a `MonthDay`, a date before the programme began, or None outside the
    month. `before` and `after` are the first days of the months beside it, None where they have nothing to show."""

    first: dt.date
    weeks: list
    before: dt.date | None
    after: dt.date | None

    @property
    def kinds(self):
        """One day of each kind that occurs, for the key."""
        days = [one for week in self.weeks for one in week if isinstance(one, MonthDay)]
        return list({one.word: one for one in days}.values())


def month_of(assignment, now, asked=""):
    """The `Month` that is `asked` for as "2026-05", else the one of today."""
    rows = rows_of(assignment, now)
    today, start = assignment.patient.today(now), assignment.started_on
    earliest, latest = start.replace(day=1), (today + PLANNED_AHEAD).replace(day=1)
    first = min(max(_first_of(asked) or today.replace(day=1), earliest), latest)
    last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
    days = _days(rows, [first + dt.timedelta(days=n) for n in range(last.day)], start)
    return Month(
        first=first,
        weeks=_weeks(first, days),
        before=(first - dt.timedelta(days=1)).replace(day=1) if first > earliest else None,
        after=last + dt.timedelta(days=1) if first < latest else None,
    )


def _first_of(asked):
    try:
        return dt.date.fromisoformat(f"{asked}-01")
    except ValueError:
        return None


def _days(rows, month, start):
    """Each date of the month as it is shown; what lies before the days that the rules read is asked for itself."""
    assignment, now = rows.assignment, rows.now
    plan = engine.plan_of(rows)
    open_ahead = bool(own_frequency(rows)) or asks_for_nothing(assignment, plan)
    of_month = assignment.sessions.adding().filter(local_date__gte=month[0], local_date__lte=month[-1])
    logged = {*of_month.values_list("local_date", flat=True), *days_logged(rows, month[0])}
    shown = days_of(rows, plan, month, logged, open_ahead)
    zones = {on: zone.value for on, zone in engine.read(assignment, now).zones.items() if zone.value in ZONES}
    return [MonthDay(day, zones.get(day.on, "")) if day.on >= start else day.on for day in shown]


def _weeks(first, days):
    cells = [None] * first.weekday() + days
    cells += [None] * (-len(cells) % 7)
    return [cells[n : n + 7] for n in range(0, len(cells), 7)]
