"""Claiming the notices that are due and giving them to a push service or to the outbox. Of several loops one claims.
What a push service was asked and did not answer is not sent again."""

import time

from patients.models import Notice, NoticeKind
from patients.notices import push, words
from patients.notices.wanted import end_of, waits, why_not
from patients.selectors import reminders_of, written_to
from patients.services.isolation import Isolation
from patients.services.letter import queue_notice, queue_unclaimed
from patients.services.notice import claim_notice, close_notice, drop_notice
from patients.services.remind import browsers_of

AT_ONCE = 500
SECONDS = 60  # for what is no alarm: a push service that does not answer costs seconds a browser, and the rest waits
BY_MAIL_ALONE = {NoticeKind.DIGEST, NoticeKind.ALARM, NoticeKind.UNOPENED, NoticeKind.FLARE, NoticeKind.INBOX}


def send(now, isolation=None, kinds=()):
    """Sends what is due at `now`, all or of these `kinds`, or drops what nobody needs any more; each notice in
    `isolation`. Returns how many went by push; the others wait in the outbox. What it does not come to within a minute
    is for the next round."""
    isolation, sent, stop = isolation or Isolation(), 0, time.monotonic() + SECONDS
    with isolation.job("sending", "as a whole", now):
        for notice in _due(now, kinds):
            with isolation.job("notice", notice.pk, now):
                sent += _send_one(notice, now)
            if time.monotonic() >= stop:
                break
    return sent


def _due(now, kinds):
    due = Notice.objects.filter(due_at__lte=now, claimed_at=None, dropped_at=None)
    rows = due.exclude(kind=NoticeKind.INVITATION).select_related("user__reminders", "user__patient__clinic")
    return (rows.filter(kind__in=kinds) if kinds else rows)[:AT_ONCE]


def _send_one(notice, now):
    """Whether a push service took it."""
    if why := why_not(notice, now):
        if not waits(notice, now):
            drop_notice(notice, why, now)
    elif _goes_by_push(notice):
        return claim_notice(notice, now) and _push(notice, now)
    elif written_to(notice.user) and (notice.kind in BY_MAIL_ALONE or reminders_of(notice.user).goes_by("by_email")):
        queue_unclaimed(notice, now, expires_at=end_of(notice))
    else:
        drop_notice(notice, "no way to reach", now)
    return False


def _goes_by_push(notice):
    """What a physio is told goes by e-mail alone."""
    wanted = notice.kind not in BY_MAIL_ALONE and push.is_on() and reminders_of(notice.user).goes_by("by_push")
    return wanted and browsers_of(notice.user).exists()


def _push(notice, now):
    """To each browser that takes part. Without an answer it may have arrived, so no e-mail follows; nor does one to a
    patient who agreed to notifications alone."""
    payload = words.payload_of(notice)
    became = {push.send(browser, payload, now) for browser in browsers_of(notice.user)}
    if push.TAKEN in became or push.UNKNOWN in became:
        close_notice(notice, "push" if push.TAKEN in became else "push, no answer", now, sent=True)
        return True
    if written_to(notice.user) and reminders_of(notice.user).goes_by("by_email"):
        queue_notice(notice, now, expires_at=end_of(notice))
    else:
        drop_notice(notice, "no way to reach", now)
    return False
