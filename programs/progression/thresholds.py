"""The numbers the rules compare with. They are data: versioned, visible, editable, signed off by a clinician.

No study fixes a numeric gate for this condition. The defaults are consensus defaults; `docs/progression.md` says
where each one comes from. Pain is 0-10 on a numeric rating scale (NRS), spans are in days unless a name says hours.
"""

from dataclasses import dataclass

AT_MOST, AT_LEAST = "at_most", "at_least"
OPERATORS = (AT_MOST, AT_LEAST)
WORST = "worst"
ADDED = frozenset(("criteria", "steps_back_count"))  # rules published before these were thought of have none of them
STATISTICS = (WORST, "last", "mean", "median")


@dataclass(frozen=True, slots=True)
class Safety:
    """What holds in every stage of a programme."""

    red_during: int = 6
    red_morning_over: int = 5
    red_morning_above: int = 3
    red_rise: int = 2
    strained_pain: int = 3
    strained_rise: int = 1
    flare_settled_days: int = 3
    second_flare_days: int = 28
    unsettled_sessions: int = 3
    unsettled_days: int = 10
    two_reds_days: int = 14
    two_reds_count: int = 2
    strained_count: int = 3
    strained_of: int = 5
    step_back_min_days: int = 7
    gap_hold_days: int = 14
    gap_review_days: int = 28
    review_after_days: int = 42
    steps_back_count: int = 2
    morning_share: float = 0.6
    level_up_days: int = 3
    pending_hours: int = 36
    ceiling_max: int = 5
    baseline_floor: int = 1


@dataclass(frozen=True, slots=True)
class CriterionRule:
    """What a stage asks for beside its gate. `metrics` says what each metric reads of the other fields.

    All of group 0 must hold, and of each higher group at least one. `worst` is the highest where a limit is asked
    for and the lowest where a minimum is.
    """

    metric: str
    operator: str
    value: float
    last_n: int | None = None
    context: str = ""
    statistic: str = WORST
    group: int = 0

    @property
    def asked_last(self) -> int:
        """`last_n` where a metric needs it; ValueError for a criterion without it, which no metric that does reads."""
        if self.last_n is None:
            raise ValueError(f"{self.metric} needs to know how many are asked for")
        return self.last_n


@dataclass(frozen=True, slots=True)
class StageRules:
    """The gate of one stage. `variations` run from easier to harder; `harder_days` of 0 asks for none of them."""

    position: int
    run_length: int
    window_days: int
    min_days: int
    pain_max: int
    morning_max: int
    rise_max: int
    completion_min: float = 0.8
    full_days: int = 2
    symmetry_min: float | None = None
    technique_required: bool = False
    harder_days: int = 0
    variations: tuple[str, ...] = ()
    criteria: tuple[CriterionRule, ...] = ()

    def __post_init__(self) -> None:
        if self.harder_days and len(self.variations) < 2:
            raise ValueError(f"stage {self.position} asks for a harder variation and has fewer than two")

    @property
    def harder(self) -> str:
        return self.variations[-1]

    @property
    def easier(self) -> tuple[str, ...]:
        return self.variations[:-1]


@dataclass(frozen=True, slots=True)
class Rules:
    """One version of one programme, as far as the engine reads it."""

    program: str
    version: int
    safety: Safety
    stages: tuple[StageRules, ...]

    def stage(self, position: int) -> StageRules:
        """The stage at a position; ValueError if the programme has none there."""
        for stage in self.stages:
            if stage.position == position:
                return stage
        raise ValueError(f"{self.program} has no stage {position}")

    def before(self, position: int) -> int | None:
        """The position one step down, or None in the first stage."""
        return max((s.position for s in self.stages if s.position < position), default=None)

    def after(self, position: int) -> int | None:
        """The position one step up, or None in the last stage."""
        return min((s.position for s in self.stages if s.position > position), default=None)

    @property
    def variations(self) -> frozenset[str]:
        return frozenset(slug for stage in self.stages for slug in stage.variations)
