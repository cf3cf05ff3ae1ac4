"""Many comparisons, added up. What is kept is how many: no name, no id, no date.

Counts are plain counters, so that slices of a replay, and processes, add up to the whole.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from patients.what_if.compare import Comparison, Side, compare
from patients.what_if.replay import LoggedStage


@dataclass
class Counts:
    """`stages` has a counter a stage position. `routes` says how many patients went through exactly these stages
    ("1,2"), from which the number of different patients of any group of stages follows. `left_out` are logged_stages in
    stages that one of the two programmes does not have."""

    stages: dict[int, Counter] = field(default_factory=dict)
    routes: Counter = field(default_factory=Counter)
    left_out: int = 0

    def add(self, other: "Counts") -> None:
        for stage, counter in other.stages.items():
            self.stages.setdefault(stage, Counter()).update(counter)
        self.routes.update(other.routes)
        self.left_out += other.left_out

    def of(self, stages: Iterable[int]) -> Counter:
        """The counter of some stages together."""
        return sum((self.stages[stage] for stage in stages), Counter())

    def patients(self, stages: Iterable[int]) -> int:
        """How many different patients were in any of `stages`."""
        wanted = set(stages)
        return sum(n for route, n in self.routes.items() if wanted & set(map(int, route.split(","))))

    def to_json(self) -> dict:
        stages = {str(stage): dict(counter) for stage, counter in sorted(self.stages.items())}
        return {"stages": stages, "routes": dict(self.routes), "left_out": self.left_out}

    @classmethod
    def from_json(cls, document: dict) -> "Counts":
        stages = {int(stage): Counter(counter) for stage, counter in document.get("stages", {}).items()}
        return cls(stages, Counter(document.get("routes", {})), document.get("left_out", 0))


def count_patients(published, draft, patients: Iterable[Iterable[LoggedStage]]) -> Counts:
    """The `Counts` of several patients' logged_stages under two `Rules`."""
    counts = Counts()
    for logged_stages in patients:
        counts.add(count_patient(published, draft, logged_stages))
    return counts


def count_patient(published, draft, logged_stages: Iterable[LoggedStage]) -> Counts:
    counts, before, after = Counts(), _positions(published), _positions(draft)
    for logged_stage in logged_stages:
        if logged_stage.stage in before and logged_stage.in_draft.stage in after:
            counter = counts.stages.setdefault(logged_stage.stage, Counter())
            counter.update(_counted(compare(published, draft, logged_stage)))
        else:
            counts.left_out += 1
    if counts.stages:
        counts.routes[",".join(map(str, sorted(counts.stages)))] = 1
    return counts


def _positions(rules) -> set[int]:
    return {stage.position for stage in rules.stages}


def _counted(comparison: Comparison) -> dict[str, int]:
    """Every count that one logged_stage adds to; the keys are what a stored result holds."""
    counted = {"histories": 1, comparison.kind.value: 1}
    if comparison.days is not None:
        counted[f"days:{comparison.days}"] = 1
    counted |= _of_side("published", comparison.published)
    return counted | _of_side("draft", comparison.draft)


def _of_side(name: str, side: Side) -> dict[str, int]:
    values = {
        "suggested": side.course.suggested_at is not None,
        "followed": side.red_after is not None,
        "red_after": side.red_after is True,
        "stepped_back": side.course.stepped_back,
        "easing_days": side.course.easing_days,
    }
    return {f"{name}:{what}": int(value) for what, value in values.items()}
