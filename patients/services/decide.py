"""A clinician's decision on what the engine said.

State changes are conditional updates whose row count is checked, because row locks do nothing on SQLite: of two
clinicians at once one wins and the other is told.
"""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from patients import engine
from patients.access import record
from patients.domain import standing_records
from patients.domain.standing_records import to_json
from patients.models import Assignment, ContactKind, Review
from patients.models.user import User
from patients.services.adjust import ease_dose
from patients.services.care import change_stage
from patients.services.contact import note_contact
from patients.services.errors import Refused
from patients.services.review import declined_then, review_assignment
from programs.models import Stage

EASED_SESSIONS = 3  # our choice: as many calm days settle a flare


def decide(
    assignment: Assignment,
    review: Review,
    decision: str,
    *,
    by: User,
    now: dt.datetime,
    reason: str = "",
    stage: Stage | None = None,
) -> Review | None:
    """A clinician's decision on the open review: accept it, decline it, keep the stage with half for now, or choose
    another `stage`.

    The engine runs once more: Refused when the suggestion no longer holds; Refused too when somebody decided before,
    when declining or choosing another stage lacks its reason, and for another patient's review. The same decision of
    the same person once more changes nothing.
    """
    if review.assignment_id != assignment.pk or decision not in Review.Decision.values:
        raise Refused(_("Please choose what you decide."))
    if decision != Review.Decision.ACCEPTED and not reason.strip():
        raise Refused(_("Please give a reason. The patient reads it."))
    target = _target_stage(assignment, review, decision, stage)
    with transaction.atomic():
        if not _close(review, decision, by, now, reason):
            return None
        if decision == Review.Decision.ACCEPTED:
            _refuse_if_outdated(assignment, review, now)
        record(by, f"review.{decision}", assignment.patient, review.public_id)
        note_contact(assignment, ContactKind.DECISION, now)
        if decision in Review.STAYS:
            _note_declined(assignment, review, now)
        if decision == Review.Decision.HALVED:
            ease_dose(assignment, sessions=EASED_SESSIONS, reason=reason, by=by, now=now)
        if target:
            return change_stage(assignment, target, by=by, reason=reason, now=now)
        return review_assignment(assignment, now)


def _target_stage(assignment: Assignment, review: Review, decision: str, stage: Stage | None) -> Stage | None:
    if decision == Review.Decision.OTHER_STAGE:
        if stage is None or stage.version_id != assignment.version_id:
            raise Refused(_("Please choose a stage of this programme."))
        return stage
    if decision == Review.Decision.ACCEPTED:
        if review.target is None:
            raise Refused(_("There is no stage to move to. Choose another stage, or decline."))
        return assignment.version.stages.get(position=review.target)
    return None


def _refuse_if_outdated(assignment: Assignment, review: Review, now: dt.datetime) -> None:
    if engine.ask(assignment, now).recommendation.says != (review.outcome, review.because, review.target):
        raise Refused(_("This suggestion no longer holds: new entries have come in. Please read it again."))


def _close(review: Review, decision: str, by: User, now: dt.datetime, reason: str) -> bool:
    """Whether the decision was written now; False when the same person had decided the same before."""
    closed = (
        Review.objects.open()
        .filter(pk=review.pk)
        .update(decision=decision, decided_by=by, decided_at=now, reason=reason.strip())
    )
    if closed:
        return True
    review.refresh_from_db()
    if (review.decided_by, review.decision) == (by, decision):
        return False
    if review.decided_by:
        raise Refused(
            _("%(name)s decided first: %(decision)s.")
            % {"name": review.decided_by, "decision": review.get_decision_display()}
        )
    raise Refused(_("This suggestion no longer holds: new entries have come in. Please read it again."))


def _note_declined(assignment: Assignment, review: Review, now: dt.datetime) -> None:
    days = standing_records.recent(assignment.standing)
    assignment.standing.declined = to_json(declined_then(review, now, days))
    assignment.standing.save(update_fields=["declined"])
