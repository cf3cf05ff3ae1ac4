"""Who works in a clinic, as what, and who looks after how many."""

import datetime as dt
from dataclasses import dataclass, field

from allauth.mfa.models import Authenticator
from django.contrib.auth import get_user_model
from django.db.models import Count, Q, QuerySet

from patients.domain.escalation import at_work, who_covers
from patients.models import Clinic, Membership, Patient, Role
from patients.models.clinic import PatientQuerySet
from patients.models.user import User
from patients.selectors.told import rota_of


@dataclass
class Member:
    """Somebody of a clinic: a membership a role, of how many patients they are the physio there, until when they are
    away today and who stands in, and whether they have a second factor."""

    user: User
    memberships: list[Membership] = field(default_factory=list)
    patients: int = 0
    away_until: dt.date | None = None
    cover: User | None = None
    has_second_factor: bool = False

    @property
    def roles(self) -> set[str]:
        return {one.role for one in self.memberships}

    @property
    def lacks(self) -> list[Role]:
        """Roles that they may still be given."""
        return [role for role in Role if role not in self.roles]

    @property
    def as_physio(self) -> Membership | None:
        return next((one for one in self.memberships if one.role == Role.PHYSIO), None)

    @property
    def pk(self) -> int:
        """That of any membership of theirs: it names them in an address."""
        return self.memberships[0].pk


def team_of(clinic: Clinic, now: dt.datetime) -> list[Member]:
    """Who works in the clinic at the instant `now`, by name; four queries."""
    found: dict[int, Member] = {}
    for one in clinic.memberships.current().select_related("user").order_by("user__name", "user", "role"):
        found.setdefault(one.user_id, Member(one.user)).memberships.append(one)
    theirs = clinic.patients.current().order_by().values_list("physio").annotate(n=Count("pk"))
    for user_id, count in theirs.filter(physio__in=found):
        found[user_id].patients = count
    for user_id in second_factors().filter(user__in=found).values_list("user", flat=True):
        found[user_id].has_second_factor = True
    people, day = rota_of(clinic).people, now.astimezone(clinic.zone).date()
    for person in at_work(people):
        found[person.id].away_until = person.away_until(day)
        named = found.get(who_covers(people, person.id, day) or 0)
        found[person.id].cover = named and named.user
    return list(found.values())


def physios_with_patients(user: User) -> list[User]:
    """Who is the physio of anybody in care of `user`, and `user`, by name; somebody who has left may still be."""
    theirs = Patient.objects.in_care_of(user).current().values("physio")
    return list(get_user_model().objects.filter(Q(pk__in=theirs) | Q(pk=user.pk)).order_by("name"))


def patients_of(user: User, physio: User) -> PatientQuerySet:
    """The patients in care of `user` whose physio is another one, or the same, by name."""
    return Patient.objects.in_care_of(user).current().filter(physio=physio).select_related("clinic").order_by("name")


def second_factors() -> QuerySet[Authenticator]:
    """Recovery codes alone are no second factor."""
    return Authenticator.objects.exclude(type=Authenticator.Type.RECOVERY_CODES)
