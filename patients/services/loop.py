"""What a loop leaves for whoever looks after the installation."""

import datetime as dt

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from patients.models import FailedJob, Heartbeat
from patients.selectors.trouble import unrestored
from patients.services.letter import queue_account

EVERY = dt.timedelta(seconds=15)  # the loop looks every two seconds; that often nobody needs to know
KEPT = dt.timedelta(days=30)
TOLD_AGAIN_AFTER = dt.timedelta(days=7)


def beat(now: dt.datetime) -> None:
    """A loop lives."""
    if not Heartbeat.objects.filter(pk=1, at__lte=now - EVERY).update(at=now):
        Heartbeat.objects.get_or_create(pk=1, defaults={"at": now})


def note_failure(what: str, key: int | str, error: str, now: dt.datetime) -> None:
    """A job failed; the same again is the same row."""
    job = {"what": what[:60], "key": str(key)[:60], "error": error[:60]}
    FailedJob.objects.update_or_create(
        **job, defaults={"last_at": now}, create_defaults={"first_at": now, "last_at": now}
    )


def forget_failures(now: dt.datetime) -> int:
    """Deletes what has not failed for 30 days. Returns how many."""
    return FailedJob.objects.filter(last_at__lte=now - KEPT).delete()[0]


@transaction.atomic
def tell_unrestored(now: dt.datetime) -> int:
    """Queues a letter to everybody who looks after the installation when no backup was brought back for too long, once
    a week while it lasts. Returns how many."""
    missing = unrestored(now)
    due = Q(unrestored_told_at=None) | Q(unrestored_told_at__lte=now - TOLD_AGAIN_AFTER)
    if missing is None or not Heartbeat.objects.filter(due, pk=1).update(unrestored_told_at=now):
        return 0
    text = _(
        "No backup of this site has been brought back on trial for more than eight days, so nobody knows whether one "
        "would work. Whoever looks after the server: deploy/backup.md says how to try one (manage.py restore_drill)."
    )
    return tell_keepers(_("No backup has been tried for eight days"), text, now)


def tell_keepers(subject: str, text: str, now: dt.datetime) -> int:
    """Queues a letter to everybody who looks after the installation. Returns how many."""
    keepers = get_user_model().objects.filter(is_superuser=True, is_active=True).exclude(email=None)
    for one in keepers:
        queue_account(str(one.email), subject, text, to=one, expires_at=now + TOLD_AGAIN_AFTER, now=now)
    return len(keepers)
