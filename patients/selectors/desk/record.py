"""What a page says about the end of a patient's care."""

import datetime as dt
from dataclasses import dataclass
from math import ceil

from patients.access import has_open_alarm, running_assignment
from patients.models import Assignment, Discharge, Patient, Undo

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
