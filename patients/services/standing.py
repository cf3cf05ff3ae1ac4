"""Making a `Standing` again from the rows it was derived from."""

import datetime as dt
from typing import Any

from django.db import transaction

from patients import engine
from patients.domain.standing_records import days_to_keep, to_json
from patients.models import Assignment, DirectiveKind, Review, StageChange, Standing
from patients.services.contact import contact_of
from patients.services.day import intake_unseen_since
from patients.services.ends import ends_of
from patients.services.mark import marks_of
from patients.services.review import declined_then, review_assignment
from programs.models import Stage


@transaction.atomic
def rebuild_standing(assignment: Assignment, now: dt.datetime, answered: Review | None = None) -> Standing:
    """Derives the standing of an assignment anew: stage and baseline from the latest stage change, what was declined
    from the latest declined review, contact, marks, pause and ends from their rows, everything else from a fresh
    evaluation. Where it answers as the `Review` that is open, or as `answered`, it has said so since then. Returns the
    `Standing`."""
    change = assignment.stage_changes.select_related("stage")[0]
    review = answered or Review.objects.open().filter(assignment=assignment).first()
    stage = _in_the_version(assignment, change.stage)
    basics = {
        "stage": stage,
        "stage_started_on": change.started_on,
        "baseline": change.baseline,
    }
    basics |= contact_of(assignment) | pause_of(assignment) | ends_of(assignment, stage)
    basics["marks"] = marks_of(assignment)
    basics["intake_at"] = intake_unseen_since(assignment)
    answer = {"outcome": review.outcome, "because": review.because, "since": review.since} if review else {}
    declined = _declined(assignment, change)
    standing, _made = Standing.objects.update_or_create(
        assignment=assignment, defaults={**basics, **answer, "declined": declined}
    )
    assignment.standing = standing
    review_assignment(assignment, now)
    return assignment.standing


def _in_the_version(assignment: Assignment, stage: Stage) -> Stage:
    """The stage in the version that the patient is on now. Without it the patient was moved when a number was all that
    a stage had."""
    stages = assignment.version.stages
    return stages.filter(key=stage.key).first() or stages.get(position=stage.position)


def pause_of(assignment: Assignment) -> dict[str, dt.datetime | None]:
    """Since when the programme is paused, or when it went on after a pause; both None when it never was."""
    latest = assignment.directives.filter(kind=DirectiveKind.PAUSE).first()
    if latest is None:
        return {"paused_at": None, "resumed_at": None}
    return {"paused_at": latest.at if latest.value else None, "resumed_at": None if latest.value else latest.at}


def _declined(assignment: Assignment, change: StageChange) -> dict[str, Any] | None:
    """What the latest decline of this stage was about, and the latest red and qualifying day it had seen."""
    kept = assignment.reviews.decided().filter(decision__in=Review.STAYS, decided_at__gte=change.at)
    review = kept.order_by("-decided_at").first()
    if review is None or review.decided_at is None:
        return None
    return to_json(declined_then(review, review.decided_at, days_to_keep(engine.read_again(review))))
