"""On which dates somebody trains, and how long a stage takes at least when nothing goes wrong."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice

from programs.progression.history import DAY
from programs.workshop.virtual.extra_criteria import asked, days_of, sessions_of
from programs.workshop.virtual.setting import Setting

FIXED_WEEKDAYS = 3  # up to so many sessions a week have weekdays of their own
NEARLY_DAILY = 5  # from so many on, a plan leaves the choice between every day and alternate days
DAILY = 6


@dataclass(frozen=True)
class Plan:
    """How somebody reads a plan: `alternate` takes every second day where it leaves a choice."""

    alternate: bool = False
    first_weekday: int = 0

    def asks(self, per_week: float, on: date, last: date | None) -> bool:
        """Whether a date is a training day, `last` being the last one."""
        if per_week >= DAILY or (per_week >= NEARLY_DAILY and not self.alternate):
            return True
        if self.alternate or per_week > FIXED_WEEKDAYS:
            return last is None or (on - last).days >= max(2, int(7 / per_week))
        return (on.weekday() - self.first_weekday) % 7 in {int(index * 7 / per_week) for index in range(int(per_week))}

    def dates(self, per_week: float, start: date, last: date | None) -> Iterator[date]:
        """The training days from `start` on, without end."""
        on = start
        while True:
            if self.asks(per_week, on, last):
                last = on
                yield on
            on += DAY

    def days_for(self, sessions: int, per_week: float, start: date, last: date | None) -> int:
        """Days from `start` to the morning after the last of so many sessions."""
        trained = list(islice(self.dates(per_week, start, last), sessions))
        return (trained[-1] - start).days + 1 if trained else 0


def least_days(setting: Setting, position: int, plan: Plan, started: date, last: date | None) -> int:
    """The stage's own minimum: its least days, or the run at the plan's pace and the morning after, if that is more.

    What is asked beside the gate has a minimum of its own.
    """
    stage, beside = setting.stage(position), list(asked(setting.stage(position)))
    sessions = max([stage.run_length, *map(sessions_of, beside)])
    days = max([stage.min_days, *map(days_of, beside)])
    return max(days, plan.days_for(sessions, setting.per_week[position], started, last))
