"""What one page of the patient's phone shows, each; they change nothing."""

from patients.selectors.phone.correction import logged_before
from patients.selectors.phone.day import activities_between, activity_words, bad_day, beside_the_plan, measures_wanted
from patients.selectors.phone.guide import guided_session
from patients.selectors.phone.plan import (
    flag_texts,
    morning_answer,
    open_flags,
    pauses,
    sets_done,
    todays_plan,
    variation_up,
)
from patients.selectors.phone.plan_lines import maintenance_of
from patients.selectors.phone.progress import progress_page, session_text
from patients.selectors.phone.reminders import reminders_page
from patients.selectors.phone.todays_dose import todays_dose
from patients.selectors.phone.upcoming_days import exercise_days
from patients.selectors.phone.welcome import is_new

__all__ = (
    "activities_between",
    "activity_words",
    "bad_day",
    "beside_the_plan",
    "exercise_days",
    "flag_texts",
    "guided_session",
    "is_new",
    "logged_before",
    "maintenance_of",
    "measures_wanted",
    "morning_answer",
    "open_flags",
    "pauses",
    "progress_page",
    "reminders_page",
    "session_text",
    "sets_done",
    "todays_dose",
    "todays_plan",
    "variation_up",
)
