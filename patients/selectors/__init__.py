"""Page-shaped reads: what both houses show stands here, the rest in `phone` and in `desk`. They change nothing."""

from patients.selectors.conversation import canned_texts, conversation, new_for_patient
from patients.selectors.directives import directives_in_force
from patients.selectors.intake import intake_of

__all__ = (
    "canned_texts",
    "conversation",
    "directives_in_force",
    "intake_of",
    "new_for_patient",
)
