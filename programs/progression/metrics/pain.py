"""Metrics of symptoms: pain in every context, against the usual morning, over weeks; stiffness."""

from datetime import date
from statistics import median

from ..history import DAY, Day, all_known
from ..reading import Reading
from ..thresholds import AT_MOST, STATISTICS, CriterionRule
from .metric import WEEK, DayMetric, Metric, Observed, by_date, holds, last_days, measures_of, summed_up

OF_DAY = ("during", "after", "morning")
NOTED = ("rest", "night", "sitting")
OF_MEASURES = (*NOTED, "load_test")


class Pain(DayMetric):
    """Pain 0-10. During, after and morning belong to logged days; rest, night, sitting and load test are measures.

    `after` is the worst known of the 24 hours after: the next morning, and a pain noted after the session.
    """

    slug, unit, highest = "pain", "of_ten", 10
    operators, contexts = (AT_MOST,), (*OF_DAY, *OF_MEASURES)

    def of_day(self, criterion: CriterionRule, day: Day, reading: Reading) -> float | None:
        return pain_of(criterion.context, day, reading)

    def observed(self, criterion: CriterionRule, reading: Reading) -> Observed:
        kind = self.kind(criterion.context)
        if kind is None or criterion.context in OF_DAY:
            return super().observed(criterion, reading)
        return of_records(kind, criterion, reading)

    def kind(self, context: str) -> str | None:
        return None if context in ("during", "morning") else f"pain_{context}"

    def is_noted(self, context: str) -> bool:
        """The load test is the patient's own, answered on the phone."""
        return context in NOTED

    def counts_of(self, context: str) -> str:
        return "records" if context in OF_MEASURES else self.counts


def pain_of(context: str, day: Day, reading: Reading) -> float | None:
    """The pain of one logged day, 0-10, or None where what is asked for was not recorded."""
    if context == "during":
        return day.pain if day.pain_recorded else None
    if context == "morning" or day.vouched_morning is None:
        return day.vouched_morning
    noted = [m.value for m in measures_of(reading, "pain_after") if day.on <= m.on <= day.on + DAY]
    return max([day.vouched_morning, *noted])


def of_records(kind: str, criterion: CriterionRule, reading: Reading) -> Observed:
    """The last `last_n` measures of a kind in this stage, one a date."""
    found = by_date(measures_of(reading, kind, reading.history.stage_started), criterion)
    count = criterion.asked_last
    asked = list(found.items())[-count:] if len(found) >= count else []
    over = tuple(on for on, value in asked if not holds(criterion, value))
    return Observed(summed_up(criterion, [value for _, value in asked]), tuple(on for on, _ in asked), over)


class PainAboveBaseline(DayMetric):
    """Pain above the usual morning of the stage; below it counts as 0."""

    slug, unit, highest = "pain_above_baseline", "points", 10
    operators, contexts = (AT_MOST,), ("during", "morning")

    def of_day(self, criterion: CriterionRule, day: Day, reading: Reading) -> float | None:
        pain = pain_of(criterion.context, day, reading)
        return None if pain is None else max(0, pain - reading.limits.baseline)


class PainTrend(Metric):
    """By how much the weekly median rose over `last_n` weeks: the latest week against the lowest week before it.

    Weeks are counted back from the latest logged day; a week without a record leaves it open. A worse beginning makes
    a better comparison: the gate reads every day by itself and stands beside it.
    """

    slug, unit, counts, needs_last = "pain_trend", "points", "weeks", True
    operators, contexts, highest, fewest = (AT_MOST,), ("during", "morning"), 10, 2

    def observed(self, criterion: CriterionRule, reading: Reading) -> Observed:
        answered = last_days(reading, None)
        if not answered:
            return Observed()
        latest = answered[-1].on
        weeks = all_known(self._median(criterion, reading, latest, ago) for ago in range(criterion.asked_last))
        if weeks is None:
            return Observed()
        return Observed(max(0, weeks[0] - min(weeks[1:])), (latest,))

    def _median(self, criterion: CriterionRule, reading: Reading, latest: date, ago: int) -> float | None:
        days = [day for day in reading.answered if ago * WEEK <= (latest - day.on).days < (ago + 1) * WEEK]
        pains = all_known(pain_of(criterion.context, day, reading) for day in days)
        return median(pains) if pains else None


class StiffnessMinutes(Metric):
    """Minutes of stiffness in the morning, as they were noted."""

    slug, unit, counts, needs_last = "stiffness_minutes", "minutes", "records", True
    operators, statistics, highest = (AT_MOST,), STATISTICS, 600

    def observed(self, criterion: CriterionRule, reading: Reading) -> Observed:
        return of_records(self.slug, criterion, reading)

    def kind(self, context: str) -> str:
        return self.slug


OF_PAIN = (Pain, PainAboveBaseline, PainTrend, StiffnessMinutes)
