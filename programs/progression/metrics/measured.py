"""Metrics of what somebody measured or confirmed: tests of performance, questionnaires, a clinician's word."""

from collections.abc import Iterator
from datetime import date

from ..history import DAY, Measure, all_known
from ..reading import Reading
from ..thresholds import AT_LEAST, AT_MOST, CriterionRule
from .metric import CODE, Metric, Observed, measures_of


class Measured(Metric):
    """The latest record of a code; `last_n` is its greatest age in days."""

    counts, contexts = "age", CODE
    family = ""

    def kind(self, context: str) -> str:
        """A code names it within its family: `performance:heel-raises`."""
        return f"{self.family}:{context}"

    def records(self, criterion: CriterionRule, reading: Reading) -> tuple[Measure, ...]:
        """Those that are young enough, oldest first."""
        found = measures_of(reading, self.kind(criterion.context))
        age = criterion.last_n
        return tuple(m for m in found if age is None or reading.days_since(m.on) <= age)

    def changes_on(self, criterion: CriterionRule, reading: Reading) -> Iterator[date]:
        if criterion.last_n is not None:
            for measure in reading.history.measures:
                yield measure.on + (criterion.last_n + 1) * DAY


class Performance(Measured):
    """A test named by a code, on the affected side: repetitions, seconds, kilograms or percent of body weight."""

    slug, unit, family = "performance", "amount", "performance"

    def observed(self, criterion: CriterionRule, reading: Reading) -> Observed:
        both_sides = latest_by_side(self.records(criterion, reading))
        affected = reading.history.affected_side
        sides = ("left", "right") if affected == "both" and None not in both_sides else (affected,)
        found = all_known(both_sides.get(side, both_sides.get(None)) for side in sides)
        if found is None:
            return Observed()
        weakest = min(found, key=lambda measure: measure.value)
        return Observed(weakest.value, (weakest.on,))


class TestSymmetry(Measured):
    """The affected side in percent of the other, in a test named by a code; with both affected the lower one."""

    __test__ = False  # a word of the clinic, no test of ours
    slug, unit, family, highest = "test_symmetry", "percent", "performance", 200

    def observed(self, criterion: CriterionRule, reading: Reading) -> Observed:
        sides = latest_by_side(self.records(criterion, reading))
        if not {"left", "right"} <= sides.keys():
            return Observed()
        left, right = sides["left"], sides["right"]
        lower, other = (left, right) if left.value <= right.value else (right, left)
        if reading.history.affected_side != "both":
            lower, other = (left, right) if reading.history.affected_side == "left" else (right, left)
        share = round(100 * lower.value / other.value, 6) if other.value > 0 else None
        return Observed(share, tuple(sorted({left.on, right.on})))


def latest_by_side(records: tuple[Measure, ...]) -> dict[str | None, Measure]:
    """The latest of each side; of several on a date the lowest, which comes first of them."""
    latest: dict[str | None, Measure] = {}
    for measure in records:
        before = latest.get(measure.side)
        if before is None or measure.on > before.on:
            latest[measure.side] = measure
    return latest


class OutcomeScore(Measured):
    """The score of a questionnaire, named by a code."""

    slug, unit, family = "outcome", "score", "outcome"
    operators, lowest = (AT_LEAST, AT_MOST), -1_000

    def observed(self, criterion: CriterionRule, reading: Reading) -> Observed:
        records = self.records(criterion, reading)
        worst = _worst_of_latest_date(records, criterion)
        return Observed(worst.value, (worst.on,)) if worst else Observed()


class OutcomeChange(OutcomeScore):
    """How far the score has moved since the first one that is known: a worse beginning makes a better change."""

    slug, unit = "outcome_change", "points"

    def observed(self, criterion: CriterionRule, reading: Reading) -> Observed:
        known = measures_of(reading, self.kind(criterion.context))
        latest = _worst_of_latest_date(self.records(criterion, reading), criterion)
        if not latest or known[0].on == latest.on:
            return Observed()
        return Observed(round(latest.value - known[0].value, 6), (known[0].on, latest.on))


def _worst_of_latest_date(records: tuple[Measure, ...], criterion: CriterionRule) -> Measure | None:
    latest = [measure for measure in records if measure.on == records[-1].on]
    pick = max if criterion.operator == AT_MOST else min
    return pick(latest, key=lambda measure: measure.value, default=None)


class ClinicianConfirms(Measured):
    """A clinician confirmed a code in this stage (1), or withdrew it (0); the latest word counts."""

    slug, unit, family = "clinician_confirms", "confirmed", "confirm"
    lowest, highest = 1, 1
    operators = (AT_LEAST,)

    def observed(self, criterion: CriterionRule, reading: Reading) -> Observed:
        started = reading.history.stage_started
        said = [measure for measure in self.records(criterion, reading) if measure.on >= started]
        word = _worst_of_latest_date(tuple(said), criterion)
        return Observed(word.value, (word.on,)) if word else Observed()


OF_MEASURES = (Performance, TestSymmetry, OutcomeScore, OutcomeChange, ClinicianConfirms)
