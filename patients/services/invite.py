"""One-time sign-in links. A GET changes nothing, for mail scanners open links; the POST uses the link up."""

import datetime as dt
import hashlib
import secrets

from django.db import transaction
from django.utils.translation import gettext as _

from patients.access import record
from patients.models import Invitation, Patient
from patients.models.user import User
from patients.services.errors import Refused

INVITATION_DAYS = 7


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def invite(patient: Patient, *, by: User, now: dt.datetime) -> str:
    """A new link's secret, shown once and stored as a hash; earlier links stop working. Lives 7 days."""
    withdraw_invitations(patient, by=by, now=now)
    token = secrets.token_urlsafe(32)
    Invitation.objects.create(
        patient=patient,
        token_hash=token_hash(token),
        created_by=by,
        created_at=now,
        expires_at=now + dt.timedelta(days=INVITATION_DAYS),
    )
    record(by, "invitation.made", patient)
    return token


@transaction.atomic
def withdraw_invitations(patient: Patient, *, by: User, now: dt.datetime) -> int:
    """Makes every unused link of the patient useless. Returns how many there were."""
    withdrawn = Invitation.objects.usable(now).filter(patient=patient).update(withdrawn_at=now)
    if withdrawn:
        record(by, "invitation.withdrawn", patient)
    return withdrawn


@transaction.atomic
def accept_invitation(token: str, *, now: dt.datetime) -> Patient:
    """The patient a link belongs to, using the link up. Refused when it was used, withdrawn, or is too old."""
    link = Invitation.objects.usable(now).select_related("patient__user").filter(token_hash=token_hash(token)).first()
    if link is None or not Invitation.objects.usable(now).filter(pk=link.pk).update(used_at=now):
        raise Refused(_("This link has been used or is too old. Please ask your physio for a new one."))
    record(link.patient.user, "invitation.used", link.patient)
    return link.patient
