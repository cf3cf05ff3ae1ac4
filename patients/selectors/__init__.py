"""Page-shaped reads: each answers what one page shows, and changes nothing."""

from patients.selectors.again import logged_before
from patients.selectors.asked import asked_now
from patients.selectors.caseload import Wanted, assignments_in_care, caseload
from patients.selectors.coming import exercise_days
from patients.selectors.conversation import canned_texts, conversation, new_for_patient
from patients.selectors.day import activities_between, activity_words, bad_day, beside_the_plan, measures_wanted
from patients.selectors.export import caseload_lines, sets_lines
from patients.selectors.guide import guided_session
from patients.selectors.intake import intake_of
from patients.selectors.levers import levers_in_force
from patients.selectors.lines import maintenance_of
from patients.selectors.measures import measures_of_page
from patients.selectors.patient_page import patient_page
from patients.selectors.plan import flag_texts, morning_answer, open_flags, pauses, sets_done, todays_plan, variation_up
from patients.selectors.progress import progress_page, session_text
from patients.selectors.reminders import reminders_page
from patients.selectors.summary import summary_of
from patients.selectors.version_page import version_page
from patients.selectors.welcome import is_new, usual_version

__all__ = (
    "Wanted",
    "activities_between",
    "activity_words",
    "asked_now",
    "assignments_in_care",
    "bad_day",
    "beside_the_plan",
    "canned_texts",
    "caseload",
    "caseload_lines",
    "conversation",
    "exercise_days",
    "flag_texts",
    "guided_session",
    "intake_of",
    "is_new",
    "levers_in_force",
    "logged_before",
    "maintenance_of",
    "measures_of_page",
    "measures_wanted",
    "morning_answer",
    "new_for_patient",
    "open_flags",
    "patient_page",
    "pauses",
    "progress_page",
    "reminders_page",
    "session_text",
    "sets_done",
    "sets_lines",
    "summary_of",
    "todays_plan",
    "usual_version",
    "variation_up",
    "version_page",
)
