"""What a stage asks for beside its gate: how long its criteria take, and what is noted so that they can be read.

Nobody knows a real patient's heel raises or questionnaires here. A measure is made to fit its criterion: it holds for
whoever is well, and falls short of it as far as the tendon is short of the load of the stage. That is ours.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from programs.progression import CriterionRule, Measure, StageRules
from programs.progression.metrics import METRICS
from programs.progression.metrics.metric import WEEK
from programs.progression.thresholds import AT_LEAST

MINUTES_A_POINT = 10  # of stiffness, for each point of morning pain
WORDS = ("confirm", "technique")  # a clinician's, not the patient's


def asked(stage: StageRules) -> Iterator[CriterionRule]:
    """Those that cannot be left out: all of group 0, and of each other group the quickest."""
    groups: dict[int, list[CriterionRule]] = {}
    for criterion in stage.criteria:
        groups.setdefault(criterion.group, []).append(criterion)
    for group, members in sorted(groups.items()):
        yield from members if group == 0 else [min(members, key=lambda each: (days_of(each), sessions_of(each)))]


def days_of(criterion: CriterionRule) -> int:
    """Days of the stage that pass before a criterion can hold."""
    return METRICS[criterion.metric].least_days(criterion)


def days_anew(criterion: CriterionRule) -> int:
    """Days it takes at most from any moment on, where it looks back over time: the latest week may just have begun."""
    in_weeks = METRICS[criterion.metric].counts == "weeks"
    return (criterion.asked_last + 1) * WEEK if in_weeks else days_of(criterion)


def sessions_of(criterion: CriterionRule) -> int:
    """Sessions of the stage that pass before a criterion can hold."""
    return METRICS[criterion.metric].least_sessions(criterion)


def kinds_of(criterion: CriterionRule) -> str | None:
    """The kind of measure a criterion reads, or None if sessions and mornings tell enough."""
    return METRICS[criterion.metric].kind(criterion.context)


def effort_of(stage: StageRules) -> int | None:
    """An effort, 0-10, in the middle of what the stage asks for; None where it asks for none."""
    edges = [criterion for criterion in stage.criteria if criterion.metric == "effort"]
    if not edges:
        return None
    least = max((c.value for c in edges if c.operator == AT_LEAST), default=0)
    most = min((c.value for c in edges if c.operator != AT_LEAST), default=10)
    return round((least + most) / 2)


def asks_for_level(stage: StageRules) -> bool:
    return any(criterion.metric == "level" for criterion in stage.criteria)


@dataclass(frozen=True)
class Form:
    """How somebody is: pain 0-10, and as shares what the tendon takes of the stage and the weaker leg of the other."""

    pain: int = 0
    fitness: float = 1.0
    evenness: float = 1.0


def notes(stage: StageRules, on: date, form: Form, known: Collection[str]) -> Iterator[Measure]:
    """What a patient notes on a training day; `known` are the kinds that were noted before."""
    for criterion in stage.criteria:
        kind = kinds_of(criterion)
        if kind is None or kind.startswith(WORDS):
            continue
        if kind.startswith("performance"):
            other = _target(stage, criterion) * form.fitness
            yield Measure(kind, on, round(other * form.evenness, 1), "left")
            yield Measure(kind, on, round(other, 1), "right")
        else:
            yield Measure(kind, on, _number(criterion, form, first=kind not in known))


def _target(stage: StageRules, criterion: CriterionRule) -> float:
    """What a test asks for; 100 where only its two sides are compared."""
    same = (c for c in stage.criteria if c.metric == "performance" and c.context == criterion.context)
    return max((c.value for c in same), default=100)


def _number(criterion: CriterionRule, form: Form, first: bool) -> float:
    if criterion.metric == "stiffness_minutes":
        return form.pain * MINUTES_A_POINT
    if criterion.metric == "outcome_change":
        return 0 if first else round(criterion.value * form.fitness, 1)
    if criterion.metric == "outcome":
        return round(criterion.value * (form.fitness if criterion.operator == AT_LEAST else 1 / form.fitness), 1)
    return form.pain


def asks_for_word(stage: StageRules) -> bool:
    """Whether the gate waits for a clinician to confirm something."""
    return any((kinds_of(criterion) or "").startswith(WORDS) for criterion in stage.criteria)


def words(stage: StageRules, on: date) -> Iterator[Measure]:
    """What only a clinician can note: that something is confirmed."""
    for kind in {kind for criterion in stage.criteria if (kind := kinds_of(criterion))}:
        if kind.startswith(WORDS):
            yield Measure(kind, on, 1)
