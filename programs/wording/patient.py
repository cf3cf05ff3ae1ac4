"""What a review says to the patient: plain English, one idea a sentence, and a way out of every hold.

Never more load than the clinician assigned, and never that the next stage is open before the clinician decided.
"""

from collections.abc import Callable
from typing import Any

from programs.progression import Because

from . import criteria
from . import patient_gate as gate
from . import patient_safety as safety
from .facts import Answer, Facts
from .terms import Names, Words


def patient_words(
    outcome: str, because: str, target: int | None, findings: list[dict[str, Any]], names: Names
) -> Words:
    """The sentences of a stored review for the patient. KeyError for a reason the engine does not give."""
    return WORDS[because](Answer(outcome, because, target, Facts(findings), names))


WORDS: dict[str, Callable[[Answer], Words]] = {
    Because.OPEN_FLAG: safety.open_flag,
    Because.GAP: safety.gap,
    Because.TWO_REDS: safety.step_back,
    Because.STRAINED_RUN: safety.step_back,
    Because.FLARE_UNSETTLED: safety.step_back,
    Because.SECOND_FLARE: safety.second_flare,
    Because.FLARE: safety.flare,
    Because.CLINICIAN_HOLD: safety.clinician_hold,
    Because.LONG_IN_STAGE: safety.long_in_stage,
    Because.MORNING_CHECKS: gate.morning_checks,
    Because.VARIATION: gate.variation,
    Because.MORNING_PENDING: gate.morning_pending,
    Because.AMBER: gate.amber,
    Because.SESSIONS: gate.sessions,
    Because.MIN_DAYS: gate.min_days,
    Because.COMPLETION: gate.completion,
    Because.SYMMETRY: gate.symmetry,
    Because.TECHNIQUE: gate.technique,
    Because.CRITERION: criteria.asked_of_patient,
    Because.CRITERIA_MET: gate.criteria_met,
    Because.TRIED_BEFORE: gate.criteria_met,
    Because.PROGRAMME_COMPLETE: gate.programme_complete,
}
