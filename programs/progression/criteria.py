"""The gate of a stage: every check leaves a finding, so that everybody is shown the same facts.

What is missing never passes. Seven checks decide, in the order the rules ask for them, and then the criteria that a
stage has beside its gate; three more checks show the patient's own numbers against the rule, which a run that counts
has met already. `easier_days` is asked by rule 10 alone. Evidence is the days that fell short of a check that is
missed, and the days that were looked at where it is met.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from operator import attrgetter

from .answers import Code, Finding, Value
from .history import Day
from .metrics import ask
from .reading import Reading
from .zones import Limits


@dataclass(frozen=True)
class Gate:
    """What the deciding checks of one stage found at one instant."""

    findings: tuple[Finding, ...]

    @property
    def first_missed(self) -> Code | None:
        """The check that stands in the way, or None if the gate is reached."""
        return next((finding.code for finding in self.findings if finding.met is False), None)

    @property
    def reached(self) -> bool:
        return self.first_missed is None

    def misses(self, code: Code) -> bool:
        return any(finding.code is code and finding.met is False for finding in self.findings)


def gate_of(reading: Reading) -> Gate:
    checks = tuple(finding for check in DECIDING if (finding := check(reading)))
    return Gate(checks + criteria_of(reading))


def criteria_of(reading: Reading) -> tuple[Finding, ...]:
    """One finding a criterion. Where one of an either-or group holds, nothing is asked of the others of the group."""
    asked = [(criterion.group, ask(criterion, reading)) for criterion in reading.stage.criteria]
    settled = {group for group, finding in asked if group and finding.met}
    return tuple(
        replace(finding, met=None) if group in settled and not finding.met else finding for group, finding in asked
    )


def last(days: tuple[Day, ...], count: int) -> tuple[Day, ...]:
    return days[-count:] if count else ()


def dates(days: Iterable[Day]) -> tuple[date, ...]:
    return tuple(day.on for day in days)


def on_harder(day: Day, reading: Reading) -> bool:
    return day.variations == {reading.stage.harder}


def on_easier(day: Day, reading: Reading) -> bool:
    return day.variations <= set(reading.stage.easier)


def level_days(reading: Reading) -> tuple[Day, ...]:
    """The days that ought to be on the harder variation."""
    return last(reading.answered, reading.stage.harder_days)


def share_of(given: list[bool]) -> float:
    """0-1, of at least one. Rounded, so that three of five are 60 %."""
    return round(sum(given) / len(given), 6)


# deciding


def morning_checks(reading: Reading) -> Finding:
    """Whether enough mornings came in. Without a logged day nothing is missing yet."""
    asked = last(reading.answered, reading.stage.run_length)
    share = share_of([day.morning is not None for day in asked]) if asked else None
    met = share is None or share >= reading.safety.morning_share
    return _rested_on(Code.MORNING_CHECKS, met, reading.safety.morning_share, share, asked, short=_unanswered(asked))


def _unanswered(days: tuple[Day, ...]) -> list[Day]:
    return [day for day in days if day.morning is None]


def sessions(reading: Reading) -> Finding:
    needed = reading.stage.run_length
    return Finding(Code.SESSIONS, len(reading.run) >= needed, needed, len(reading.run), dates(reading.run))


def days_in_stage(reading: Reading) -> Finding:
    needed = reading.stage.min_days
    return Finding(Code.DAYS_IN_STAGE, reading.days_in_stage >= needed, needed, reading.days_in_stage)


def every_set(reading: Reading) -> Finding:
    needed = reading.stage.full_days
    asked = last(reading.answered, needed)
    short = [day for day in asked if not day.all_sets]
    full = len(asked) - len(short)
    return _rested_on(Code.EVERY_SET, full >= needed, needed, full, asked, short)


def symmetry(reading: Reading) -> Finding | None:
    """Observed is the lowest that was recorded; a day without it falls short."""
    needed = reading.stage.symmetry_min
    if needed is None:
        return None
    asked = _since_the_run(reading)
    uneven = [day for day in asked if day.symmetry is None or day.symmetry < needed]
    lowest = min((day.symmetry for day in asked if day.symmetry is not None), default=None)
    return _rested_on(Code.SYMMETRY, bool(asked) and not uneven, needed, lowest, asked, uneven)


def technique(reading: Reading) -> Finding | None:
    """How many days were confirmed of how many."""
    if not reading.stage.technique_required:
        return None
    asked = _since_the_run(reading)
    open_days = [day for day in asked if not day.technique_ok]
    confirmed = len(asked) - len(open_days)
    met = bool(asked) and not open_days
    return _rested_on(Code.TECHNIQUE, met, len(asked), confirmed, asked, open_days)


def variation(reading: Reading) -> Finding | None:
    """How many of the last days were all on the harder variation."""
    needed = reading.stage.harder_days
    if not needed:
        return None
    asked = level_days(reading)
    others = [day for day in asked if not on_harder(day, reading)]
    harder = len(asked) - len(others)
    return _rested_on(Code.VARIATION, harder >= needed, needed, harder, asked, others)


def easier_days(reading: Reading) -> Finding | None:
    """How many days on the easier variation the run ends in."""
    if not reading.stage.harder_days:
        return None
    trailing = []
    for day in reversed(reading.run):
        if not on_easier(day, reading):
            break
        trailing.append(day)
    evidence = dates(reversed(trailing))
    return Finding(Code.EASIER_DAYS, None, reading.safety.level_up_days, len(trailing), evidence)


# shown


def pain_during(reading: Reading) -> Finding:
    return _worst_of(Code.PAIN_DURING, reading, attrgetter("pain"), attrgetter("pain"))


def next_morning(reading: Reading) -> Finding:
    return _worst_of(Code.NEXT_MORNING, reading, attrgetter("morning"), attrgetter("highest_morning"))


def completion(reading: Reading) -> Finding:
    run = reading.counted_run
    lowest = min((float(day.completion) for day in run), default=None)
    return Finding(Code.COMPLETION, lowest is not None, reading.stage.completion_min, lowest, dates(run))


def _since_the_run(reading: Reading) -> tuple[Day, ...]:
    """The answered days since the first that counts; without a run the latest ones, to have something to show."""
    if not (run := reading.counted_run):
        return last(reading.answered, reading.stage.run_length)
    return tuple(day for day in reading.answered if day.on >= run[0].on)


def _worst_of(
    code: Code, reading: Reading, pain_of: Callable[[Day], int | None], edge_of: Callable[[Limits], float]
) -> Finding:
    """The worst of the last days; those above the edge of their day fall short. Required is the edge of today."""
    asked = last(reading.days, reading.stage.run_length)
    recorded = [(day, pain) for day in asked if (pain := pain_of(day)) is not None]
    worst = max((pain for _, pain in recorded), default=None)
    over = [day for day, pain in recorded if pain > edge_of(reading.edges.on(day.on))]
    met = worst is not None and not over
    return _rested_on(code, met, edge_of(reading.limits), worst, [day for day, _ in recorded], over)


def _rested_on(
    code: Code, met: bool, required: Value, observed: Value, asked: Iterable[Day], short: Iterable[Day]
) -> Finding:
    return Finding(code, met, required, observed, dates(asked if met else short))


DECIDING = (morning_checks, sessions, days_in_stage, every_set, symmetry, technique, variation)
SHOWN = (pain_during, next_morning, completion)
