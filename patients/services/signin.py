"""Where somebody is signed in, ended: one browser, or all of them.

The rows of the sessions go, and with them all that the browsers held open. The account counts how often that was done,
and a session is of the count it began at: one that no list knows ends as well, and so does one that is beginning.
"""

import datetime as dt

from allauth.usersessions.models import UserSession
from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import F

from patients.access import record
from patients.models import Patient
from patients.models.user import User
from patients.services.invite import withdraw_invitations
from patients.services.remind import patient_of, withdraw_calendar_link


@transaction.atomic
def end_sign_ins(user: User, *, by: User, now: dt.datetime, keep: str = "") -> int:
    """Signs `user` out on every browser but that of the session `keep`, which its page has to renew. No browser counts
    as known to them any more, and none but the kept one gets notifications. Returns how many were ended."""
    ended = [one for one in UserSession.objects.purge_and_list(user) if one.session_key != keep]
    for one in ended:
        one.end()
    get_user_model().objects.filter(pk=user.pk).update(times_signed_out=F("times_signed_out") + 1, new_device_at=None)
    user.refresh_from_db(fields=("times_signed_out", "new_device_at"))
    if not keep:
        user.push_subscriptions.filter(dropped_at=None).update(dropped_at=now)
    record(by, "sign_ins.ended", patient_of(user), user.pk)
    return len(ended)


@transaction.atomic
def end_sign_in(user: User, sign_in_id: int, *, by: User) -> bool:
    """Signs `user` out on one browser. Whether they were signed in there."""
    one = UserSession.objects.filter(user=user, pk=sign_in_id).first()
    if one is None:
        return False
    one.end()
    record(by, "sign_in.ended", patient_of(user), user.pk)
    return True


@transaction.atomic
def close_lost_phone(patient: Patient, *, by: User, now: dt.datetime) -> int:
    """Nothing that is on the phone of a patient opens anything any more: no sign-in, no link that waits in a letter, no
    calendar. Returns how many sign-ins were ended."""
    withdraw_invitations(patient, by=by, now=now)
    withdraw_calendar_link(patient.user, by=by)
    return end_sign_ins(patient.user, by=by, now=now)
