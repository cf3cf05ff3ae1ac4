"""Who works in a clinic, as what, and who looks after how many."""

from dataclasses import dataclass, field

from allauth.mfa.models import Authenticator
from django.contrib.auth import get_user_model
from django.db.models import Count, Q, QuerySet

from patients.models import Clinic, Membership, Patient, Role
from patients.models.clinic import PatientQuerySet
from patients.models.user import User


@dataclass
class Member:
    """Somebody of a clinic: a membership a role, of how many patients they are the physio there, and whether they have
    a second factor."""

    user: User
    memberships: list[Membership] = field(default_factory=list)
    patients: int = 0
    has_second_factor: bool = False

    @property
    def roles(self) -> set[str]:
        return {one.role for one in self.memberships}

    @property
    def lacks(self) -> list[Role]:
        """Roles that they may still be given."""
        return [role for role in Role if role not in self.roles]

    @property
    def pk(self) -> int:
        """That of any membership of theirs: it names them in an address."""
        return self.memberships[0].pk


def team_of(clinic: Clinic) -> list[Member]:
    """Who works in the clinic now, by name; three queries."""
    found: dict[int, Member] = {}
    for one in clinic.memberships.current().select_related("user").order_by("user__name", "user", "role"):
        found.setdefault(one.user_id, Member(one.user)).memberships.append(one)
    theirs = clinic.patients.order_by().values_list("physio").annotate(n=Count("pk"))
    for user_id, count in theirs.filter(physio__in=found):
        found[user_id].patients = count
    for user_id in second_factors().filter(user__in=found).values_list("user", flat=True):
        found[user_id].has_second_factor = True
    return list(found.values())


def physios_with_patients(user: User) -> list[User]:
    """Who is the physio of anybody in care of `user`, and `user`, by name; somebody who has left may still be."""
    theirs = Patient.objects.in_care_of(user).values("physio")
    return list(get_user_model().objects.filter(Q(pk__in=theirs) | Q(pk=user.pk)).order_by("name"))


def patients_of(user: User, physio: User) -> PatientQuerySet:
    """The patients in care of `user` whose physio is another one, or the same, by name."""
    return Patient.objects.in_care_of(user).filter(physio=physio).select_related("clinic").order_by("name")


def second_factors() -> QuerySet[Authenticator]:
    """Recovery codes alone are no second factor."""
    return Authenticator.objects.exclude(type=Authenticator.Type.RECOVERY_CODES)
