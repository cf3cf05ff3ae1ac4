"""Moving a patient to another version of the programme."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from patients.access import record
from patients.domain.landing import landing
from patients.models import Assignment, DoseChange, Review, Standing, VersionChange
from patients.models.user import User
from patients.services.care import begin_stage
from patients.services.ends import note_ends
from patients.services.errors import Refused
from patients.services.isolation import Isolation
from patients.services.review import review_assignment
from programs.models import Prescription, ProgramVersion, Stage
from programs.selectors import stages_of

_MOVED_MEANWHILE = gettext_lazy("Somebody else moved the patient meanwhile. Please look again.")


@transaction.atomic
def change_version(
    assignment: Assignment,
    version: ProgramVersion,
    *,
    by: User,
    now: dt.datetime,
    reason: str = "",
    stage: Stage | None = None,
    seen: int | None = None,
) -> Review | None:
    """The rules, doses and stages of `version` hold from now on. The patient stays in the same stage for as long as it
    has lasted already; where the new version does not have it as it was (`landing`), in the `stage` that the clinician
    chose, from today on. Doses set for this patient go along where the exercise is in that stage of both. `seen` is the
    id of the stage that whoever decides saw. Refused for a draft, for another programme, without a choice where one is
    needed, and when somebody moved the patient meanwhile."""
    before = assignment.version
    if version == before:
        return None
    here = assignment.standing.stage
    if seen not in (None, here.pk):
        raise Refused(_MOVED_MEANWHILE)
    kept = _landing(here, before, version, stage)
    moved = Assignment.objects.active().filter(pk=assignment.pk, version=before).update(version=version)
    if not moved:
        raise Refused(_("Somebody else changed the programme of this patient meanwhile. Please look again."))
    if not Standing.objects.filter(assignment=assignment, stage=here).update(updated_at=now):
        raise Refused(_MOVED_MEANWHILE)
    carried = _carried_doses(assignment, before, version)
    assignment.version = version
    if kept is not None:
        Standing.objects.filter(assignment=assignment).update(stage=kept)
        assignment.standing.stage = kept
    elif stage is not None:
        begin_stage(assignment, stage, by=by, reason=reason.strip(), now=now)
    for change, prescription in carried:
        _carry(assignment, change, prescription, by, now)
    note_ends(assignment)
    VersionChange.objects.create(
        assignment=assignment, before=before, after=version, reason=reason.strip(), by=by, at=now
    )
    record(by, "version.changed", assignment.patient, assignment.public_id)
    return review_assignment(assignment, now)


def _landing(here: Stage, before: ProgramVersion, version: ProgramVersion, chosen: Stage | None) -> Stage | None:
    """The stage of `version` that is kept; None where it is the `chosen` one."""
    if version.is_draft or version.program_id != before.program_id:
        raise Refused(_("Please choose a published version of the same programme."))
    kept = landing(here, stages_of(version))
    if kept is None and (chosen is None or chosen.version_id != version.pk):
        raise Refused(_("%(version)s has not got this stage as it was. Please choose a stage.") % {"version": version})
    return kept


@dataclass(frozen=True)
class Move:
    """One of several: `seen` and `stage` as of `change_version`."""

    assignment: Assignment
    seen: int | None = None
    stage: Stage | None = None


def move_patients(
    moves: Iterable[Move],
    before: ProgramVersion,
    after: ProgramVersion,
    *,
    by: User,
    now: dt.datetime,
    reason: str = "",
) -> list[str]:
    """Several patients from one version to another, each by itself: what stops one stops nobody else. Answers of each,
    in their order, why they were not moved, "" for who was."""
    isolation = Isolation()
    return [_why_not(move, before, after, by, now, reason, isolation) for move in moves]


def _why_not(
    move: Move,
    before: ProgramVersion,
    after: ProgramVersion,
    by: User,
    now: dt.datetime,
    reason: str,
    isolation: Isolation,
) -> str:
    assignment = move.assignment
    if assignment.ended_at or assignment.version_id != before.pk:
        return left_meanwhile(assignment)
    with isolation.job("change of version", assignment.pk, now) as job:
        try:
            change_version(assignment, after, by=by, now=now, reason=reason, stage=move.stage, seen=move.seen)
        except Refused as refusal:
            return str(refusal)
    return _("Something went wrong on our side. Nothing of it is stored.") if job.error else ""


def left_meanwhile(assignment: Assignment) -> str:
    """Of a patient who is not on the version any more from which somebody wanted to move them."""
    if assignment.ended_at:
        return _("The programme has ended.")
    return _("Somebody moved the patient meanwhile, to version %(n)s.") % {"n": assignment.version.number}


def _carry(assignment: Assignment, change: DoseChange, prescription: Prescription, by: User, now: dt.datetime) -> None:
    DoseChange.objects.create(
        assignment=assignment,
        prescription=prescription,
        sets=change.sets,
        target=change.target,
        load_kg=change.load_kg,
        is_measure=change.is_measure,
        until_on=change.until_on,
        reason=change.reason,
        by=by,
        at=now,
        first_by=change.first_by or change.by,
        first_at=change.first_at or change.at,
    )


def _carried_doses(
    assignment: Assignment, before: ProgramVersion, after: ProgramVersion
) -> list[tuple[DoseChange, Prescription]]:
    """Pairs of a dose that was set for this patient and the prescription of the same exercise in the same stage."""
    changes = assignment.doses_set()
    new = {(one.stage.key, one.exercise_id): one for one in _prescriptions(after)}
    pairs = [
        (changes[one.pk], new.get((one.stage.key, one.exercise_id)))
        for one in _prescriptions(before)
        if one.pk in changes
    ]
    return [(change, prescription) for change, prescription in pairs if prescription]


def _prescriptions(version: ProgramVersion) -> QuerySet[Prescription]:
    return Prescription.objects.filter(stage__version=version).select_related("stage")
