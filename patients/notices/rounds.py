"""One round of everything that goes out."""

from patients.models import NoticeKind
from patients.notices import planning
from patients.notices.planning import plan
from patients.notices.sending import send
from patients.services.isolation import Isolation
from patients.services.notice import forget_notices


def tell_alarms(now, isolation=None):
    """Plans the alarms and sends them, whatever else waits. Returns how many were sent."""
    plan(now, isolation, [planning.alarms])
    return send(now, isolation, kind=NoticeKind.ALARM)


def work(now, isolation=None):
    """Plans what has become due, forgets what is long over and sends, alarms first; safe with several loops. Each
    person and each notice is a job in `isolation`. Returns how many were sent."""
    isolation = isolation or Isolation()
    sent = tell_alarms(now, isolation)
    plan(now, isolation)
    with isolation.job("forgetting notices", "", now):
        forget_notices(now)
    return sent + send(now, isolation)
