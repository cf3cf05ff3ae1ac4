"""Who works where, as what, and whose patients they look after today. What it answers is read once a request, for the
user object lives as long."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from patients.domain.escalation import who_covers
from patients.models import (
    Clinic,
    Flag,
    Membership,
    Message,
    Patient,
    Role,
    Standing,
    Transfer,
)
from patients.models.user import AnyUser, User
from programs.prepared import ID, Given, prepared


def is_clinician(user: AnyUser) -> bool:
    return user.is_authenticated and bool(clinics_of(user))


def clinics_of(user: User) -> list[Clinic]:
    """The clinics `user` treats patients in now, by name; read once a request, for the user object lives as long."""
    return _work_of(user).treats_in


def clinics_run_by(user: User) -> list[Clinic]:
    """The clinics `user` is the administrator of now, by name; read with the others."""
    return _work_of(user).runs


def clinics_of_staff(user: User) -> list[Clinic]:
    """The clinics `user` has a role in now, whichever it is, by name; read with the others."""
    return sorted({*clinics_of(user), *clinics_run_by(user)}, key=lambda clinic: clinic.name)


def is_staff_member(user: AnyUser) -> bool:
    """Whether the rules for staff hold for `user`: who may open the admin, and who has a role in a clinic, whatever
    their account says."""
    return user.is_authenticated and (user.is_staff or bool(clinics_of_staff(user)))


def unread_messages(user: User) -> int:
    """How many messages of patients in care of `user` nobody has read; read with the clinics."""
    return _work_of(user).unread


def patients_to_call(user: User) -> int:
    """How many patients in care of `user` have an open alarm, answers of the start that ask for a call, or wrote words
    of danger that nobody has read; read with the clinics."""
    return _work_of(user).to_call


def covered_by(user: User, now: dt.datetime) -> list[tuple[Membership, dt.date]]:
    """Whom `user` stands in for at the instant `now`: a membership in a clinic of both, and until which day; read with
    the clinics."""
    work, found = _work_of(user), []
    for away in work.away:
        day = now.astimezone(away.clinic.zone).date()
        people = [one.as_colleague for one in (away, *work.own) if one.clinic_id == away.clinic_id]
        until = people[0].away_until(day)
        if until and who_covers(people, away.user_id, day) == user.pk:
            found.append((away, until))
    return found


def transfers_waiting(user: User) -> int:
    """How many records are offered to clinics that `user` has a role in; read with the clinics."""
    return _work_of(user).transfers


def caseloads_of(user: User, now: dt.datetime) -> Q:
    """Of patients: the own ones, and those of whom `user` stands in for."""
    return caseloads_with(user.pk, [(away.clinic_id, away.user_id) for away, _until in covered_by(user, now)])


def caseloads_with(physio: int, covered: Iterable[tuple[int, int]]) -> Q:
    """The same of the user with that id, who stands in for these (clinic, physio)."""
    return reduce(or_, [Q(clinic=clinic, physio=whom) for clinic, whom in covered], Q(physio=physio))


# Rights that the navigation asks for on each page of the desk.
RIGHTS = ("patients.view_patient", "programs.view_program", "programs.view_exercise", "programs.change_guidance")


def rights_of(user: User) -> dict[str, bool]:
    """Which of `RIGHTS` the account has, by itself or by a group, by the name without the package; read with the
    clinics of whoever works in one."""
    read = _work_of(user).rights
    if user.is_superuser or read is None:
        read = {right for right in RIGHTS if user.has_perm(right)}
    return {right.partition(".")[2]: right in read for right in RIGHTS}


@dataclass
class _Work:
    """`own` and `away` are memberships as a physio: of `user`, and of colleagues who have named somebody."""

    own: list[Membership] = field(default_factory=list)
    away: list[Membership] = field(default_factory=list)
    treats_in: list[Clinic] = field(default_factory=list)
    runs: list[Clinic] = field(default_factory=list)
    unread: int = 0
    to_call: int = 0
    transfers: int = 0
    rights: set[str] | None = None


def _work_of(user: User) -> _Work:
    known: dict[str, _Work] = vars(user)
    if "work_now" not in known:
        work, seen = _Work(), set()
        known["work_now"] = work
        for one in _own_and_covered(user=user.pk):
            if one.user_id != user.pk:
                work.away.append(one)
                continue
            work.transfers += 0 if one.clinic_id in seen else vars(one)["transfers"] or 0
            seen.add(one.clinic_id)
            work.rights = {right for right in RIGHTS if vars(one)[_as_column(right)]}
            if one.role == Role.ADMINISTRATOR:
                work.runs.append(one.clinic)
                continue
            work.own.append(one)
            work.treats_in.append(one.clinic)
            work.unread += vars(one)["unread"] or 0
            work.to_call += vars(one)["to_call"] or 0
    return known["work_now"]


@prepared(user=ID)
def _own_and_covered(user: Given) -> QuerySet[Membership]:
    """The current memberships, with what waits in their clinics."""
    here = Membership.objects.treating().filter(user=user).values("clinic")
    covered = Q(role=Role.PHYSIO, clinic__in=here) & ~Q(covers={})
    memberships = Membership.objects.current().select_related("clinic", "user").order_by("clinic__name", "pk")
    clinic = OuterRef("clinic")
    counts = {"unread": unread_of(patient__clinic=clinic), "to_call": _to_call_of(clinic)}
    counts["transfers"] = _offered_to(clinic)
    subqueries = {name: Subquery(count) for name, count in counts.items()}
    counted = memberships.annotate(**subqueries, **{_as_column(right): _has(right) for right in RIGHTS})
    return counted.filter(Q(user=user) | covered)


def _as_column(right: str) -> str:
    return right.replace(".", "_")


def _has(right: str) -> Exists:
    package, _dot, name = right.partition(".")
    rights = Permission.objects.filter(codename=name, content_type__app_label=package)
    return Exists(rights.filter(Q(user=OuterRef("user")) | Q(group__user=OuterRef("user"))).order_by())


def _offered_to(clinic: OuterRef) -> QuerySet[Transfer, Any]:
    waiting = Transfer.objects.waiting().filter(to_clinic=clinic).order_by().values("to_clinic")
    return waiting.annotate(n=Count("pk")).values("n")


def _to_call_of(clinic: OuterRef) -> QuerySet[Patient, Any]:
    flagged = Flag.objects.open().values("patient")
    answered = Standing.objects.exclude(intake_at=None).values("assignment__patient")
    wrote = Message.objects.filter(from_patient=True, seen_at=None).exclude(danger="").values("patient")
    waiting = Patient.objects.filter(Q(pk__in=flagged) | Q(pk__in=answered) | Q(pk__in=wrote), clinic=clinic)
    return waiting.order_by().values("clinic").annotate(n=Count("pk")).values("n")


def unread_of(**whose: OuterRef) -> QuerySet[Message, Any]:
    """For a subquery: how many messages of these patients nobody has read."""
    current = Patient.objects.current().values("pk")
    waiting = Message.objects.filter(from_patient=True, seen_at=None, patient__in=current, **whose)
    return waiting.order_by().values("from_patient").annotate(n=Count("pk")).values("n")
