"""One round of everything that goes out."""

import datetime as dt

from patients.models import NoticeKind
from patients.notices import planning
from patients.notices.outbox import send_letters
from patients.notices.planning import plan
from patients.notices.sending import send
from patients.services.audit import seal_audit
from patients.services.forget import forget_daily, forget_inputs
from patients.services.isolation import Isolation
from patients.services.letter import forget_letters
from patients.services.loop import beat, forget_failures, tell_unrestored
from patients.services.notice import KEPT, forget_notices
from patients.services.sent import forget_sent

SENT_KEPT = dt.timedelta(days=7)  # a browser that was closed sends a form again when it is opened
INPUTS_KEPT = dt.timedelta(days=365)


def post(now, isolation=None):
    """What may not wait: tells of alarms and sends the letters that are due. Returns how many went out."""
    isolation = isolation or Isolation()
    plan(now, isolation, [planning.alarms])
    send(now, isolation, kinds=(NoticeKind.ALARM, NoticeKind.UNOPENED))
    sent = send_letters(now, isolation)
    with isolation.job("heartbeat", "", now):
        beat(now)
    return sent


def work(now, isolation=None, post=post):
    """Plans what has become due, forgets what is long over and sends, with `post` before and after; safe with several
    loops. Each person, notice and letter is a job in `isolation`. Returns how many went out."""
    isolation = isolation or Isolation()
    sent = post(now, isolation)
    plan(now, isolation)
    with isolation.job("forgetting", "", now):
        forget_letters(now - KEPT)
        forget_notices(now)
        forget_failures(now)
        forget_sent(now - SENT_KEPT)
        forget_daily(now, now - KEPT)
        forget_inputs(now - INPUTS_KEPT)
    with isolation.job("audit", "", now):
        seal_audit(now)
    with isolation.job("restore", "", now):
        tell_unrestored(now)
    return sent + send(now, isolation) + post(now, isolation)
