"""A new patient in one act: account, programme, sign-in link. All of it or nothing."""

from django.db import transaction

from patients.services.care import add_patient, assign_program
from patients.services.invite import invite


@transaction.atomic
def register_patient(person, start, *, by, now):
    """`person` and `start` are what `add_patient` and `assign_program` take, by name. Returns (patient, link's secret).

    Refused as those two refuse.
    """
    patient = add_patient(by=by, **person)
    assign_program(patient=patient, by=by, now=now, **start)
    return patient, invite(patient, by=by, now=now)
