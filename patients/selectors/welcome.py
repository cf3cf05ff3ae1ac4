"""What is known at the start: what a physio usually assigns, and whether a patient has begun."""

from patients.models import Assignment


def usual_version(user, versions):
    """Of the assignable `versions`, the one whose programme `user` assigned last; the first when there is none."""
    last = Assignment.objects.filter(assigned_by=user).order_by("-assigned_at").values("version__program")[:1]
    return versions.filter(program__in=last).first() or versions.first()


def is_new(patient):
    """Whether the patient has a programme and nothing logged in it."""
    running = patient.assignments.active().select_related("standing").first()
    return bool(running) and running.standing.last_session_on is None and running.standing.last_morning_on is None
