"""Who works in a clinic, as what."""

from dataclasses import dataclass, field

from patients.models import Clinic, Membership
from patients.models.user import User


@dataclass
class Member:
    """Somebody of a clinic with the current memberships of theirs there, one a role."""

    user: User
    memberships: list[Membership] = field(default_factory=list)


def team_of(clinic: Clinic) -> list[Member]:
    """Who works in the clinic now, by name."""
    found: dict[int, Member] = {}
    for one in clinic.memberships.current().select_related("user").order_by("user__name", "user", "role"):
        found.setdefault(one.user_id, Member(one.user)).memberships.append(one)
    return list(found.values())
