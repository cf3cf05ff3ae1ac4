"""What nothing asks any more goes, once a day. Records are not among it: a patient's is erased by a person alone."""

import datetime as dt

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.cache import cache

from patients.models import AddressConfirmation, Invitation, OneTimeLink, WhatIf

A_DAY = 24 * 60 * 60
BEGINS = dt.timedelta(days=1)  # a sign-in is listed a moment before its session is stored


def forget_daily(now: dt.datetime, before: dt.datetime) -> bool:
    """Deletes sessions that have ended, links that ended unused at `before` or earlier, and counts of drafts that were
    finished by then. A link that was used stays: it says who let somebody in. Whether it was this loop's turn today."""
    if not cache.add("forgotten-today", now.isoformat(), A_DAY):
        return False
    Session.objects.filter(expire_date__lt=now).delete()
    listed = UserSession.objects.filter(last_seen_at__lt=now - BEGINS)
    listed.exclude(session_key__in=Session.objects.values("session_key")).delete()
    for links in (Invitation.objects, AddressConfirmation.objects, OneTimeLink.objects):
        links.filter(used_at=None, expires_at__lte=before).delete()
    WhatIf.objects.filter(finished_at__lte=before).delete()
    return True
