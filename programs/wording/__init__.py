"""Reason codes as sentences, for a patient and for a clinician; translatable."""

from .clinician import clinician_words, rest_mornings_words
from .criteria import code_words, context_names, criterion_words, look_back_unit, metric_names
from .dates import date_words, day_words, on_day, record_day, weekday
from .deciding import DecidingFact, deciding_facts
from .findings import finding_rows
from .flags import flag_short, flag_tick
from .measures import measure_words
from .patient import patient_words
from .phrases import row_ended_words
from .rule import rule_sentences
from .terms import Names, Words, zone_word

__all__ = [
    "DecidingFact",
    "Names",
    "Words",
    "clinician_words",
    "code_words",
    "context_names",
    "criterion_words",
    "date_words",
    "day_words",
    "deciding_facts",
    "finding_rows",
    "flag_short",
    "flag_tick",
    "look_back_unit",
    "measure_words",
    "metric_names",
    "on_day",
    "patient_words",
    "record_day",
    "rest_mornings_words",
    "row_ended_words",
    "rule_sentences",
    "weekday",
    "zone_word",
]
