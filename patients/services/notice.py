"""A notice from plan to end: planned once, claimed once by a conditional update, then sent or dropped.

Each step commits by itself. A process that dies between claiming and sending leaves a claimed row that is not sent
again: at most once. It can be read in the administration.
"""

import datetime as dt

from django.db import transaction

from patients.models import Notice

KEPT = dt.timedelta(days=90)  # long enough to see in the administration what went wrong


@transaction.atomic
def plan_notices(notices: list[Notice]) -> int:
    """Keeps those of the unsaved `notices` whose occasion is new to its user. Returns how many."""
    known = set(
        Notice.objects.filter(
            user__in={one.user_id for one in notices}, key__in={one.key for one in notices}
        ).values_list("user_id", "key")
    )
    new = [one for one in notices if (one.user_id, one.key) not in known]
    Notice.objects.bulk_create(new, ignore_conflicts=True)
    return len(new)


def forget_notices(now: dt.datetime) -> int:
    """Deletes what was due 90 days ago or earlier, whatever became of it: it says when somebody was told, and nobody
    needs that for longer; after its letter, which may wait still. Returns how many."""
    return Notice.objects.filter(due_at__lte=now - KEPT, letter=None).delete()[0]


def claim_notice(notice: Notice, now: dt.datetime) -> bool:
    """Whether this process may send it: True for one of all that ask."""
    free = Notice.objects.filter(pk=notice.pk, claimed_at=None, dropped_at=None)
    return free.update(claimed_at=now) == 1


def drop_notice(notice: Notice, why: str, now: dt.datetime) -> None:
    """It will not be sent, claimed or not: `why` in a few words."""
    Notice.objects.filter(pk=notice.pk, sent_at=None).update(dropped_at=now, outcome=why)


def close_notice(notice: Notice, outcome: str, now: dt.datetime, *, sent: bool) -> None:
    """What became of a claimed notice: `outcome` names the way it went, or the error that stopped it."""
    Notice.objects.filter(pk=notice.pk).update(sent_at=now if sent else None, outcome=outcome[:60])
