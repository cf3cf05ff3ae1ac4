"""Page-shaped reads: each answers what one page shows, and changes nothing."""

from patients.selectors.desk import caseload, patient_page
from patients.selectors.plan import flag_texts, morning_answer, todays_plan, usual_variation
from patients.selectors.progress import progress_page, session_text

__all__ = (
    "caseload",
    "flag_texts",
    "morning_answer",
    "patient_page",
    "progress_page",
    "session_text",
    "todays_plan",
    "usual_variation",
)
