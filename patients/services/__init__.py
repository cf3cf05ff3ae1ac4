"""Verbs with an actor. Each is one transaction; what it refuses it says in a sentence for the person who asked."""

from patients.services import outcome
from patients.services.care import (
    add_patient,
    assign_program,
    baseline_before,
    change_stage,
    end_assignment,
    give_directive,
)
from patients.services.decide import decide
from patients.services.errors import Refused
from patients.services.invite import accept_invitation, invite, withdraw_invitations
from patients.services.log import close_flag, log_session, raise_flags, record_morning, say_away, void_session
from patients.services.measure import record_measure, void_measure
from patients.services.review import refresh_if_due, review_assignment, run_due
from patients.services.standing import rebuild_standing

__all__ = (
    "Refused",
    "accept_invitation",
    "add_patient",
    "assign_program",
    "baseline_before",
    "change_stage",
    "close_flag",
    "decide",
    "end_assignment",
    "give_directive",
    "invite",
    "log_session",
    "outcome",
    "raise_flags",
    "rebuild_standing",
    "record_measure",
    "record_morning",
    "refresh_if_due",
    "review_assignment",
    "run_due",
    "say_away",
    "void_measure",
    "void_session",
    "withdraw_invitations",
)
