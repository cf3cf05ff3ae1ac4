"""Making a `Standing` again from the rows it was derived from."""

from django.db import transaction

from patients.models import Review, Standing
from patients.services.review import latest, recent_days, review_assignment
from programs.progression import stored
from programs.progression.reading import read


@transaction.atomic
def rebuild_standing(assignment, now):
    """Derives the standing of an assignment anew: stage and baseline from the latest stage change, what was declined
    from the latest declined review, everything else from a fresh evaluation. Returns the `Standing`."""
    change = assignment.stage_changes.first()
    review = Review.objects.open().filter(assignment=assignment).first()
    basics = {"stage": change.stage, "stage_started_on": change.started_on, "baseline": change.baseline}
    answer = {"outcome": review.outcome, "because": review.because, "since": review.since} if review else {}
    declined = _declined(assignment, change)
    standing, _made = Standing.objects.update_or_create(
        assignment=assignment, defaults={**basics, **answer, "declined": declined}
    )
    assignment.standing = standing
    review_assignment(assignment, now)
    return assignment.standing


def _declined(assignment, change):
    """What the latest decline of this stage was about, and the latest red and qualifying day it had seen."""
    review = assignment.reviews.filter(decision=Review.Decision.DECLINED, decided_at__gte=change.at).first()
    if review is None:
        return None
    history = stored.history_from_json(review.inputs)
    days = recent_days(read(stored.rules_from_json(assignment.version.rules), history))
    return {
        "says": [review.outcome, review.because, review.target],
        "at": review.decided_at.isoformat(),
        "latest_red": latest(days, "red"),
        "latest_qualifying": latest(days, "qualifies"),
    }
