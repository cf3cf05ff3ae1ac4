"""Putting right what was entered, whatever its kind: it is taken out, and entered again where there is something to
say instead. Both rows stay, and the last word about a day counts."""

import datetime as dt
from collections.abc import Callable
from dataclasses import asdict
from functools import partial
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from patients.access import record
from patients.domain.entries import AwayEntry, MeasureEntry, NoteEntry
from patients.models import (
    Activity,
    Assignment,
    Away,
    DayReason,
    Intake,
    Measure,
    MorningCheck,
    Note,
    Review,
    TrainingSession,
)
from patients.models.user import User
from patients.services import receipt
from patients.services.adjust import write_note
from patients.services.day import answer_intake, log_activity, note_day_reason, note_intakes
from patients.services.doubles import look_again
from patients.services.errors import Refused
from patients.services.lock import lock_log
from patients.services.log import log_session, record_morning, say_away
from patients.services.measure import give_measure, record_measure
from patients.services.review import review_entry

Row = TrainingSession | MorningCheck | Activity | DayReason | Intake | Measure | Away | Note
MOST_WORDS = 300


@transaction.atomic
def take_out(row: Row, *, by: User, now: dt.datetime, reason: str = "") -> Review | None:
    """Takes a wrong entry out of all that is read, and evaluates anew; the row stays. Refused when it was taken out
    already, and, of anybody but the patient, without a reason: the patient reads it."""
    _void(row, by, now, reason)
    return review_entry(row.assignment, now)


@transaction.atomic
def put_right(row: Row, entry: Any, *, by: User, now: dt.datetime, reason: str = "") -> tuple[Row, bool]:
    """Takes `row` out and writes `entry`, of the same kind, instead: both or neither. Returns (row, created); the same
    client id again answers with the first. Refused as `take_out` and as the entry itself would be.

    A clinician who corrects a morning vouches for it: it is not late. A patient's correction is, from the next day on.
    """
    first = _sent_before(row, entry)
    if first:
        return first, False
    _void(row, by, now, reason)
    written, created = _enter(row, entry, by)(by=by, now=now)
    if not created:  # it stood beside the wrong one already
        if receipt.of_entry(written, created, entry) == receipt.CONFLICT:
            raise Refused(_("Of that day there is another answer. Please put that one right instead."))
        review_entry(row.assignment, now)
    return written, created


def _void(row: Row, by: User, now: dt.datetime, reason: str) -> None:
    assignment = row.assignment
    reason = reason.strip()
    if by.pk != assignment.patient.user_id and not reason:
        raise Refused(_("Please say why it was wrong. The patient reads it."))
    if len(reason) > MOST_WORDS:
        raise Refused(_("This reason is too long. Please keep it under 300 characters."))
    lock_log(assignment)
    valid = type(row)._default_manager.filter(pk=row.pk, voided_at=None)
    if not valid.update(voided_at=now, voided_by=by, void_reason=reason):
        raise Refused(_("This entry has already been taken out."))
    if isinstance(row, Intake):
        note_intakes(assignment)
    if isinstance(row, TrainingSession):
        look_again(assignment, row, now)
    record(by, f"{KINDS[type(row)]}.voided", assignment.patient, _subject(row))


def _subject(row: Row) -> Any:
    return getattr(row, "client_id", None) or row.assignment.public_id


def _sent_before(row: Row, entry: Any) -> Any:
    client_id = getattr(entry, "client_id", None)
    sent = {"client_id": client_id, "assignment": row.assignment}
    return type(row)._default_manager.filter(**sent).first() if client_id else None


def _enter(row: Row, entry: Any, by: User) -> Callable[..., tuple[Any, bool]]:
    """The verb that writes `entry`, wanting who and when."""
    assignment = row.assignment
    if isinstance(row, MorningCheck):
        return partial(record_morning, assignment, entry, vouched=by.pk != assignment.patient.user_id)
    return partial(ENTER[type(row)], assignment, entry)


def _measure(assignment: Assignment, entry: MeasureEntry, *, by: User, now: dt.datetime) -> tuple[Measure, bool]:
    """A patient gives what can be asked on the phone; a clinician notes every kind."""
    if by.pk == assignment.patient.user_id:
        return give_measure(assignment, entry, by=by, now=now)
    given = asdict(entry)
    del given["capture"]  # nobody's phone: it is noted at the desk
    return record_measure(assignment, **given, by=by, now=now)


def _away(assignment: Assignment, entry: AwayEntry, *, by: User, now: dt.datetime) -> tuple[Away, bool]:
    days = {"from_on": entry.from_on, "to_on": entry.to_on}
    return say_away(assignment, **days, by=by, now=now, capture=entry.capture)


def _note(assignment: Assignment, entry: NoteEntry, *, by: User, now: dt.datetime) -> tuple[Note, bool]:
    return write_note(assignment, entry.text, by=by, now=now)


KINDS: dict[type[Row], str] = {
    TrainingSession: "session",
    MorningCheck: "morning",
    Activity: "activity",
    DayReason: "reason",
    Intake: "intake",
    Measure: "measure",
    Away: "away",
    Note: "note",
}
ENTER: dict[type[Row], Callable[..., tuple[Any, bool]]] = {
    TrainingSession: log_session,
    Activity: log_activity,
    DayReason: note_day_reason,
    Intake: answer_intake,
    Measure: _measure,
    Away: _away,
    Note: _note,
}
