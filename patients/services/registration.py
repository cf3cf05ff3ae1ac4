"""A new patient in one act: account, programme, sign-in link. All of it or nothing."""

import datetime as dt
from typing import Any

from django.db import transaction

from patients.models import Patient
from patients.models.user import User
from patients.services.care import add_patient, assign_program
from patients.services.invite import invite


@transaction.atomic
def register_patient(
    person: dict[str, Any], start: dict[str, Any], *, by: User, now: dt.datetime
) -> tuple[Patient, str]:
    """`person` and `start` are what `add_patient` and `assign_program` take, by name. Returns (patient, link's secret).

    Refused as those two refuse.
    """
    patient = add_patient(by=by, now=now, **person)
    assign_program(patient=patient, by=by, now=now, **start)
    return patient, invite(patient, by=by, now=now)
