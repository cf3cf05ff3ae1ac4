"""What every metric is: one number asked of a history, and the dates it rests on. None is not recorded, never met."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from math import isfinite
from statistics import fmean, median
from typing import ClassVar

from ..history import Day, Measure, all_known, is_code
from ..reading import Reading
from ..thresholds import AT_LEAST, AT_MOST, STATISTICS, WORST, CriterionRule

WEEK = 7
CODE = "code"  # instead of a list of contexts: any short name an editor gives


@dataclass(frozen=True, slots=True)
class Observed:
    """What was found: the number, the local dates it was found on, and which of them miss what is asked.

    `short` is None where no single date does.
    """

    value: float | None = None
    evidence: tuple[date, ...] = ()
    short: tuple[date, ...] | None = None


class Metric(ABC):
    """One question. `slug` names it, and its words; what they need beside it follows from `unit` and `counts`.

    `counts` says what `last_n` counts (days, dates, rests, weeks, records, or the age of one), "" if it is not read; a
    metric that needs it says so.
    """

    slug: ClassVar[str]
    unit: ClassVar[str]
    operators: ClassVar[tuple[str, ...]] = (AT_LEAST,)
    lowest: ClassVar[float] = 0
    highest: ClassVar[float] = 10_000
    counts: ClassVar[str] = ""
    needs_last: ClassVar[bool] = False
    fewest: ClassVar[int] = 1
    contexts: ClassVar[tuple[str, ...] | str] = ("",)
    statistics: ClassVar[tuple[str, ...]] = (WORST,)

    @abstractmethod
    def observed(self, criterion: CriterionRule, reading: Reading) -> Observed:
        """What is found at the instant of the reading."""

    def changes_on(self, criterion: CriterionRule, reading: Reading) -> Iterator[date]:
        """The dates on which the passing of time alone may change the number; some may lie in the past."""
        return iter(())

    def kind(self, context: str) -> str | None:
        """The kind of measure it reads; None where sessions and mornings tell enough."""
        return None

    def reads_measures(self, criterion: CriterionRule) -> bool:
        """Whether it needs what sessions and mornings do not carry."""
        return self.kind(criterion.context) is not None

    def is_noted(self, context: str) -> bool:
        """Whether it is noted together with a clinician, not logged on the phone."""
        return self.kind(context) is not None

    def unit_of(self, context: str) -> str:
        return self.unit

    def counts_of(self, context: str) -> str:
        return self.counts

    def least_days(self, criterion: CriterionRule) -> int:
        """Days of the stage that pass before it can hold."""
        return (criterion.asked_last - 1) * WEEK if self.counts == "weeks" else 0

    def least_sessions(self, criterion: CriterionRule) -> int:
        """Sessions of the stage that pass before it can hold; a rest lies between two."""
        more = {"days": 0, "records": 0, "rests": 1}.get(self.counts)
        return 0 if more is None else (criterion.last_n or 1) + more

    def fault(self, criterion: CriterionRule) -> str | None:
        """What this metric cannot read in a criterion, or None."""
        if criterion.operator not in self.operators:
            return "operator"
        if not self._knows_context(criterion.context):
            return "context"
        if criterion.statistic not in self.statistics:
            return "statistic"
        if not isfinite(criterion.value) or not self.lowest <= criterion.value <= self.highest:
            return "value"
        if criterion.group < 0:
            return "group"
        return None if self._knows_last(criterion.last_n) else "last_n"

    def _knows_context(self, context: str) -> bool:
        if self.contexts == CODE:
            return is_code(context)
        return context in self.contexts

    def _knows_last(self, last_n: int | None) -> bool:
        if last_n is None:
            return not self.needs_last
        return bool(self.counts) and last_n >= self.fewest


class DayMetric(Metric):
    """A number that every logged day has: of the last `last_n` days, pending ones left out. Too few are not met."""

    counts = "days"
    needs_last = True
    statistics = STATISTICS

    @abstractmethod
    def of_day(self, criterion: CriterionRule, day: Day, reading: Reading) -> float | None:
        """The number of one day; None where it was not recorded."""

    def observed(self, criterion: CriterionRule, reading: Reading) -> Observed:
        asked = last_days(reading, criterion.last_n)
        values = [self.of_day(criterion, day, reading) for day in asked]
        short = tuple(day.on for day, value in zip(asked, values, strict=True) if not holds(criterion, value))
        return Observed(summed_up(criterion, values), dates(asked), short)


def last_days(reading: Reading, count: int | None) -> tuple[Day, ...]:
    """The last answered days, all of the stage for None; nothing where there are fewer than asked for."""
    answered = reading.answered
    if count is None:
        return answered
    return answered[-count:] if len(answered) >= count else ()


def dates(days: tuple[Day, ...]) -> tuple[date, ...]:
    return tuple(day.on for day in days)


def holds(criterion: CriterionRule, value: float | None) -> bool:
    if value is None:
        return False
    return value <= criterion.value if criterion.operator == AT_MOST else value >= criterion.value


def summed_up(criterion: CriterionRule, values: list[float | None]) -> float | None:
    """One number of several; one that is not recorded leaves all of it open."""
    known = all_known(values)
    if not known:
        return None
    how: dict[str, Callable[[list[float]], float]] = {
        "worst": worst(criterion),
        "last": lambda found: found[-1],
        "mean": fmean,
        "median": median,
    }
    return round(how[criterion.statistic](known), 6)


def worst(criterion: CriterionRule) -> Callable[[Iterable[float]], float]:
    """The highest where a limit is asked for, the lowest where a minimum is."""
    return max if criterion.operator == AT_MOST else min


def measures_of(reading: Reading, kind: str, since: date | None = None) -> tuple[Measure, ...]:
    """The measures of a kind up to today, oldest first."""
    found = (m for m in reading.history.measures if m.kind == kind and m.on <= reading.today)
    return tuple(m for m in found if since is None or m.on >= since)


def by_date(measures: tuple[Measure, ...], criterion: CriterionRule) -> dict[date, float]:
    """One number a date, oldest first: the worst, if there are several."""
    found: dict[date, float] = {}
    for measure in measures:
        found[measure.on] = worst(criterion)((measure.value, found.get(measure.on, measure.value)))
    return found
