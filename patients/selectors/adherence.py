"""How much of what was planned has been logged: over weeks, across stages."""

import datetime as dt
from dataclasses import dataclass

from patients.rows import rows_of
from patients.selectors.stage_spans import stage_spans
from patients.selectors.upcoming_days import days_logged, pauses_of
from programs.wording.facts import whole_percent

WEEK = dt.timedelta(days=7)
DAY = dt.timedelta(days=1)
WEEKS_SHOWN, WEEKS_COUNTED = 6, 4


@dataclass(frozen=True)
class Week:
    """Seven days, the last of them today's or a whole number of weeks before: days logged of days due."""

    first: dt.date
    last: dt.date
    logged: int
    due: int


@dataclass(frozen=True)
class Adherence:
    """The last six weeks, the oldest first, as far as the programme ran, and the sum of the last four: a new stage
    begins no new count. Due follows the sessions a week of the stage of each day; days away and paused ask for
    nothing."""

    weeks: tuple[Week, ...]

    @property
    def counted(self):
        """The weeks that are added up."""
        return self.weeks[-WEEKS_COUNTED:]

    @property
    def logged(self):
        return sum(week.logged for week in self.counted)

    @property
    def due(self):
        return max(sum(week.due for week in self.counted), 1)

    @property
    def share(self):
        """In whole percent."""
        return whole_percent(self.logged / self.due)

    @property
    def weeks_counted(self):
        return len(self.counted)

    @property
    def in_words(self):
        """What a sentence about it is filled with."""
        return {"n": self.weeks_counted, "logged": self.logged, "due": self.due, "share": self.share}


def adherence_of(assignment, reading):
    """What the rows say that the `reading` was made of; no query."""
    rows, today = rows_of(assignment, reading.now), reading.today
    asked = _asked_by_day(assignment, rows, today)
    logged = days_logged(rows, assignment.started_on)
    latest = max(today, assignment.started_on)
    lasts = [latest - n * WEEK for n in reversed(range(WEEKS_SHOWN))]
    weeks = [_week(max(last - WEEK + DAY, assignment.started_on), last, asked, logged) for last in lasts]
    return Adherence(tuple(week for week in weeks if week.first <= week.last))


def _week(first, last, asked, logged):
    done = sum(first <= day <= last for day in logged)
    due = round(sum(share for day, share in asked.items() if first <= day <= last) / 7)
    return Week(first, last, done, max(due, done))


def _asked_by_day(assignment, rows, today):
    """{date: sessions a week of its stage} of the days that asked for something."""
    free = [(one.first, one.last) for one in rows.circumstances.away] + pauses_of(rows, today)
    since = today - WEEKS_SHOWN * WEEK
    asked = {}
    for change, end in stage_spans(assignment):
        first, last = max(change.started_on, since), min(end or today, today)
        for day in (first + n * DAY for n in range((last - first).days + 1)):
            if not any(begun <= day <= ended for begun, ended in free):
                asked[day] = change.stage.sessions_per_week
    return asked
