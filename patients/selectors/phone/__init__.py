"""What one page of the patient's phone shows, each; they change nothing."""

from patients.selectors.phone.day import (
    bad_day,
    beside_the_plan,
    days_away,
    measures_wanted,
    morning_given,
    stage_tested,
)
from patients.selectors.phone.guide import guided_session
from patients.selectors.phone.month import month_of
from patients.selectors.phone.plan import todays_plan
from patients.selectors.phone.plan_lines import maintenance_of
from patients.selectors.phone.progress import earlier_programmes, progress_page
from patients.selectors.phone.reminders import reminders_page
from patients.selectors.phone.saved_together import saved_together
from patients.selectors.phone.severe import asks_of_injury, session_to_ask_of
from patients.selectors.phone.week import week_of
from patients.selectors.phone.welcome import is_new
from patients.selectors.phone.zones import zones_at_log, zones_at_morning

__all__ = (
    "asks_of_injury",
    "bad_day",
    "beside_the_plan",
    "days_away",
    "earlier_programmes",
    "guided_session",
    "is_new",
    "maintenance_of",
    "measures_wanted",
    "month_of",
    "morning_given",
    "progress_page",
    "reminders_page",
    "saved_together",
    "session_to_ask_of",
    "stage_tested",
    "todays_plan",
    "week_of",
    "zones_at_log",
    "zones_at_morning",
)
