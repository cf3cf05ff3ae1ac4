"""What a page says about the end of a patient's care."""

import datetime as dt
from dataclasses import dataclass
from math import ceil

from patients.access import running_assignment
from patients.models import Assignment, Discharge, Patient, Transfer, Undo
from patients.selectors.open_alarm import has_open_alarm

MINUTE = dt.timedelta(minutes=1)


@dataclass(frozen=True)
class DischargePage:
    """Before it is done: the programme that would end, whether an alarm forbids it, and the `Discharge` that is in
    force already."""

    running: Assignment | None
    alarmed: bool
    known: Discharge | None


def discharge_page(patient: Patient) -> DischargePage:
    return DischargePage(running_assignment(patient), has_open_alarm(patient), discharge_of(patient))


def discharge_of(patient: Patient) -> Discharge | None:
    """The `Discharge` that is in force."""
    return patient.discharges.in_force().select_related("by").first()


def minutes_to_undo(made: Discharge | None, now: dt.datetime) -> int:
    """How many are left, 0 where there is nothing to undo."""
    return ceil((made.at + Undo.WITHIN - now) / MINUTE) if made and made.can_be_undone(now) else 0


@dataclass(frozen=True)
class TransferPage:
    """The offer that waits, whether an alarm forbids one, and whether the patient is discharged."""

    offer: Transfer | None
    alarmed: bool
    discharged: bool


def transfer_page(patient: Patient) -> TransferPage:
    return TransferPage(
        patient.transfers.waiting().select_related("to_clinic", "asked_by").first(),
        has_open_alarm(patient),
        patient.discharges.in_force().exists(),
    )
