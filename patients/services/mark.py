""" "Done" and "remind me on": what a clinician says of a reason that stands in the caseload."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from patients.access import record
from patients.domain import triage
from patients.domain.standing_records import Mark, to_json
from patients.models import Assignment, Standing, TriageMark
from patients.models.user import User
from patients.services.checked import checked
from patients.services.errors import Refused

MARKS_KEPT = 20
FARTHEST = dt.timedelta(days=366)


@transaction.atomic
def mark_triage(
    assignment: Assignment, about: str, *, by: User, now: dt.datetime, until: dt.date | None = None, note: str = ""
) -> TriageMark:
    """Notes that the reason `about` was dealt with, or is to come back on the local date `until`.

    The same reason since the same moment is quiet then; a new one speaks at once. Refused for a flag, which a
    clinician closes, for answers of the start, which one marks seen, and for a message with words of danger, which one
    reads; for a reason that no longer stands; and for a
    day that is past or more than a year away. The same mark of the same person once more changes nothing.
    """
    today = assignment.patient.today(now)
    if until and not today <= until <= today + FARTHEST:
        raise Refused(_("Please choose a day from today on, within a year."))
    Standing.objects.filter(pk=assignment.standing.pk).update(updated_at=now)  # the one who marks next waits here
    assignment.standing.refresh_from_db(fields=["marks"])
    reason = _standing_reason(assignment, about, now)
    latest = assignment.triage_marks.filter(about=about, since=reason.since).select_related("by").first()
    if latest and (latest.until, latest.note, latest.by) == (until, note.strip(), by):
        return latest
    mark = TriageMark(
        assignment=assignment, about=about, since=reason.since, until=until, note=note.strip(), at=now, by=by
    )
    checked(mark).save()
    assignment.standing.marks = marks_of(assignment)
    assignment.standing.save(update_fields=["marks"])
    record(by, "triage.marked", assignment.patient, assignment.public_id)
    return mark


def _standing_reason(assignment: Assignment, about: str, now: dt.datetime) -> triage.Reason:
    found = [one for one in triage.reasons_of(assignment.standing, assignment.patient, now) if one.about == about]
    if not found:
        raise Refused(_("This has changed meanwhile. Please look again."))
    if found[0].code == "intake":
        raise Refused(_("Answers of the start are not set aside. Mark them as seen on the patient’s page."))
    if found[0].code == "danger":
        raise Refused(_("This message is not set aside. Read it on the patient’s page."))
    if found[0].is_flag:
        raise Refused(_("A flag is not set aside. Speak to the patient and close it on the patient’s page."))
    return found[0]


def marks_of(assignment: Assignment) -> dict[str, dict[str, Any]]:
    """The latest mark of each reason, as the line keeps it."""
    marks = list(assignment.triage_marks.select_related("by")[:MARKS_KEPT])
    return {
        mark.about: to_json(Mark(mark.since, mark.until, mark.at, mark.by.get_short_name(), mark.note))
        for mark in reversed(marks)
        if mark.since
    }
