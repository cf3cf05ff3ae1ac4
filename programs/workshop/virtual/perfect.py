"""A perfect patient: no pain, every session of the plan, every set, every morning, every measure as it is asked for.

Where even this patient does not reach the gate of a stage before its length asks for a review, nobody does. Publishing
lets one walk through every draft.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from programs.progression import CriterionRule, Finding, Measure, MorningCheck, Rules, Session, StageRules
from programs.progression.criteria import gate_of
from programs.progression.engine import findings_of
from programs.progression.history import DAY
from programs.progression.reading import Reading
from programs.progression.thresholds import AT_LEAST
from programs.workshop.virtual.extra_criteria import kinds_of
from programs.workshop.virtual.logbook import Logbook, evening, noon
from programs.workshop.virtual.people import MONDAY
from programs.workshop.virtual.watch import Watch

WEEK = 7
Rhythm = Callable[[int], bool]  # whether a day is for training, the first of the stage being 0


@dataclass(frozen=True)
class Opening:
    """The `day` of a stage, the first being 1, on which its gate is met at the earliest; None where it never is.

    `nearest` is then every finding of the days that came nearest to it: of each choice of missed checks, its best day.
    """

    position: int
    day: int | None
    nearest: tuple[tuple[Finding, ...], ...] = ()


def opening(rules: Rules, position: int, per_week: int) -> Opening:
    """By the better of the ways to spread the sessions of a week."""
    found = [_opening(rules, position, trains) for trains in rhythms(per_week)]
    return min(found, key=lambda each: (each.day is None, each.day))


def rhythms(per_week: int) -> tuple[Rhythm, ...]:
    """On days of the week, as far apart as a week lets them be; and, where that is the same but for the odd day, with
    one distance between all of them, as in "every second day"."""
    number = min(per_week, WEEK)
    days, apart = {index * WEEK // number for index in range(number)}, -(-WEEK // number)
    by_week: Rhythm = lambda day: day % WEEK in days  # noqa: E731
    evenly: Rhythm = lambda day: day % apart == 0  # noqa: E731
    return (by_week, evenly) if 1 < number < WEEK and WEEK / apart > number - 1 else (by_week,)


def _opening(rules: Rules, position: int, trains: Rhythm) -> Opening:
    nearest: dict[tuple[Any, ...], tuple[float, Reading]] = {}
    book, watch, stage = Logbook(position, MONDAY, intake=0), Watch(rules), rules.stage(position)
    for number in range(rules.safety.review_after_days + 1):
        on = MONDAY + number * DAY
        book.add(MorningCheck(on, 0))
        watch.answer(book, noon(on))
        missed = [finding for finding in gate_of(watch.reading).findings if finding.met is False]
        if not missed:
            return Opening(position, number + 1)
        together, near = tuple((each.code, each.required) for each in missed), sum(map(_came_to, missed))
        if near >= nearest.get(together, (near,))[0]:
            nearest[together] = near, watch.reading
        lives(book, stage, on, trains(number))
    fewest = min(map(len, nearest))
    found = tuple(findings_of(reading) for together, (_, reading) in nearest.items() if len(together) == fewest)
    return Opening(position, None, found)


def _came_to(finding: Finding) -> float:
    """The more, the nearer: of what is limited, the less."""
    found = finding.observed if isinstance(finding.observed, int | float) else 0
    limited = isinstance(finding.required, CriterionRule) and finding.required.operator != AT_LEAST
    return -found if limited else found


def lives(book: Logbook, stage: StageRules, on: date, trains: bool) -> None:
    """The rest of a day after its morning."""
    if trains:
        book.add(session(stage, on))
    for measure in [*measures(stage, on, book)]:
        book.add(measure)


def session(stage: StageRules, on: date) -> Session:
    return Session(
        at=evening(on),
        day=on,
        pain_during=0,
        completion=1.0,
        all_sets=True,
        variation=stage.variations[-1] if stage.variations else None,
        symmetry=1.0,
        technique_ok=True,
        stopped_for_pain=False,
        effort=effort(stage),
    )


def effort(stage: StageRules) -> int | None:
    """The one, 0-10, that holds for most of what is asked of it."""
    asked = [criterion for criterion in stage.criteria if criterion.metric == "effort"]
    best = max(range(11), key=lambda felt: sum(_holds(criterion, felt) for criterion in asked))
    return best if asked else None


def _holds(criterion: CriterionRule, value: float) -> bool:
    return value >= criterion.value if criterion.operator == AT_LEAST else value <= criterion.value


def measures(stage: StageRules, on: date, book: Logbook) -> Iterator[Measure]:
    """What patient and clinician note, daily: a questionnaire begins as far off as its change is asked to be."""
    by_kind: dict[str, list[CriterionRule]] = {}
    for criterion in stage.criteria:
        if kind := kinds_of(criterion):
            by_kind.setdefault(kind, []).append(criterion)
    for kind, asked in by_kind.items():
        family = kind.split(":")[0]
        if family == "performance":
            most, share = _asked(asked, "performance", 100), _asked(asked, "test_symmetry", 100)
            yield Measure(kind, on, max(most, most * share / 100), "left")
            yield Measure(kind, on, most, "right")
        elif family == "outcome":
            yield Measure(
                kind, on, _score(asked, next((each.value for each in book.measures if each.kind == kind), None))
            )
        else:
            yield Measure(kind, on, 1 if family in ("confirm", "technique") else 0)


def _score(asked: list[CriterionRule], first: float | None) -> float:
    """Of a questionnaire whose first score is known, or is this one."""
    score, change = _asked(asked, "outcome", 0), _asked(asked, "outcome_change", 0)
    if first is None:
        return score - change
    return max(score, first + change) if change > 0 else score


def _asked(criteria: list[CriterionRule], metric: str, otherwise: float) -> float:
    """The highest value that a metric is asked for, of the lowest where only limits are."""
    least = [each.value for each in criteria if each.metric == metric and each.operator == AT_LEAST]
    most = [each.value for each in criteria if each.metric == metric and each.operator != AT_LEAST]
    return max(least) if least else min(most, default=otherwise)
