"""Reason codes as sentences, for a patient and for a clinician; translatable."""

from .clinician import clinician_words, rest_mornings_words
from .criteria import code_words, context_names, criterion_words, look_back_unit, metric_names
from .dates import day_words, on_day, weekday
from .findings import finding_rows
from .flags import flag_short, flag_tick
from .measures import measure_words
from .patient import patient_words
from .phrases import row_ended_words
from .rule import rule_sentences
from .terms import Names, Words, zone_word

__all__ = [
    "Names",
    "Words",
    "clinician_words",
    "code_words",
    "context_names",
    "criterion_words",
    "day_words",
    "finding_rows",
    "flag_short",
    "flag_tick",
    "look_back_unit",
    "measure_words",
    "metric_names",
    "on_day",
    "patient_words",
    "rest_mornings_words",
    "row_ended_words",
    "rule_sentences",
    "weekday",
    "zone_word",
]
