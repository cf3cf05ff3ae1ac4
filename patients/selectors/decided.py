"""What of the clinicians' decisions patients are told of by a notice."""

from django.db.models import F

from patients.models import Review, StageChange

WHOSE = "assignment__patient__user__reminders"


def decisions_told(since, until, **whose):
    """[(assignment, at)]: a stage changed, or a suggestion was declined, after `since` and by `until`, and nobody has
    undone it. What began a programme is no decision."""
    changes = StageChange.objects.exclude(at=F("assignment__assigned_at"))
    changes = changes.filter(at__gt=since, at__lte=until, **whose).select_related(WHOSE)
    declined = Review.objects.decided().filter(decision=Review.Decision.DECLINED, **whose)
    declined = declined.filter(decided_at__gt=since, decided_at__lte=until).select_related(WHOSE)
    return [(row.assignment, row.at) for row in changes] + [(row.assignment, row.decided_at) for row in declined]
