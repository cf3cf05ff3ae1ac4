"""What the engine answers: an outcome, the reason for it, and the facts both rest on. Codes, never sentences."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from .thresholds import CriterionRule

Value = bool | int | float | str | None | list[Any] | dict[str, Any]


class Outcome(StrEnum):
    STOP_AND_CONTACT = "stop_and_contact"
    STEP_BACK = "step_back"
    REVIEW = "review"
    REDUCE = "reduce"
    HOLD = "hold"
    CANNOT_EVALUATE = "cannot_evaluate"
    SUGGEST_LEVEL_UP = "suggest_level_up"
    SUGGEST_NEXT = "suggest_next"


class Because(StrEnum):
    OPEN_FLAG = "open_flag"
    GAP = "gap"
    TWO_REDS = "two_reds"
    STRAINED_RUN = "strained_run"
    FLARE_UNSETTLED = "flare_unsettled"
    SECOND_FLARE = "second_flare"
    FLARE = "flare"
    CLINICIAN_HOLD = "clinician_hold"
    LONG_IN_STAGE = "long_in_stage"
    MORNING_CHECKS = "morning_checks"
    VARIATION = "variation"
    MORNING_PENDING = "morning_pending"
    AMBER = "amber"
    SESSIONS = "sessions"
    MIN_DAYS = "min_days"
    COMPLETION = "completion"
    SYMMETRY = "symmetry"
    TECHNIQUE = "technique"
    CRITERION = "criterion"
    TRIED_BEFORE = "tried_before"
    CRITERIA_MET = "criteria_met"
    PROGRAMME_COMPLETE = "programme_complete"


# The reasons of an answer for which everything that a stage asks is met.
MET = frozenset((Because.TRIED_BEFORE, Because.CRITERIA_MET, Because.PROGRAMME_COMPLETE))


class Code(StrEnum):
    """What a finding is about. The first block is the gate of the stage, in the order the rules ask for it."""

    MORNING_CHECKS = "morning_checks"
    SESSIONS = "sessions"
    DAYS_IN_STAGE = "days_in_stage"
    EVERY_SET = "every_set"
    SYMMETRY = "symmetry"
    TECHNIQUE = "technique"
    VARIATION = "variation"
    CRITERION = "criterion"
    PAIN_DURING = "pain_during"
    NEXT_MORNING = "next_morning"
    COMPLETION = "completion"

    # facts beside the gate: nothing is met or missed
    WINDOW = "window"
    VOLUME_SHORT = "volume_short"
    PAIN_MISSING = "pain_missing"
    MORNINGS_MISSING = "mornings_missing"
    MORNINGS_GIVEN = "mornings_given"
    MORNINGS_TO_GO = "mornings_to_go"
    LAST_COMPLETIONS = "last_completions"
    EASIER_DAYS = "easier_days"
    NEXT_VARIATION = "next_variation"
    BASELINE = "baseline"
    PAIN_CEILING = "pain_ceiling"
    REST_MORNINGS = "rest_mornings"

    # the rule that answered
    OPEN_FLAG = "open_flag"
    GAP = "gap"
    TWO_REDS = "two_reds"
    STRAINED_RUN = "strained_run"
    FIRST_DAYS = "first_days"
    RECENT_PAINS = "recent_pains"
    TREND = "trend"
    FLARE = "flare"
    FLARE_SESSIONS = "flare_sessions"
    FLARE_DAYS = "flare_days"
    EARLIER_FLARE = "earlier_flare"
    CLINICIAN_HOLD = "clinician_hold"
    LONG_IN_STAGE = "long_in_stage"
    MORNING_PENDING = "morning_pending"
    GATE = "gate"
    STEPS_BACK = "steps_back"

    # one day, named because of it
    RED_DAY = "red_day"
    AMBER_DAY = "amber_day"
    DAY_PAIN = "day_pain"
    DAY_MORNING = "day_morning"

    # beside the answer: no rule says it and none is stored
    ROW_ENDED = "row_ended"


@dataclass(frozen=True, slots=True)
class Finding:
    """One fact: what was asked for, what was found, and the local dates it rests on.

    `met` is None where nothing is asked for. Values are plain JSON values, and what is required of a criterion is the
    criterion; None means not recorded.
    """

    code: Code
    met: bool | None = None
    required: Value | CriterionRule = None
    observed: Value = None
    evidence: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class Recommendation:
    """The answer. `target` is the position of the stage it points to, if it points to another one.

    `valid_until` is the earliest instant (UTC) at which the passing of time alone changes outcome, reason or target.
    """

    outcome: Outcome
    because: Because
    findings: tuple[Finding, ...] = ()
    target: int | None = None
    valid_until: datetime | None = None

    @property
    def says(self) -> tuple[Outcome, Because, int | None]:
        """What a newer answer is compared by."""
        return self.outcome, self.because, self.target

    def finding(self, code: Code) -> Finding | None:
        """The first finding of a code."""
        return next((finding for finding in self.findings if finding.code == code), None)
