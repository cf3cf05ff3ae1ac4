"""How much of what was planned has been logged."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Adherence:
    """Days logged of days due in this stage, days away left out; due follows the plan's sessions a week."""

    logged: int
    due: int


def adherence_of(assignment, reading):
    days = reading.counted_days_in_stage + 1
    due = round(days * assignment.standing.stage.sessions_per_week / 7)
    logged = len(reading.days)
    return Adherence(logged=logged, due=max(due, logged, 1))
