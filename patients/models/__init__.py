from patients.models.audit import AuditEntry
from patients.models.care import (
    Assignment,
    Away,
    ContactKind,
    Directive,
    DirectiveKind,
    Review,
    Side,
    StageChange,
    Standing,
)
from patients.models.clinic import Clinic, ClinicProgram, Invitation, Membership, Patient, Role
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
from patients.models.desk import DoseChange, Easing, LineKind, MeasureAsked, Note, PlanLine, TriageMark, VersionChange
from patients.models.letter import Letter, LetterKind
from patients.models.log import Flag, FlagKind, MorningCheck, SetLog, TrainingSession
from patients.models.loop import FailedJob, Heartbeat
from patients.models.measure import Measure
from patients.models.what_if import WhatIf

__all__ = (
    "Activity",
    "ActivityKind",
    "Assignment",
    "AuditEntry",
    "Away",
    "CannedText",
    "Clinic",
    "ClinicProgram",
    "ContactKind",
    "DayReason",
    "DigestEvery",
    "Directive",
    "DirectiveKind",
    "DoseChange",
    "Easing",
    "FailedJob",
    "Flag",
    "FlagKind",
    "Heartbeat",
    "Intake",
    "Invitation",
    "Letter",
    "LetterKind",
    "LineKind",
    "Measure",
    "MeasureAsked",
    "Membership",
    "Message",
    "MorningCheck",
    "Note",
    "Notice",
    "NoticeKind",
    "Patient",
    "PlanLine",
    "PushSubscription",
    "ReasonKind",
    "Reminders",
    "Review",
    "Role",
    "SetLog",
    "Side",
    "StageChange",
    "Standing",
    "TrainingSession",
    "TriageMark",
    "VersionChange",
    "WhatIf",
)
