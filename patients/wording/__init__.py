"""Sentences about a patient in care: why somebody stands in the caseload, and what a directive does."""

from patients.wording.activities import activity_words
from patients.wording.caseload import (
    caseload_reason,
    danger_reason,
    ended_reason,
    message_reason,
    mornings_reason,
    silent_reason,
    stuck_reason,
)
from patients.wording.directives import directive_verb, directive_words, end_words, move_verb
from patients.wording.dose import dose_reason, dose_set_by
from patients.wording.ended import ended_words
from patients.wording.flags import flag_text
from patients.wording.identity import birth_date_fault, identifiers
from patients.wording.numbers import plain
from patients.wording.opening_hours import hours_words, open_words
from patients.wording.todays_plan import night_words, plan_amount, plan_reasons, plan_words, settled_words
from patients.wording.told import heard_words, hears_words, kept_words, told_words

__all__ = (
    "activity_words",
    "birth_date_fault",
    "caseload_reason",
    "danger_reason",
    "directive_verb",
    "directive_words",
    "dose_reason",
    "dose_set_by",
    "end_words",
    "ended_reason",
    "ended_words",
    "flag_text",
    "heard_words",
    "hears_words",
    "hours_words",
    "identifiers",
    "kept_words",
    "message_reason",
    "mornings_reason",
    "move_verb",
    "night_words",
    "open_words",
    "plain",
    "plan_amount",
    "plan_reasons",
    "plan_words",
    "settled_words",
    "silent_reason",
    "stuck_reason",
    "told_words",
)
