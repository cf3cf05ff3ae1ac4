"""A clinic begins: from a secret that the server prints to a clinic whose people are invited."""

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from django.db import transaction
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from patients.access import record
from patients.domain.canned_texts import shipped
from patients.models import CannedText, Clinic, ClinicProgram, LinkKind, OneTimeLink, Role
from patients.models.user import User
from patients.services.checked import checked
from patients.services.colleague import invite_colleague, refuse_who_does_not_run
from patients.services.errors import Refused
from patients.services.invite import token_hash
from patients.services.letter import address_of, queue_account
from patients.services.link import links_of, make_link, take_link, take_own_link
from patients.wording.purpose import WORDING
from programs.models import Program

TWICE = dt.timedelta(minutes=10)


class Invited(NamedTuple):
    """Somebody who is to work in a clinic."""

    name: str
    email: str


def open_start(*, now: dt.datetime) -> str:
    """The address under which a clinic can be started, once and within a day; the one before stops working."""
    token, _link = make_link(LinkKind.START, now=now)
    return address_of("start-clinic", token)


def may_start(token: str, now: dt.datetime) -> bool:
    return links_of(LinkKind.START, token, now).exists()


@transaction.atomic
def start_clinic(
    token: str,
    clinic: Clinic,
    program: Program,
    *,
    administrator: Invited,
    treats: bool,
    physios: Sequence[Invited] = (),
    now: dt.datetime,
) -> Clinic:
    """Stores a new `clinic`, whose administrator accepts the intended purpose as it is worded now and is a physio too
    where they `treat`; with `program` chosen, our canned texts, and everybody invited. Its numbers count as typed:
    nobody has confirmed them. Refused when the secret does not work any more, for a clinic's name that there is, for a
    programme that cannot be assigned, and as `invite_colleague` refuses."""
    link = take_link(LinkKind.START, token, now)
    if link is None:
        raise Refused(_("This address has been used or is too old."))
    if Clinic.objects.filter(name=clinic.name).exists():
        raise Refused(_("There is a clinic of this name already. Please give it another."))
    if program.retired_at or not program.latest_published():
        raise Refused(_("%(programme)s cannot be assigned. Please choose another.") % {"programme": program})
    clinic.purpose_accepted, clinic.purpose_accepted_at = WORDING, now
    checked(clinic).save()
    ClinicProgram.objects.create(clinic=clinic, program=program)
    write_canned_texts(clinic)
    roles = [Role.ADMINISTRATOR, *([Role.PHYSIO] if treats else [])]
    first = invite_colleague(clinic, **administrator._asdict(), roles=roles, by=None, now=now).user
    for physio in physios:
        invite_colleague(clinic, **physio._asdict(), roles=[Role.PHYSIO], by=first, now=now)
    clinic.purpose_accepted_by = first
    clinic.save(update_fields=["purpose_accepted_by"])
    OneTimeLink.objects.filter(pk=link.pk).update(clinic=clinic, user=first)
    record(first, "clinic.started", subject=clinic.pk)
    return clinic


def started_with(token: str, name: str, now: dt.datetime) -> Clinic | None:
    """The clinic of this name where it was made with this secret a moment ago: its form was sent twice."""
    used = OneTimeLink.objects.filter(kind=LinkKind.START, token_hash=token_hash(token), used_at__gt=now - TWICE)
    return Clinic.objects.filter(pk__in=used.values("clinic"), name=name).first()


@transaction.atomic
def add_canned_texts(clinic: Clinic, *, by: User) -> int:
    """Gives a clinic our canned texts, beside its own; one whose title it has is left as it is. Returns how many are
    new."""
    refuse_who_does_not_run(clinic, by)
    added = write_canned_texts(clinic)
    record(by, "canned-texts.added", subject=clinic.pk)
    return added


def write_canned_texts(clinic: Clinic) -> int:
    """Ours that the clinic has none of the title of. Returns how many."""
    there = set(clinic.canned_texts.values_list("title", flat=True))
    new = [one for one in shipped() if one.title not in there]
    CannedText.objects.bulk_create(
        CannedText(clinic=clinic, title=one.title, text=one.text, position=len(there) + number)
        for number, one in enumerate(new, 1)
    )
    return len(new)


@transaction.atomic
def send_test_letter(clinic: Clinic, *, by: User, now: dt.datetime) -> None:
    """Queues a letter to `by` with a link: that it was pressed proves that letters arrive. The link before stops
    working."""
    refuse_who_does_not_run(clinic, by)
    token, link = make_link(LinkKind.LETTER, clinic=clinic, user=by, by=by, now=now)
    text = render_to_string("email/test_letter.txt", {"clinic": clinic, "link": address_of("prove-mail", token)})
    subject = _("Test letter of %(clinic)s") % {"clinic": clinic}
    queue_account(by.email or "", subject, text, to=by, expires_at=link.expires_at, now=now)
    record(by, "test-letter.sent", subject=clinic.pk)


@transaction.atomic
def prove_mail(token: str, *, by: User, now: dt.datetime) -> Clinic:
    """The clinic whose test letter has arrived. Refused for a link that was used, is too old, or was sent to somebody
    else."""
    taken = take_own_link(LinkKind.LETTER, token, now)
    if taken is None or taken[0] != by:
        raise Refused(_("This link has been used, or a newer letter has been sent. Please send another test letter."))
    record(by, "test-letter.arrived", subject=taken[1].pk)
    return taken[1]
