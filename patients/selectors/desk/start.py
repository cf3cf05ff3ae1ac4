"""What a clinic still needs before its first patient."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet

from patients.models import CannedText, Clinic, ClinicProgram, LinkKind, Membership, OneTimeLink
from patients.selectors.trouble import silence
from programs.models import ProgramVersion

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


@dataclass(frozen=True)
class Line:
    """One thing that a clinic needs, by its short name."""

    kind: str
    done: bool


def checklist(clinic: Clinic, now: dt.datetime) -> list[Line]:
    """In the order in which somebody does them. Two queries."""
    return _lines(_looked_at([clinic]).get(), loop_runs=silence(now) is None)


def left_to_do(clinics: Iterable[Clinic], now: dt.datetime) -> int:
    """How many things the clinics still need, all together. Two queries, none where there is no clinic."""
    clinics = list(clinics)
    if not clinics:
        return 0
    loop_runs = silence(now) is None
    lines = [line for clinic in _looked_at(clinics) for line in _lines(clinic, loop_runs=loop_runs)]
    return sum(not line.done for line in lines)


def awaited(clinic: Clinic) -> list[Membership]:
    """A membership of each who was invited and has never come in, by name. One query."""
    known = EmailAddress.objects.filter(verified=True).values("user")
    members = Membership.objects.current().filter(clinic=clinic, user__last_login=None).exclude(user__in=known)
    found = members.select_related("user").order_by("user__name", "user", "pk")
    return list({member.user_id: member for member in found}.values())


def _lines(clinic: Clinic, *, loop_runs: bool) -> list[Line]:
    seen = vars(clinic)
    return [
        Line("loop", loop_runs),
        Line("mail", seen["has_mail"]),
        Line("physio", seen["has_physio"]),
        Line("numbers", clinic.numbers_are_confirmed),
        Line("programme", seen["has_programme"]),
        Line("texts", seen["has_texts"]),
    ]


def _looked_at(clinics: list[Clinic]) -> QuerySet[Clinic]:
    here = {"clinic": OuterRef("pk")}
    arrived = OneTimeLink.objects.filter(kind=LinkKind.LETTER, used_at__isnull=False, **here)
    physios = Membership.objects.treating().filter(user__is_active=True, **here)
    if settings.STAFF_SECOND_FACTOR:
        physios = physios.filter(user__in=Authenticator.objects.filter(type__in=FACTORS).values("user"))
    published = ProgramVersion.objects.published().filter(program__retired_at=None).values("program")
    chosen = ClinicProgram.objects.filter(program__in=published, **here)
    return Clinic.objects.filter(pk__in=[clinic.pk for clinic in clinics]).annotate(
        has_mail=Exists(arrived),
        has_physio=Exists(physios),
        has_programme=Exists(chosen),
        has_texts=Exists(CannedText.objects.filter(**here)),
    )
