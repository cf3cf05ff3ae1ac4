"""An address as a way in: who else was given it, and when it begins and ends to open an account. Why, and what happens
at each event: docs/adr/0026-an-address-is-a-way-in.md."""

import datetime as dt

from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from patients.models import Clinic, Patient
from patients.models.user import User
from patients.services.errors import Refused
from patients.services.letter import withdraw_letters
from programs.constraints import broke


class KnownAddress(Refused):
    """Somebody else was given this address; kept all the same it is a contact, and opens neither account."""

    code = "known"


def plain_address(address: str | None) -> str:
    return (address or "").strip().lower()


def is_known(address: str, *, but: User | None = None) -> bool:
    """Whether anybody but this user was given the address: to sign in with or to be written to."""
    mine = but.pk if but else 0
    return (
        get_user_model().objects.filter(email__iexact=address).exclude(pk=mine).exists()
        or EmailAddress.objects.filter(email__iexact=address).exclude(user=mine).exists()
        or Patient.objects.filter(email__iexact=address).exclude(user=mine).exists()
    )


def sharing(address: str, clinic: Clinic, *, but: User | None = None) -> QuerySet[Patient]:
    """The patients of a clinic who are written to at this address."""
    return clinic.patients.filter(email__iexact=address).exclude(user=but.pk if but else 0)


def refuse_known(address: str, clinic: Clinic, *, but: User | None = None) -> None:
    """KnownAddress where the address is somebody else's already: of a patient of this clinic that is said, of anybody
    else no more than that it is in use."""
    if not address or not is_known(address, but=but):
        return
    if sharing(address, clinic, but=but).exists():
        raise KnownAddress(
            _(
                "Another patient of the clinic has this address. If they share it, letters for both go there, and "
                "neither account opens with it: both sign in by link."
            )
        )
    raise KnownAddress(
        _(
            "This address is in use already, so it cannot open this account. If it is right, it can be kept to write "
            "to: the patient signs in by link."
        )
    )


def is_of(user: User, address: str) -> bool:
    """Whether it is an address of this account at all, used or not: whoever knows the password may have typed it."""
    return plain_address(address) == plain_address(user.email) or opens(user, address)


def opens(user: User, address: str) -> bool:
    """Whether the owner of the address has used it, so that codes go there."""
    return bool(EmailAddress.objects.filter(user=user, email__iexact=address, verified=True).exists())


def take_address(user: User, address: str) -> bool:
    """The address was used by its owner and opens this account from now on, it alone. False where somebody else was
    given it too, at this very moment included."""
    if is_known(address, but=user):
        return False
    before = user.email
    try:
        with transaction.atomic():
            user.email = address
            user.save(update_fields=["email"])
            EmailAddress.objects.filter(user=user).delete()
            EmailAddress.objects.create(user=user, email=address, verified=True, primary=True)
    except IntegrityError as error:
        user.email = before
        if not (broke(error, get_user_model()) or broke(error, EmailAddress, "unique_verified_email")):
            raise
        return False
    return True


def lose_address(user: User, address: str, *, now: dt.datetime) -> None:
    """The address opens this account no more: codes, reset keys and confirmations of it end, letters that wait to go
    there are withdrawn."""
    user.email = None
    user.save(update_fields=["email"])
    EmailAddress.objects.filter(user=user).delete()
    user.confirmations.usable(now).update(withdrawn_at=now)
    withdraw_letters(user, address, now)


def share_address(address: str, clinic: Clinic, *, but: User, now: dt.datetime) -> list[Patient]:
    """It becomes a contact alone for the other patients of the clinic who have it. Accounts that the clinic does not
    look after keep what they proved themselves."""
    others = list(sharing(address, clinic, but=but).select_related("user")) if address else []
    for other in others:
        lose_address(other.user, address, now=now)
    return others
