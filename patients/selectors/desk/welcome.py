"""What a physio usually assigns."""

from patients.models import Assignment


def usual_version(user, versions):
    """Of the assignable `versions`, the one whose programme `user` assigned last; the first when there is none."""
    last = Assignment.objects.filter(assigned_by=user).order_by("-assigned_at").values("version__program")[:1]
    return versions.filter(program__in=last).first() or versions.first()
