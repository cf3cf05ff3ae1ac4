"""Until when it was meant, what a physio set for one patient: kept in the line that lists read.

On the day nothing changes by itself: to lift a hold, a pause or a smaller dose asks more of the patient, and that is a
clinician's to decide. The list says that it has passed.
"""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from patients.models import Assignment, Directive, Standing
from patients.services.errors import Refused
from programs.models import Stage

DOSE = "dose"  # beside the kinds of directives


def refuse_past_end(assignment: Assignment, until_on: dt.date | None, now: dt.datetime) -> None:
    if until_on is not None and until_on < assignment.patient.today(now):
        raise Refused(_("This day is past. Please choose a day from today on."))


def ends_of(assignment: Assignment, stage: Stage) -> dict[str, Any]:
    """The first end of what holds in this stage, and of what it is; both None where nothing has one."""
    given = assignment.directives.filter(kind__in=Directive.WITH_AN_END).order_by("at", "pk")
    doses = assignment.dose_changes.filter(prescription__stage=stage).order_by("at", "pk")
    latest: dict[str | int, tuple[str, dt.date | None]] = {one.kind: (one.kind, one.until_on) for one in given}
    latest |= {one.prescription_id: (DOSE, one.until_on) for one in doses}
    ends = [(until_on, kind) for kind, until_on in latest.values() if until_on]
    until_on, kind = min(ends, default=(None, None))
    return {"ends_on": until_on, "ends_kind": kind}


def note_ends(assignment: Assignment) -> None:
    standing = assignment.standing
    ends = ends_of(assignment, standing.stage)
    if (standing.ends_on, standing.ends_kind) == (ends["ends_on"], ends["ends_kind"]):
        return
    Standing.objects.filter(assignment=assignment).update(**ends)
    standing.ends_on, standing.ends_kind = ends["ends_on"], ends["ends_kind"]
