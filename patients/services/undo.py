"""Taking a decision back within minutes, before the patient is told of it.

The rows of the decision stay and hold no more, so that what held before holds again since when it did: the stage with
its date, days and baseline, a ceiling with its date, half for now with the sessions it has had. A programme that had
ended goes on.
"""

import datetime as dt
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from patients.access import record
from patients.models import (
    Assignment,
    Directive,
    DoseChange,
    Easing,
    Ending,
    Review,
    StageChange,
    Undo,
    VersionChange,
)
from patients.models.user import User
from patients.services.care import ended_as
from patients.services.errors import Refused
from patients.services.standing import rebuild_standing
from programs.constraints import broke

Row = StageChange | Review | VersionChange | Directive | DoseChange | Easing | Ending
KINDS: dict[str, type[Row]] = {
    "stage": StageChange,
    "review": Review,
    "version": VersionChange,
    "directive": Directive,
    "dose": DoseChange,
    "easing": Easing,
    "end": Ending,
}
TOGETHER = ((StageChange, Review, Easing), (VersionChange, DoseChange))  # what one decision writes at one moment
WITH_A_VERSION = (VersionChange, DoseChange, StageChange)  # the stage where the patient was moved to another one
OF_THE_STAGE = (StageChange, Review, VersionChange)
LONG = 19  # digits of an id that no database holds
ASKED_OTHERWISE = (StageChange, VersionChange, DoseChange, Easing)  # a session since was asked and measured by these


@transaction.atomic
def undo_decision(assignment: Assignment, act: str, *, by: User, now: dt.datetime) -> Undo:
    """Takes back one decision whole, with all the rows it wrote; `act` names one of them, as "stage:12". The same once
    more changes nothing. Refused after ten minutes, for what began the programme, when the same was decided anew since,
    and when the patient has trained on it since: such a session was asked for and measured otherwise, so that a new
    decision is the truer record."""
    row = _row_of(assignment, act)
    undone = assignment.undos.filter(decided_at=_at(row)).first() if row.undone_at else None
    if undone:
        return undone
    if now >= _at(row) + Undo.WITHIN:
        raise Refused(_("Ten minutes are over and the patient may have read it. Please decide anew: both stay."))
    rows = _whole(assignment, row)
    _refuse_if_ended_since(assignment, row)
    _refuse_if_decided_since(assignment, rows, by)
    _refuse_if_trained_since(assignment, rows)
    for one in rows:
        if not _every(type(one)).filter(pk=one.pk, undone_at=None).update(undone_at=now):
            raise Refused(_("Somebody else undid this at the same moment. Please look again."))
    _back_to_version(assignment, rows)
    if isinstance(row, Ending):
        _go_on(row)
    undo = Undo.objects.create(assignment=assignment, act=act, decided_at=_at(row), at=now, by=by)
    record(by, "decision.undone", assignment.patient, act)
    rebuild_standing(assignment, now, _answered(assignment, _at(row)))
    return undo


def _every(kind: type[Row]) -> Any:
    return getattr(kind, "everything", Review.objects)


def _in_force(kind: type[Row], assignment: Assignment) -> Any:
    """Of one assignment, with `made_at` and `made_by`, which a review calls otherwise."""
    rows: Any = Review.objects.decided() if kind is Review else kind.objects
    names = ("decided_at", "decided_by") if kind is Review else ("at", "by")
    return rows.filter(assignment=assignment).annotate(made_at=F(names[0]), made_by=F(names[1]))


def _at(row: Row) -> dt.datetime:
    at = row.decided_at if isinstance(row, Review) else row.at
    assert at is not None
    return at


def _by(row: Row) -> User:
    by = row.decided_by if isinstance(row, Review) else row.by
    assert by is not None
    return by


def _row_of(assignment: Assignment, act: str) -> Row:
    kind, _colon, pk = act.partition(":")
    of_kind = _every(KINDS[kind]).filter(assignment=assignment) if kind in KINDS else Review.objects.none()
    row: Row | None = of_kind.filter(pk=pk).first() if pk.isdecimal() and len(pk) < LONG else None
    if row is None or (isinstance(row, Review) and row.decided_at is None):
        raise Refused(_("This decision is not here. Please look again."))
    if _at(row) == assignment.assigned_at:
        raise Refused(_("This is how the programme began. Please decide anew."))
    return row


def _whole(assignment: Assignment, row: Row) -> list[Row]:
    """All rows in force that were written with `row`."""
    kinds: tuple[type[Row], ...] = next((kinds for kinds in TOGETHER if type(row) in kinds), ())
    if isinstance(row, WITH_A_VERSION) and _made_with(assignment, row, (VersionChange,)):
        kinds = WITH_A_VERSION
    return _made_with(assignment, row, kinds) or [row]


def _made_with(assignment: Assignment, row: Row, kinds: tuple[type[Row], ...]) -> list[Row]:
    made = {"made_at": _at(row), "made_by": _by(row).pk}
    return [one for kind in kinds for one in _in_force(kind, assignment).filter(**made)]


def _refuse_if_ended_since(assignment: Assignment, row: Row) -> None:
    if not isinstance(row, Ending) and assignment.endings.exists():
        raise Refused(_("The programme has ended since. Undo that first."))


def _refuse_if_decided_since(assignment: Assignment, rows: list[Row], by: User) -> None:
    for row in rows:
        for kind in OF_THE_STAGE if isinstance(row, OF_THE_STAGE) else (type(row),):
            since = _in_force(kind, assignment).exclude(pk__in=[one.pk for one in rows if type(one) is kind])
            later = Q(made_at__gt=_at(row)) | Q(made_at=_at(row), pk__gt=row.pk if kind is type(row) else 0)
            newer = since.filter(later, **_same_thing(row)).order_by("-made_at", "-pk").first()
            if newer and _by(newer) == by:
                raise Refused(_("You have decided on the same since. Undo that first, or decide anew."))
            if newer:
                raise Refused(_("%(name)s has decided on the same since. Please look again.") % {"name": _by(newer)})


def _same_thing(row: Row) -> dict[str, Any]:
    if isinstance(row, Directive):
        return {"kind": row.kind}
    return {"prescription": row.prescription_id} if isinstance(row, DoseChange) else {}


def _refuse_if_trained_since(assignment: Assignment, rows: list[Row]) -> None:
    asked = [row for row in rows if isinstance(row, ASKED_OTHERWISE)]
    stages = [row.stage_id for row in asked if isinstance(row, StageChange)]
    versions = [row.after_id for row in asked if isinstance(row, VersionChange)]
    for row in asked:
        under_it = Q(performed_at__gt=_at(row)) | Q(stage__in=stages) | Q(stage__version__in=versions)
        if assignment.sessions.valid().filter(under_it, received_at__gt=_at(row)).exists():
            raise Refused(
                _("The patient has logged a session since, as you had decided. Please decide anew: both stay.")
            )


def _back_to_version(assignment: Assignment, rows: list[Row]) -> None:
    for change in rows:
        if isinstance(change, VersionChange):
            running = Assignment.objects.active().filter(pk=assignment.pk, version=change.after_id)
            if not running.update(version=change.before_id):
                raise Refused(_("Somebody else changed the programme of this patient meanwhile. Please look again."))
            assignment.version = change.before


def _go_on(ending: Ending) -> None:
    """As if it had not ended: what was entered meanwhile counts, for the standing is made anew from the rows."""
    if ending.assignment.patient.discharges.in_force().exists():
        raise Refused(_("The patient is discharged. Undo that, and the programme goes on."))
    ended = Assignment.objects.filter(pk=ending.assignment_id, ended_at=ending.at)
    try:
        with transaction.atomic():
            goes_on = ended.update(**ended_as(None))
    except IntegrityError as error:
        if not broke(error, Assignment, "one_active_assignment"):
            raise
        raise Refused(_("Another programme has begun since. Please look again.")) from error
    if not goes_on:
        raise Refused(_("Somebody else changed the programme of this patient meanwhile. Please look again."))


def _answered(assignment: Assignment, at: dt.datetime) -> Review | None:
    """The answer that was open when the decision was made."""
    return assignment.reviews.filter(Q(decided_at=at) | Q(superseded_at=at)).order_by("-created_at", "-pk").first()
