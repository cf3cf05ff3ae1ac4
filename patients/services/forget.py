"""What nothing asks any more goes, once a day. Records are not among it: a patient's is erased by a person alone."""

import datetime as dt

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db.models import F

from patients.models import AddressConfirmation, Assignment, Invitation, OneTimeLink, Review, WhatIf

A_DAY = 24 * 60 * 60
AT_ONCE = 20  # assignments a round: of each a few hundred answers are looked at
LAST = "inputs-forgotten-of"
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


def forget_inputs(before: dt.datetime) -> int:
    """Of answers that were superseded at `before` or earlier, what they had read goes, unless a clinician decided on it
    or it began to say something else, which is when people are told. What it said, why and when stays. Goes on where it
    ended the last time, through some assignments. Returns of how many answers it went."""
    after = cache.get(LAST, 0)
    some = list(Assignment.objects.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:AT_ONCE])
    cache.set(LAST, some[-1] if len(some) == AT_ONCE else 0, A_DAY)
    old = Review.objects.filter(assignment__in=some, superseded_at__lte=before, decided_at=None)
    return old.filter(created_at__gt=F("since")).exclude(inputs={}).update(inputs={})
