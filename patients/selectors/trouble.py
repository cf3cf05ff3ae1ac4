"""What whoever looks after the installation has to see to: counts, kinds and ids, and nobody's name."""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db.models import Count, Min, Q

from patients.models import FailedJob, Heartbeat, Letter, LetterKind, Restore
from patients.selectors.post import no_mail_since

SILENT = dt.timedelta(minutes=3)
LATELY = dt.timedelta(days=1)
RESTORED_EVERY = dt.timedelta(days=8)
LOST = ("refused", "no answer", "unknown", "unreadable", "failed", "not sent")


@dataclass(frozen=True)
class Silence:
    """No loop has done its round since `since`; None where none ever has."""

    since: dt.datetime | None


@dataclass(frozen=True)
class Unrestored:
    """No backup has been brought back since `since`; None where none ever was."""

    since: dt.datetime | None


@dataclass(frozen=True)
class Trouble:
    """`alarms` wait although they were tried, `lost` letters will not be sent; both `Letter`s."""

    silence: Silence | None
    unrestored: Unrestored | None
    no_mail_since: dt.datetime | None
    alarms: list[Letter]
    lost: list[Letter]
    failed: list[FailedJob]

    def __bool__(self):
        return any((self.silence, self.unrestored, self.no_mail_since, self.alarms, self.lost, self.failed))


def last_beat():
    """When a loop last did its round; None where none ever has."""
    beat = Heartbeat.objects.first()
    return beat and beat.at


def silence(now):
    """Whether the loop is silent: a `Silence`, or None while it lives. One query."""
    beat = last_beat()
    return None if beat and now - beat < SILENT else Silence(beat)


def waiting_post():
    """(how many letters wait, since when the oldest is due). One query."""
    found = Letter.objects.waiting().aggregate(number=Count("pk"), oldest=Min("due_at"))
    return found["number"], found["oldest"]


def unrestored(now: dt.datetime) -> Unrestored | None:
    """Whether no backup was brought back for eight days: an `Unrestored`, or None where one was, in a demonstration,
    and while the installation is younger than that. A backup that was only written is none."""
    if not settings.PRODUCTION:
        return None
    newest = Restore.objects.first()
    began = newest.at if newest else get_user_model().objects.aggregate(at=Min("joined_at"))["at"]
    if began is None or now - began < RESTORED_EVERY:
        return None
    return Unrestored(newest and newest.at)


def trouble(now):
    """The `Trouble` of now: of the last day, what has passed."""
    why = Q(outcome="too late", tries__gt=0)
    for word in LOST:
        why |= Q(outcome__startswith=word)
    lost = Letter.objects.filter(why, sent_at=None, over_at__gt=now - LATELY)
    return Trouble(
        silence(now),
        unrestored(now),
        no_mail_since(now),
        list(Letter.objects.waiting().filter(kind=LetterKind.ALARM, tries__gt=0)),
        list(lost),
        list(FailedJob.objects.filter(last_at__gt=now - LATELY)),
    )
