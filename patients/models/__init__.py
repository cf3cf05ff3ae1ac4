from patients.models.audit import AuditDay, AuditEntry
from patients.models.care import (
    Assignment,
    Away,
    Directive,
    DirectiveKind,
    Review,
    Side,
    StageChange,
)
from patients.models.clinic import Asked, Clinic, ClinicProgram, Invitation, Patient
from patients.models.contact import (
    CannedText,
    DigestEvery,
    Message,
    Notice,
    NoticeKind,
    PushSubscription,
    Reminders,
)
from patients.models.day import Activity, ActivityKind, DayReason, Intake, ReasonKind
from patients.models.desk import (
    DoseChange,
    Easing,
    Ending,
    LineKind,
    MeasureAsked,
    Note,
    PlanLine,
    TriageMark,
    Undo,
    VersionChange,
)
from patients.models.erasure import Erasure, ErasureReason
from patients.models.identity import AddressConfirmation
from patients.models.letter import Letter, LetterKind
from patients.models.link import LinkKind, OneTimeLink
from patients.models.log import Flag, FlagKind, MorningCheck, RepeatAnswer, SetLog, TrainingSession
from patients.models.loop import FailedJob, Heartbeat, Restore
from patients.models.measure import Measure
from patients.models.membership import Membership, Role
from patients.models.record import ConsentHow, Discharge, DischargeReason, Transfer
from patients.models.sent import SentForm
from patients.models.standing import ContactKind, Standing
from patients.models.what_if import WhatIf

__all__ = (
    "Activity",
    "ActivityKind",
    "AddressConfirmation",
    "Asked",
    "Assignment",
    "AuditDay",
    "AuditEntry",
    "Away",
    "CannedText",
    "Clinic",
    "ClinicProgram",
    "ConsentHow",
    "ContactKind",
    "DayReason",
    "DigestEvery",
    "Directive",
    "DirectiveKind",
    "Discharge",
    "DischargeReason",
    "DoseChange",
    "Easing",
    "Ending",
    "Erasure",
    "ErasureReason",
    "FailedJob",
    "Flag",
    "FlagKind",
    "Heartbeat",
    "Intake",
    "Invitation",
    "Letter",
    "LetterKind",
    "LineKind",
    "LinkKind",
    "Measure",
    "MeasureAsked",
    "Membership",
    "Message",
    "MorningCheck",
    "Note",
    "Notice",
    "NoticeKind",
    "OneTimeLink",
    "Patient",
    "PlanLine",
    "PushSubscription",
    "ReasonKind",
    "Reminders",
    "RepeatAnswer",
    "Restore",
    "Review",
    "Role",
    "SentForm",
    "SetLog",
    "Side",
    "StageChange",
    "Standing",
    "TrainingSession",
    "Transfer",
    "TriageMark",
    "Undo",
    "VersionChange",
    "WhatIf",
)
