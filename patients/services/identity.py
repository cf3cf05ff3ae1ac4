"""Who a patient is: the address that was mistyped, and the one that its owner has used."""

import datetime as dt
import secrets
from typing import Any

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils.translation import gettext as _

from patients.access import record
from patients.models import AddressConfirmation, Patient
from patients.models.user import User
from patients.services.address import (
    is_known,
    lose_address,
    opens,
    plain_address,
    refuse_known,
    share_address,
    take_address,
)
from patients.services.checked import checked
from patients.services.details import save_checked
from patients.services.errors import Refused
from patients.services.invite import token_hash, withdraw_invitations
from patients.services.remind import patient_of, withdraw_agreement
from patients.services.signin import end_sign_ins

CONFIRMATION_LIVES = dt.timedelta(days=3)
ASKED_AGAIN_AFTER = dt.timedelta(minutes=3)
ASKED_A_DAY = 5


@transaction.atomic
def correct_identity(patient: Patient, *, by: User, now: dt.datetime, **values: Any) -> None:
    """The name and any of `DETAILS` as they are from now on; what is not named stays. Refused as `save_checked`."""
    save_checked(patient, values, now=now)
    if patient.user.name != patient.name:
        patient.user.name = patient.name
        patient.user.save(update_fields=["name"])
    record(by, "patient.changed", patient)


@transaction.atomic
def correct_address(patient: Patient, address: str, *, by: User, now: dt.datetime, shared: bool = False) -> bool:
    """The clinic writes to `address` from now on, "" for none, and the account opens with it once it was used. All that
    the one before opened ends. Whether it was another. KnownAddress where somebody else has it and nobody said that it
    is `shared`; Refused for what is no address, and where somebody else corrected it meanwhile."""
    address, before, opened = plain_address(address), patient.email, patient.address_opens
    if address == before:
        return False
    checked(Patient(name=patient.name, email=address))
    if not shared:
        refuse_known(address, patient.clinic, but=patient.user)
    if Patient.objects.filter(pk=patient.pk, email=before).update(email=address) != 1:
        raise Refused(_("Somebody else corrected the address meanwhile. Please look again."))
    patient.email = address
    lose_address(patient.user, before, now=now)
    _end_ways_in(patient.user, by=by, now=now)
    if opened:
        _end_what_it_made(patient.user, by=by)
    for other in share_address(address, patient.clinic, but=patient.user, now=now):
        record(by, "address.shared", other)
    record(by, "address.corrected", patient)
    return True


def _end_ways_in(user: User, *, by: User, now: dt.datetime) -> None:
    patient = patient_of(user)
    if patient:
        withdraw_invitations(patient, by=by, now=now)
    end_sign_ins(user, by=by, now=now)


def _end_what_it_made(user: User, *, by: User) -> None:
    """Whoever came in by the address may have set a password, added a passkey, asked for reminders, subscribed to the
    calendar."""
    user.set_unusable_password()
    user.save(update_fields=["password"])
    Authenticator.objects.filter(user=user).delete()
    withdraw_agreement(user, by=by)


@transaction.atomic
def ask_confirmation(user: User, address: str, *, now: dt.datetime) -> str:
    """The secret of a letter that makes `address` open this account once it is used; what was asked before ends. Lives
    3 days. Refused for an address that somebody else was given, and for one more letter too soon."""
    address = plain_address(address)
    checked(AddressConfirmation(user=user, address=address, token_hash="-", created_at=now, expires_at=now))
    if opens(user, address):
        raise Refused(_("Codes go to this address already."))
    if is_known(address, but=user):
        raise Refused(
            _("This address cannot open your account, for somebody else gave it too. Please ask your clinic.")
        )
    _refuse_too_soon(user, address, now)
    user.confirmations.usable(now).update(withdrawn_at=now)
    token = secrets.token_urlsafe(32)
    AddressConfirmation.objects.create(
        user=user,
        address=address,
        token_hash=token_hash(token),
        created_at=now,
        expires_at=now + CONFIRMATION_LIVES,
    )
    record(user, "address.asked", patient_of(user))
    return token


def _refuse_too_soon(user: User, address: str, now: dt.datetime) -> None:
    today = user.confirmations.filter(created_at__gt=now - dt.timedelta(days=1))
    if today.filter(address=address, created_at__gt=now - ASKED_AGAIN_AFTER).exists():
        raise Refused(_("A letter is on its way. If none comes, ask for another in a few minutes."))
    if today.count() >= ASKED_A_DAY:
        raise Refused(
            _("That was the fifth letter in a day. Please ask again tomorrow, or ask your clinic for a link.")
        )


@transaction.atomic
def confirm_address(token: str, *, now: dt.datetime) -> User:
    """Whose account opens with the address from now on, using the letter's link up. Where another address opened it,
    the sign-ins, links, codes and reset keys of that one end. Refused when the link was used, withdrawn or is too old,
    and when somebody else was given the address meanwhile."""
    waiting = AddressConfirmation.objects.usable(now)
    asked = waiting.select_related("user__patient").filter(token_hash=token_hash(token)).first()
    if asked is None or not waiting.filter(pk=asked.pk).update(used_at=now):
        raise Refused(_("This link has been used or is too old. Please ask for a new letter on your own page."))
    user, before = asked.user, asked.user.email
    patient = patient_of(user)
    if before != asked.address:
        lose_address(user, before or (patient.email if patient else ""), now=now)
    if not take_address(user, asked.address):
        raise Refused(_("This address cannot open your account, for somebody else gave it too."))
    if before and before != asked.address:
        _end_ways_in(user, by=user, now=now)
    if patient:
        Patient.objects.filter(pk=patient.pk).update(email=asked.address)
    record(user, "address.confirmed", patient)
    return user
