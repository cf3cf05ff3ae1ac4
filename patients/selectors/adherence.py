"""How much of what was planned has been logged."""

from dataclasses import dataclass

from patients.rows import rows_of
from patients.selectors.upcoming_days import pauses_of


@dataclass(frozen=True)
class Adherence:
    """Days logged of days due in this stage, days away and paused left out; due follows the plan's sessions a week."""

    logged: int
    due: int


def adherence_of(assignment, reading):
    days = reading.counted_days_in_stage + 1 - _paused_days(rows_of(assignment, reading.now), reading.today)
    due = round(days * assignment.standing.stage.sessions_per_week / 7)
    logged = len(reading.days)
    return Adherence(logged=logged, due=max(due, logged, 1))


def _paused_days(rows, today):
    """How many days of this stage a clinician's pause asked nothing."""
    began = rows.assignment.standing.stage_started_on
    pauses = [(max(first, began), last) for first, last in pauses_of(rows, today)]
    return sum((last - first).days + 1 for first, last in pauses if first <= last)
