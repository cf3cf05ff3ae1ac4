"""In which time zone a patient's days and reminders are."""

from django.db import transaction
from django.utils.translation import gettext as _

from patients.access import record
from patients.models import Patient
from patients.models.user import User
from patients.services.errors import Refused
from programs.progression.time_zones import zone_names


@transaction.atomic
def follow_zone(patient: Patient, zone: str, *, by: User) -> bool:
    """Days, reminders and the calendar are in the time zone of the phone from now on; the one before is kept, to go
    back to. Returns whether that is new. What was logged keeps its day. Refused for a zone that is not known."""
    _refuse_unknown(zone)
    if zone == patient.time_zone:
        return False
    _change(patient, {"time_zone": zone, "zone_before": patient.time_zone, "zone_kept_from": ""}, by)
    return True


@transaction.atomic
def keep_zone(patient: Patient, instead_of: str, *, by: User) -> None:
    """Stays in the time zone that is kept, or goes back to the one before where the phone's, `instead_of`, is followed
    already. It is not offered again. Refused for a zone that is not known."""
    _refuse_unknown(instead_of)
    values = {"zone_kept_from": instead_of}
    if patient.zone_before and patient.time_zone == instead_of:
        values |= {"time_zone": patient.zone_before, "zone_before": ""}
    _change(patient, values, by)


def _refuse_unknown(zone: str) -> None:
    if zone not in zone_names():
        raise Refused(_("We do not know this time zone. Nothing was changed."))


def _change(patient: Patient, values: dict[str, str], by: User) -> None:
    Patient.objects.filter(pk=patient.pk).update(**values)
    for name, value in values.items():
        setattr(patient, name, value)
    record(by, "zone.set", patient)
