"""What a patient says beside sets and pain: activities, reasons behind a bad day, the questions of the start.

No rule reads it, so no review follows. Sending the same twice changes nothing.
"""

import datetime as dt
import uuid
from dataclasses import asdict, replace
from typing import TypeVar

from django.db import IntegrityError, transaction
from django.db.models import Manager
from django.utils.translation import gettext as _

from patients.access import record
from patients.domain.entries import ActivityEntry, IntakeEntry, ReasonEntry
from patients.domain.red_flags import red_flags
from patients.models import Activity, Assignment, DayReason, Intake
from patients.models.user import User
from patients.services.captured import columns_of, day_of, refuse_after_discharge, refuse_out_of_care, zone_of
from patients.services.checked import checked
from patients.services.errors import Refused
from programs.constraints import broke

Row = TypeVar("Row", Activity, DayReason, Intake)


def log_activity(assignment: Assignment, entry: ActivityEntry, *, by: User, now: dt.datetime) -> tuple[Activity, bool]:
    """Writes an `ActivityEntry`. Returns (activity, created). Refused: a day to come or before the programme began."""
    _refuse_wrong_day(assignment, entry, now)
    return _once(assignment.activities, "activity.logged", entry, assignment=assignment, by=by, now=now)


def note_day_reason(
    assignment: Assignment, entry: ReasonEntry, *, by: User, now: dt.datetime
) -> tuple[DayReason, bool]:
    """Writes a `ReasonEntry`; the same reason of a day once more is the first. Returns (reason, created). Refused: a
    day to come or before the programme began.

    Day and reason are what tells two apart: several buttons of one page carry one id, and each of them counts.
    """
    _refuse_wrong_day(assignment, entry, now)
    known = assignment.day_reasons.valid().filter(on=entry.on, kind=entry.kind).first()
    if known:
        return known, False
    if assignment.day_reasons.filter(client_id=entry.client_id).exists():
        entry = replace(entry, client_id=uuid.uuid4())
    return _once(assignment.day_reasons, "reason.noted", entry, assignment=assignment, by=by, now=now)


def _refuse_wrong_day(assignment: Assignment, entry: ActivityEntry | ReasonEntry, now: dt.datetime) -> None:
    if entry.on > day_of(assignment, entry.capture, now):
        raise Refused(_("That day has not come yet."))
    refuse_out_of_care(assignment, entry.on)


def answer_intake(assignment: Assignment, entry: IntakeEntry, *, by: User, now: dt.datetime) -> tuple[Intake, bool]:
    """Writes an `IntakeEntry`; new answers take the place of earlier ones, which stay as rows. Returns (intake,
    created). No answer at all is "not now": the questions were seen and are not offered again. Refused once the patient
    is discharged."""
    sent = assignment.intakes.filter(client_id=entry.client_id).first()
    if sent:
        return sent, False
    refuse_after_discharge(assignment, day_of(assignment, entry.capture, now))
    with transaction.atomic():
        assignment.intakes.valid().update(voided_at=now, voided_by=by)
        answered = _once(assignment.intakes, "intake.answered", entry, assignment=assignment, by=by, now=now)
        note_intakes(assignment)
        return answered


@transaction.atomic
def see_intake(assignment: Assignment, up_to: Intake, *, by: User, now: dt.datetime) -> int:
    """Marks the answers of the start as seen, up to the `Intake` that the clinician was shown: those too that the
    patient has changed since, or gave in an earlier programme. Returns how many were not seen before."""
    unseen = Intake.objects.filter(assignment__patient=assignment.patient, seen_at=None)
    shown = unseen.filter(received_at__lte=up_to.received_at)
    waited = list(assignment.patient.assignments.filter(intakes__in=shown).select_related("standing").distinct())
    seen = shown.update(seen_at=now, seen_by=by)
    if seen:
        for one in waited:
            note_intakes(one)
        record(by, "intake.seen", assignment.patient, up_to.client_id)
    return seen


def note_intakes(assignment: Assignment) -> None:
    """Keeps the line that lists read true about answers of the start that ask for a look."""
    assignment.standing.intake_at = intake_unseen_since(assignment)
    assignment.standing.save(update_fields=["intake_at"])


def intake_unseen_since(assignment: Assignment) -> dt.datetime | None:
    """Since when an answer of the start asks for a look that nobody has given it; changing it does not end that."""
    unseen = assignment.intakes.filter(seen_at=None)
    return min((row.received_at for row in unseen if red_flags(row)), default=None)


def _once(
    rows: Manager[Row],
    verb: str,
    entry: ActivityEntry | ReasonEntry | IntakeEntry,
    *,
    assignment: Assignment,
    by: User,
    now: dt.datetime,
) -> tuple[Row, bool]:
    """(row, created): the entry as a row of its own, or the row that came with the same id before. Refused for what the
    row cannot say."""
    values = {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(entry).items()}
    values |= columns_of(entry.capture)
    del values["capture"]
    try:
        with transaction.atomic():
            beside = {
                "logged_by": by,
                "received_at": now,
                "time_zone": zone_of(assignment, entry.capture),
            }
            row = rows.model(assignment=assignment, **beside, **values)
            checked(row).save()
            record(by, verb, assignment.patient, row.client_id)
            return row, True
    except IntegrityError as error:
        first = rows.filter(client_id=entry.client_id).first()
        if first is None or not broke(error, rows.model):
            raise
        return first, False
