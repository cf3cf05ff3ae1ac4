"""Metrics of what was done: days, sessions, volume, rest, effort, technique, variations."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import pairwise

from ..history import DAY, Day
from ..reading import Reading
from ..thresholds import AT_LEAST, AT_MOST, CriterionRule
from .metric import WEEK, DayMetric, Metric, Observed, dates, last_days, measures_of


class Sessions(Metric):
    """Qualifying days of the last `last_n` dates, of the whole stage if not said. Bad days between do not matter."""

    slug, unit = "sessions", "green_days"
    counts, highest = "dates", 400

    def observed(self, criterion: CriterionRule, reading: Reading) -> Observed:
        span = criterion.last_n
        found = [d.on for d in reading.days if reading.qualifies(d) and (not span or reading.days_since(d.on) < span)]
        return Observed(len(found), tuple(found))

    def changes_on(self, criterion: CriterionRule, reading: Reading) -> Iterator[date]:
        return (day.on + criterion.last_n * DAY for day in reading.days) if criterion.last_n else iter(())

    def least_sessions(self, criterion: CriterionRule) -> int:
        return int(criterion.value)


class DaysInStage(Metric):
    """Days since the stage began."""

    slug, unit = "days_in_stage", "days"
    highest = 400

    def observed(self, criterion: CriterionRule, reading: Reading) -> Observed:
        return Observed(reading.days_in_stage)

    def changes_on(self, criterion: CriterionRule, reading: Reading) -> Iterator[date]:
        yield reading.history.stage_started + self.least_days(criterion) * DAY

    def least_days(self, criterion: CriterionRule) -> int:
        return -int(-criterion.value // 1)


class Schedule(Metric):
    """The week of the stage: the first seven days are week 1."""

    slug, unit = "schedule", "week"
    operators, lowest, highest = (AT_LEAST, AT_MOST), 1, 60

    def observed(self, criterion: CriterionRule, reading: Reading) -> Observed:
        return Observed(reading.days_in_stage // WEEK + 1)

    def changes_on(self, criterion: CriterionRule, reading: Reading) -> Iterator[date]:
        weeks = int(criterion.value)
        return (reading.history.stage_started + passed * WEEK * DAY for passed in (weeks - 1, weeks))

    def least_days(self, criterion: CriterionRule) -> int:
        return int(criterion.value - 1) * WEEK if criterion.operator == AT_LEAST else 0


class RestHours(Metric):
    """Hours from the last session of a day to the first of the next logged day; the shortest of the last `last_n`."""

    slug, unit = "rest_hours", "hours"
    counts, needs_last, highest = "rests", True, 400

    def observed(self, criterion: CriterionRule, reading: Reading) -> Observed:
        starts: dict[date, list[datetime]] = {}
        for session in reading.history.sessions:
            starts.setdefault(session.day, []).append(session.at)
        days = [(on, min(at), max(at)) for on, at in sorted(starts.items()) if on >= reading.history.stage_started]
        rests = [(on, (first - ended) / timedelta(hours=1)) for (_, _, ended), (on, first, _) in pairwise(days)]
        count = criterion.asked_last
        asked = rests[-count:] if len(rests) >= count else []
        short = tuple(on for on, hours in asked if hours < criterion.value)
        shortest = min((round(hours, 6) for _, hours in asked), default=None)
        return Observed(shortest, tuple(on for on, _ in asked), short)


class RestDays(Metric):
    """Dates from one logged day to the next, 2 being every second day; the shortest of the last `last_n` rests."""

    slug, unit = "rest_days", "dates"
    counts, needs_last, highest = "rests", True, 60

    def observed(self, criterion: CriterionRule, reading: Reading) -> Observed:
        days = sorted({one.day for one in reading.history.sessions if one.day >= reading.history.stage_started})
        rests = [(on, (on - before).days) for before, on in pairwise(days)]
        count = criterion.asked_last
        asked = rests[-count:] if len(rests) >= count else []
        short = tuple(on for on, dates_between in asked if dates_between < criterion.value)
        return Observed(min((rest for _, rest in asked), default=None), tuple(on for on, _ in asked), short)


class Completion(DayMetric):
    """Volume done, in percent of the full dose."""

    slug, unit, highest = "completion", "percent", 100

    def of_day(self, criterion: CriterionRule, day: Day, reading: Reading) -> float | None:
        return round(float(day.completion * 100), 6)


class Symmetry(DayMetric):
    """The lower side in percent of the other, as each session recorded it."""

    slug, unit, highest = "symmetry", "percent", 100

    def of_day(self, criterion: CriterionRule, day: Day, reading: Reading) -> float | None:
        return None if day.symmetry is None else round(day.symmetry * 100, 6)


class Effort(DayMetric):
    """How hard it was, 0-10, our own wording. A day's effort is the highest of its sessions."""

    slug, unit, highest = "effort", "of_ten", 10
    operators = (AT_MOST, AT_LEAST)

    def of_day(self, criterion: CriterionRule, day: Day, reading: Reading) -> float | None:
        return day.effort


class DataCompleteness(Metric):
    """Days with a morning answered in time, in percent of the last `last_n` logged days, of all if not said."""

    slug, unit, highest, counts = "data_completeness", "percent", 100, "days"

    def observed(self, criterion: CriterionRule, reading: Reading) -> Observed:
        asked = last_days(reading, criterion.last_n)
        without = tuple(day.on for day in asked if day.vouched_morning is None)
        return _share(asked, without)


class Technique(Metric):
    """Days confirmed, in percent: by the patient after the session, or one confirmation of a clinician in the stage."""

    slug, unit, highest, counts = "technique", "percent", 100, "days"
    contexts = ("", "clinician")

    def observed(self, criterion: CriterionRule, reading: Reading) -> Observed:
        if criterion.context:
            return _seen_by_clinician(reading)
        asked = last_days(reading, criterion.last_n)
        open_days = tuple(day.on for day in asked if not day.technique_ok)
        return _share(asked, open_days)

    def kind(self, context: str) -> str | None:
        return "technique" if context else None

    def unit_of(self, context: str) -> str:
        return "confirmed" if context else self.unit


def _seen_by_clinician(reading: Reading) -> Observed:
    seen = measures_of(reading, "technique", reading.history.stage_started)
    latest = [measure.value for measure in seen if measure.on == seen[-1].on]
    return Observed(min(latest) * 100, (seen[-1].on,)) if seen else Observed()


class Level(Metric):
    """Of the last `last_n` days the percentage all on the hardest variation, or the level none of them was below."""

    slug, unit, counts, needs_last = "level", "level", "days", True
    contexts, lowest, highest = ("share", "index"), 1, 100

    def unit_of(self, context: str) -> str:
        return "percent" if context == "share" else self.unit

    def observed(self, criterion: CriterionRule, reading: Reading) -> Observed:
        asked = last_days(reading, criterion.last_n)
        if criterion.context == "index":
            return _lowest_level(asked, reading.stage.variations)
        others = tuple(day.on for day in asked if day.variations != set(reading.stage.variations[-1:]))
        return _share(asked, others)


def _lowest_level(asked: tuple[Day, ...], ladder: tuple[str, ...]) -> Observed:
    used = [slug for day in asked for slug in day.variations]
    known = used and all(slug in ladder for slug in used)
    return Observed(min(ladder.index(slug) for slug in used) + 1 if known else None, dates(asked))


def _share(asked: tuple[Day, ...], short: tuple[date, ...]) -> Observed:
    """The percentage of days that do not fall short."""
    full = len(asked) - len(short)
    return Observed(round(100 * full / len(asked), 6) if asked else None, dates(asked), short)


OF_DAYS = (
    *(Sessions, DaysInStage, Schedule, RestHours, RestDays, Completion, Symmetry, Level, Effort),
    *(DataCompleteness, Technique),
)
