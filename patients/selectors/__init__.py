"""Page-shaped reads: each answers what one page shows, and changes nothing."""

from patients.selectors.caseload import assignments_in_care, caseload
from patients.selectors.guide import guided_session
from patients.selectors.levers import levers_in_force
from patients.selectors.measures import measures_of_page
from patients.selectors.patient_page import patient_page
from patients.selectors.plan import flag_texts, morning_answer, todays_plan, usual_variation
from patients.selectors.progress import progress_page, session_text

__all__ = (
    "assignments_in_care",
    "caseload",
    "flag_texts",
    "guided_session",
    "levers_in_force",
    "measures_of_page",
    "morning_answer",
    "patient_page",
    "progress_page",
    "session_text",
    "todays_plan",
    "usual_variation",
)
