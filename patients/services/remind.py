"""What a person wants to be told, when and how; what a patient agreed to; the browsers that take part; the link of the
calendar, and the one in a letter that stops the letters."""

import datetime as dt
import secrets
from typing import Any

from django.core import signing
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from patients.access import record
from patients.models import Patient, PushSubscription, Reminders
from patients.models.user import User
from patients.selectors.reminders import times_to_begin_with
from patients.services.checked import checked
from patients.services.errors import Refused
from patients.services.invite import token_hash

MOST_BROWSERS = 5  # a phone, a tablet, a few computers; each is asked for every notice


@transaction.atomic
def set_reminders(user: User, values: dict[str, Any], *, by: User) -> Reminders:
    """Keeps `values`, fields of `Reminders` by name; what is not named stays. Returns the `Reminders`. Refused for a
    value that a field cannot have."""
    checked(Reminders(user=user, **values))
    first = times_to_begin_with(user) | values
    reminders, _made = Reminders.objects.update_or_create(user=user, defaults=values, create_defaults=first)
    record(by, "reminders.set", patient_of(user))
    return reminders


@transaction.atomic
def agree_to_reminders(user: User, values: dict[str, Any], *, by: User, now: dt.datetime) -> Reminders:
    """As `set_reminders`, of a patient: what they have chosen by now is what they agreed to, at `now` where any of it
    is new. Refused for anybody else: nobody agrees for a patient."""
    if by != user:
        raise Refused(_("Only the patient agrees to reminders."))
    set_reminders(user, values, by=by)
    return _settle(user, now)


def put_off_reminders(user: User, to: dt.datetime | None, *, by: User) -> Reminders:
    """No reminder before the instant `to`: what is due earlier comes then, or not at all where that is another day.
    None takes it back. Refused for anybody else, as agreeing is."""
    if by != user:
        raise Refused(_("Only the patient puts reminders off."))
    return set_reminders(user, {"put_off_to": to}, by=by)


def _settle(user: User, now: dt.datetime | None = None) -> Reminders:
    """Keeps what is agreed in step with what is chosen; without `now`, of what was agreed before alone. Where no way is
    left to be told in, nothing is agreed."""
    kept = Reminders.objects.select_for_update().get(user=user)
    kept.user = user  # who asks for `user.reminders` next is given this row
    before = kept.agreed_to.split()
    agreed = [name for name in Reminders.AGREED if getattr(kept, name) and (now or name in before)]
    if not Reminders.WAYS.intersection(agreed):
        agreed = []
    if not agreed:
        kept.agreed_at = None
    elif not set(agreed) <= set(before):
        kept.agreed_at = now
    kept.agreed_to = " ".join(agreed)
    kept.save(update_fields=["agreed_at", "agreed_to"])
    return kept


def stop_secret(patient: Patient) -> str:
    """What stands in the link of a letter to stop such letters: signed, for it opens nothing and is stored nowhere."""
    return _signer().sign(str(patient.public_id))


def _signer() -> signing.Signer:
    return signing.Signer(salt="patients.stop-letters", sep=".")


@transaction.atomic
def stop_letters(secret: str) -> Patient:
    """Whoever holds a letter stops the reminders by e-mail of whom it was written to, for good; once more changes
    nothing. Refused for a secret that is none of ours, or of a record that was erased."""
    try:
        patient = Patient.objects.select_related("user").get(public_id=_signer().unsign(secret), erased_at=None)
    except (signing.BadSignature, Patient.DoesNotExist) as error:
        raise Refused(_("This link does not work. Sign in, and stop them under Reminders.")) from error
    if Reminders.objects.filter(user=patient.user, by_email=True).update(by_email=False):
        _settle(patient.user)
        record(None, "reminders.stopped", patient)
    return patient


@transaction.atomic
def subscribe_push(user: User, *, endpoint: str, p256dh: str, auth: str, by: User, now: dt.datetime) -> Reminders:
    """This browser takes part from now on; of more than five, the one that has taken part for longest does no longer.
    One that belonged to somebody else belongs to `user` now, for it is the same browser."""
    keys = {"user": user, "p256dh": p256dh, "auth": auth, "made_at": now, "dropped_at": None, "gone_at": None}
    PushSubscription.objects.update_or_create(endpoint=endpoint, defaults=keys)
    newest = [browser.pk for browser in browsers_of(user)]
    user.push_subscriptions.filter(dropped_at=None).exclude(pk__in=newest).update(dropped_at=now)
    return agree_to_reminders(user, {"by_push": True}, by=by, now=now)


def browsers_of(user: User) -> QuerySet[PushSubscription]:
    """The browsers of a user that take part, the newest first."""
    return user.push_subscriptions.filter(dropped_at=None).order_by("-made_at", "-pk")[:MOST_BROWSERS]


@transaction.atomic
def stop_push(user: User, *, by: User, now: dt.datetime) -> int:
    """No browser of the user takes part any more. Returns how many did."""
    stopped = user.push_subscriptions.filter(dropped_at=None).update(dropped_at=now)
    agree_to_reminders(user, {"by_push": False}, by=by, now=now)
    return stopped


@transaction.atomic
def renew_push(user: User, *, endpoint: str, p256dh: str, auth: str, old: str = "", by: User, now: dt.datetime) -> bool:
    """A browser says again what it is: at a visit, or because its push service gave it another address than `old`.
    Whether it takes part; one that was dropped does so only by `subscribe_push`, and none where the user wants none."""
    known = PushSubscription.objects.filter(endpoint=endpoint).first()
    wanted = Reminders.objects.filter(user=user, by_push=True).exists()
    if not wanted or (known and (known.dropped_at or known.user_id != user.pk)):
        return False
    if known is None:
        leave_push(user, old, by=by, now=now)
        subscribe_push(user, endpoint=endpoint, p256dh=p256dh, auth=auth, by=by, now=now)
    elif (known.p256dh, known.auth) != (p256dh, auth):
        PushSubscription.objects.filter(pk=known.pk).update(p256dh=p256dh, auth=auth)
    return True


@transaction.atomic
def leave_push(user: User, endpoint: str, *, by: User, now: dt.datetime) -> bool:
    """One browser takes part no more, as when its user signs out on it. Whether it did."""
    left = user.push_subscriptions.filter(endpoint=endpoint, dropped_at=None).update(dropped_at=now)
    if left:
        record(by, "push.left", patient_of(user))
    return bool(left)


def drop_subscription(subscription: PushSubscription, now: dt.datetime) -> None:
    """The browser can be reached no more."""
    PushSubscription.objects.filter(pk=subscription.pk, dropped_at=None).update(dropped_at=now, gone_at=now)


@transaction.atomic
def make_calendar_link(user: User, *, by: User, now: dt.datetime) -> str:
    """A new secret for the calendar, shown once and kept as a hash; the link before stops working."""
    token = secrets.token_urlsafe(32)
    agree_to_reminders(user, {"calendar_hash": token_hash(token)}, by=by, now=now)
    record(by, "calendar.link_made", patient_of(user))
    return token


@transaction.atomic
def withdraw_calendar_link(user: User, *, by: User) -> bool:
    """Makes the calendar's link useless. Whether there was one."""
    withdrawn = Reminders.objects.filter(user=user).exclude(calendar_hash="").update(calendar_hash="")
    if withdrawn:
        _settle(user)
        record(by, "calendar.link_withdrawn", patient_of(user))
    return bool(withdrawn)


@transaction.atomic
def withdraw_agreement(user: User, *, by: User) -> None:
    """Nothing is agreed any more: whoever did so may not have been the patient."""
    withdraw_calendar_link(user, by=by)
    if Reminders.objects.filter(user=user).update(by_email=False, by_push=False):
        _settle(user)
        record(by, "reminders.withdrawn", patient_of(user))


def patient_of(user: User) -> Patient | None:
    return getattr(user, "patient", None)
