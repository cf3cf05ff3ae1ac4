"""Noting what sessions and mornings do not carry, and a clinician's confirmation."""

from django.db import transaction
from django.utils.translation import gettext as _

from patients.access import record
from patients.models import Measure
from patients.services.errors import Refused
from patients.services.review import review_assignment
from programs.progression import stored
from programs.progression.schema import NotValid


@transaction.atomic
def record_measure(assignment, *, kind, value, on, by, now, side=""):
    """Notes one number of a local date and evaluates anew; the same number of the same person once more changes
    nothing. Refused for an unknown kind, a value off its scale, a day that has not come."""
    if on > assignment.patient.today(now):
        raise Refused(_("That day has not come yet."))
    try:
        stored.measure({"kind": kind, "on": on.isoformat(), "value": float(value), "side": side or None}, "measure")
    except NotValid as fault:
        raise Refused(_("This cannot be noted: choose a kind from the list and a value on its scale.")) from fault
    made, new = Measure.objects.standing().get_or_create(
        assignment=assignment, kind=kind, on=on, value=value, side=side, noted_by=by, defaults={"at": now}
    )
    if not new:
        return made
    record(by, "measure.noted", assignment.patient, assignment.public_id)
    review_assignment(assignment, now)
    return made


@transaction.atomic
def void_measure(measure, *, by, now):
    """Takes a wrong number out of what the rules read; the row stays. Refused when it was taken out already."""
    done = Measure.objects.standing().filter(pk=measure.pk).update(voided_at=now, voided_by=by)
    if not done:
        raise Refused(_("This was taken out already."))
    record(by, "measure.voided", measure.assignment.patient, measure.assignment.public_id)
    return review_assignment(measure.assignment, now)
