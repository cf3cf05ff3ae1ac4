from patients.models.audit import AuditEntry
from patients.models.care import Assignment, Away, Directive, DirectiveKind, Review, Side, StageChange, Standing
from patients.models.clinic import Clinic, ClinicProgram, Invitation, Membership, Patient, Role
from patients.models.log import Flag, FlagKind, MorningCheck, SetLog, TrainingSession
from patients.models.measure import Measure
from patients.models.what_if import WhatIf

__all__ = (
    "Assignment",
    "AuditEntry",
    "Away",
    "Clinic",
    "ClinicProgram",
    "Directive",
    "DirectiveKind",
    "Flag",
    "FlagKind",
    "Invitation",
    "Measure",
    "Membership",
    "MorningCheck",
    "Patient",
    "Review",
    "Role",
    "SetLog",
    "Side",
    "StageChange",
    "Standing",
    "TrainingSession",
    "WhatIf",
)
