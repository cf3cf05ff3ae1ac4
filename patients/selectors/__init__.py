"""Page-shaped reads: what both houses show stands here, the rest in `phone` and in `desk`. They change nothing."""

from patients.selectors.conversation import canned_texts, conversation, new_for_patient
from patients.selectors.directives import levers_in_force
from patients.selectors.intake import intake_of

__all__ = (
    "canned_texts",
    "conversation",
    "intake_of",
    "levers_in_force",
    "new_for_patient",
)
