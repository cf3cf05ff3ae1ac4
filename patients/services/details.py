"""What tells a patient apart, and whom to call beside them: checked whoever hands it in."""

import datetime as dt
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from patients.domain.names import plain_record_number
from patients.models import Asked, Clinic, Patient
from patients.services.checked import checked
from patients.services.errors import Refused
from patients.wording import birth_date_fault
from programs.constraints import broke

DETAILS = (
    *("born_on", "record_number", "phone", "emergency_name", "emergency_phone"),
    *("gp_name", "gp_practice", "gp_phone"),
)


class RecordNumberTaken(Refused):
    """Another patient of the clinic, `whose`, has this record number."""

    code = "taken"

    def __init__(self, whose: Patient) -> None:
        super().__init__(_("This record number is that of %(name)s.") % {"name": whose.name})
        self.whose = whose


def with_record_number(clinic: Clinic, number: str, *, but: Patient | None = None) -> Patient | None:
    """Who has this record number in the clinic, whatever its case."""
    if not number:
        return None
    return clinic.patients.filter(record_number__iexact=number).exclude(pk=but.pk if but else 0).first()


def save_checked(patient: Patient, values: dict[str, Any], *, now: dt.datetime) -> None:
    """Saves the row with `values`, name and `DETAILS` among them. Refused for a date of birth that nobody has, for what
    the clinic requires and is missing, and as RecordNumberTaken, at the same moment included."""
    for name, value in values.items():
        setattr(patient, name, plain_record_number(value) if name == "record_number" else value)
    checked(patient)
    if patient.born_on and (fault := birth_date_fault(patient.born_on, patient.today(now))):
        raise Refused(fault)
    clinic = patient.clinic
    if clinic.ask_born_on == Asked.MUST and not patient.born_on:
        raise Refused(_("This clinic asks for the date of birth."))
    if clinic.ask_record_number == Asked.MUST and not patient.record_number:
        raise Refused(_("This clinic asks for its own record number."))
    try:
        with transaction.atomic():
            patient.save()
    except IntegrityError as error:
        whose = with_record_number(clinic, patient.record_number, but=patient)
        if whose is None or not broke(error, Patient, "record_number_once_a_clinic"):
            raise
        raise RecordNumberTaken(whose) from None
