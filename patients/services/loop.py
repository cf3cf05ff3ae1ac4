"""What a loop leaves for whoever looks after the installation."""

import datetime as dt

from patients.models import FailedJob, Heartbeat

EVERY = dt.timedelta(seconds=15)  # the loop looks every two seconds; that often nobody needs to know
KEPT = dt.timedelta(days=30)


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
