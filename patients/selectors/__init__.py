"""Page-shaped reads: what both houses show stands here, the rest in `phone` and in `desk`. They change nothing."""

from patients.selectors.conversation import canned_texts, conversation, new_for_patient
from patients.selectors.correction import logged_before
from patients.selectors.decided import decisions_told
from patients.selectors.directives import directives_in_force
from patients.selectors.doubles import double_of, doubles_asked
from patients.selectors.entry_words import entry_words, session_text
from patients.selectors.flags import danger_in, danger_live, flag_texts, open_flags, pauses, whom_to_call_page
from patients.selectors.guidance import all_guidance, find_guidance, guidance_at
from patients.selectors.intake import intake_of, unseen_answers
from patients.selectors.languages import language_of, last_program, say_to
from patients.selectors.last_time import last_time
from patients.selectors.log_entries import kind_of
from patients.selectors.opened import looks_at
from patients.selectors.own_account import own_account
from patients.selectors.post import no_mail_since
from patients.selectors.reminders import is_reminded, own_reminders, reminders_of, sender_of, written_to
from patients.selectors.sign_ins import new_sign_in, other_sign_ins
from patients.selectors.stage_track import track_of
from patients.selectors.todays_dose import load_up, practice_of, todays_dose, variation_up
from patients.selectors.told import (
    ANSWERS,
    UNOPENED,
    absences_of,
    administrators_of,
    alarm_key,
    alarm_of,
    answers_key,
    answers_told_when,
    bad_day_key,
    rota_of,
    somebody_is_told,
    told_of_alarms,
    told_when,
    unopened_alarms,
    was_told,
    who_is_on,
)
from patients.selectors.trouble import last_beat, silence, trouble, unrestored, waiting_post
from patients.selectors.upcoming_days import exercise_days
from patients.selectors.whole_record import whole_record

__all__ = (
    "ANSWERS",
    "UNOPENED",
    "absences_of",
    "administrators_of",
    "alarm_key",
    "alarm_of",
    "all_guidance",
    "answers_key",
    "answers_told_when",
    "bad_day_key",
    "canned_texts",
    "conversation",
    "danger_in",
    "danger_live",
    "decisions_told",
    "directives_in_force",
    "double_of",
    "doubles_asked",
    "entry_words",
    "exercise_days",
    "find_guidance",
    "flag_texts",
    "guidance_at",
    "intake_of",
    "is_reminded",
    "kind_of",
    "language_of",
    "last_beat",
    "last_program",
    "last_time",
    "load_up",
    "logged_before",
    "looks_at",
    "new_for_patient",
    "new_sign_in",
    "no_mail_since",
    "open_flags",
    "other_sign_ins",
    "own_account",
    "own_reminders",
    "pauses",
    "practice_of",
    "reminders_of",
    "rota_of",
    "say_to",
    "sender_of",
    "session_text",
    "silence",
    "somebody_is_told",
    "todays_dose",
    "told_of_alarms",
    "told_when",
    "track_of",
    "trouble",
    "unopened_alarms",
    "unrestored",
    "unseen_answers",
    "variation_up",
    "waiting_post",
    "was_told",
    "who_is_on",
    "whole_record",
    "whom_to_call_page",
    "written_to",
)
