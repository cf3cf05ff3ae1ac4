"""Verbs with an actor. Each is one transaction; what it refuses it says in a sentence for the person who asked."""

from patients.services import receipt
from patients.services.adjust import ask_whole_plan, change_dose, ease_dose, set_line, write_note
from patients.services.care import (
    add_patient,
    assign_program,
    change_stage,
    end_assignment,
    give_directive,
)
from patients.services.clinic import confirm_numbers, set_absence, take_out_absence
from patients.services.colleague import accept_welcome, invite_colleague, send_welcome, withdraw_colleague_links
from patients.services.day import answer_intake, log_activity, note_day_reason, see_intake
from patients.services.decide import decide
from patients.services.doubles import SavedAlready, answer_double
from patients.services.erase import erase_again, erase_patient
from patients.services.errors import Refused
from patients.services.follow import follow_zone, keep_zone
from patients.services.foresee import foresee
from patients.services.identity import ask_confirmation, confirm_address, correct_address, correct_identity
from patients.services.invite import accept_invitation, invite, withdraw_invitations
from patients.services.log import (
    close_flag,
    come_back,
    hand_on_flag,
    log_session,
    note_no_injury,
    raise_flags,
    record_morning,
    say_away,
    see_flag,
    take_back_flag,
)
from patients.services.mark import mark_triage
from patients.services.measure import ask_measure, give_measure, record_measure
from patients.services.message import mark_seen, send_message
from patients.services.people import end_membership, give_role, hand_over, note_handed_over, reset_second_factor
from patients.services.place import keep_names, keep_places, place_everybody
from patients.services.put_right import put_right, take_out
from patients.services.record import (
    accept_transfer,
    ask_transfer,
    discharge,
    take_on_again,
    undo_discharge,
    withdraw_transfer,
)
from patients.services.registration import register_patient
from patients.services.remind import (
    agree_to_reminders,
    leave_push,
    make_calendar_link,
    put_off_reminders,
    renew_push,
    set_reminders,
    stop_letters,
    stop_push,
    subscribe_push,
    withdraw_calendar_link,
)
from patients.services.review import refresh_if_due, review_assignment, run_due
from patients.services.show_draft import show_draft
from patients.services.signin import close_lost_phone, end_sign_in, end_sign_ins
from patients.services.standing import rebuild_standing
from patients.services.start import add_canned_texts, prove_mail, send_test_letter, start_clinic
from patients.services.undo import undo_decision
from patients.services.version import change_version, move_patients

__all__ = (
    "Refused",
    "SavedAlready",
    "accept_invitation",
    "accept_transfer",
    "accept_welcome",
    "add_canned_texts",
    "add_patient",
    "agree_to_reminders",
    "answer_double",
    "answer_intake",
    "ask_confirmation",
    "ask_measure",
    "ask_transfer",
    "ask_whole_plan",
    "assign_program",
    "change_dose",
    "change_stage",
    "change_version",
    "close_flag",
    "close_lost_phone",
    "come_back",
    "confirm_address",
    "confirm_numbers",
    "correct_address",
    "correct_identity",
    "decide",
    "discharge",
    "ease_dose",
    "end_assignment",
    "end_membership",
    "end_sign_in",
    "end_sign_ins",
    "erase_again",
    "erase_patient",
    "follow_zone",
    "foresee",
    "give_directive",
    "give_measure",
    "give_role",
    "hand_on_flag",
    "hand_over",
    "invite",
    "invite_colleague",
    "keep_names",
    "keep_places",
    "keep_zone",
    "leave_push",
    "log_activity",
    "log_session",
    "make_calendar_link",
    "mark_seen",
    "mark_triage",
    "move_patients",
    "note_day_reason",
    "note_handed_over",
    "note_no_injury",
    "place_everybody",
    "prove_mail",
    "put_off_reminders",
    "put_right",
    "raise_flags",
    "rebuild_standing",
    "receipt",
    "record_measure",
    "record_morning",
    "refresh_if_due",
    "register_patient",
    "renew_push",
    "reset_second_factor",
    "review_assignment",
    "run_due",
    "say_away",
    "see_flag",
    "see_intake",
    "send_message",
    "send_test_letter",
    "send_welcome",
    "set_absence",
    "set_line",
    "set_reminders",
    "show_draft",
    "start_clinic",
    "stop_letters",
    "stop_push",
    "subscribe_push",
    "take_back_flag",
    "take_on_again",
    "take_out",
    "take_out_absence",
    "undo_decision",
    "undo_discharge",
    "withdraw_calendar_link",
    "withdraw_colleague_links",
    "withdraw_invitations",
    "withdraw_transfer",
    "write_note",
)
