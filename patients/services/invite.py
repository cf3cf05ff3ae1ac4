"""One-time sign-in links. A GET changes nothing, for mail scanners open links; the POST uses the link up."""

import datetime as dt
import hashlib
import secrets
from typing import Any

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from patients.access import record
from patients.models import Invitation, Patient
from patients.models.user import User
from patients.services.address import take_address
from patients.services.errors import Refused

INVITATION_DAYS = 7


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def refuse_discharged(patient: Patient) -> None:
    if patient.discharges.in_force().exists():
        raise Refused(_("%(name)s is discharged. Take them on again first.") % {"name": patient})


@transaction.atomic
def invite(patient: Patient, *, by: User, now: dt.datetime) -> str:
    """A new link's secret, shown once and stored as a hash; earlier links stop working. Lives 7 days. Refused for a
    discharged patient."""
    refuse_discharged(patient)
    withdraw_invitations(patient, by=by, now=now)
    made = {"created_by": by, "created_at": now, "expires_at": now + dt.timedelta(days=INVITATION_DAYS)}
    token, _link = _make_link(patient, **made)
    record(by, "invitation.made", patient)
    return token


@transaction.atomic
def link_to_mail(shown: Invitation, *, by: User, now: dt.datetime) -> tuple[str, Invitation]:
    """The secret of a second link, beside one that was `shown`, for a letter to the patient's address: whoever uses
    this one has read that mailbox. Each ends with the other. Refused without an address, and when one was mailed."""
    patient = shown.patient
    if not patient.email:
        raise Refused(_("There is no e-mail address of this patient. Let them scan the code, or print the slip."))
    if patient.invitations.usable(now).exclude(address="").exists():
        raise Refused(_("This link was sent by e-mail before. Make a new one to send it again."))
    made = {"created_by": by, "created_at": shown.created_at, "expires_at": shown.expires_at}
    return _make_link(patient, address=patient.email, **made)


def _make_link(patient: Patient, **values: Any) -> tuple[str, Invitation]:
    token = secrets.token_urlsafe(32)
    return token, Invitation.objects.create(patient=patient, token_hash=token_hash(token), **values)


@transaction.atomic
def withdraw_invitations(patient: Patient, *, by: User, now: dt.datetime) -> int:
    """Makes every unused link of the patient useless. Returns how many there were."""
    _lock_links(patient, now)
    withdrawn = Invitation.objects.usable(now).filter(patient=patient).update(withdrawn_at=now)
    if withdrawn:
        record(by, "invitation.withdrawn", patient)
    return withdrawn


def _lock_links(patient: Patient, now: dt.datetime) -> None:
    """All in one order, whichever of them is used: of two at the same moment one waits, and finds itself withdrawn."""
    usable = Invitation.objects.usable(now).filter(patient=patient)
    list(usable.select_for_update(no_key=True).order_by("pk").values_list("pk"))


@transaction.atomic
def accept_invitation(token: str, *, now: dt.datetime) -> Patient:
    """The patient a link belongs to, using up the link and the one beside it. An address that it was mailed to has been
    used by its owner, and opens the account from now on. Refused when it was used, withdrawn, or is too old."""
    usable = Invitation.objects.usable(now)
    link = usable.select_related("patient__user").filter(token_hash=token_hash(token)).first()
    if link:
        _lock_links(link.patient, now)
    if link is None or not usable.filter(pk=link.pk).update(used_at=now):
        raise Refused(why_closed(token, now))
    patient = link.patient
    usable.filter(patient=patient).update(withdrawn_at=now)
    if link.address and link.address == patient.email and take_address(patient.user, link.address):
        record(patient.user, "address.confirmed", patient)
    record(patient.user, "invitation.used", patient)
    return patient


def why_closed(token: str, now: dt.datetime) -> str:
    """Why a link signs nobody in (any more), "" while it does; a day is the patient's own. It is read by whoever has
    the link, so it says nothing of the patient."""
    link = Invitation.objects.select_related("patient").filter(token_hash=token_hash(token)).first()
    if link is None:
        return _("This is no link of ours. Perhaps a part of it is missing.")
    if link.used_at:
        day = date_format(link.patient.today(link.used_at), "l j F")
        return _("This link was used on %(day)s. A link lets somebody in once.") % {"day": day}
    if link.withdrawn_at:
        return _("Another link has taken the place of this one, or your clinic has withdrawn it.")
    if link.expires_at <= now:
        day = date_format(link.patient.today(link.expires_at), "l j F")
        return _("This link could be used until %(day)s.") % {"day": day}
    return ""
