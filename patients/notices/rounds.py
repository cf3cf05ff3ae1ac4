"""One round of everything that goes out."""

from patients.models import NoticeKind
from patients.notices import planning
from patients.notices.planning import plan
from patients.notices.sending import send
from patients.services.isolation import Apart
from patients.services.notice import forget_notices


def tell_alarms(now, apart=None):
    """Plans the alarms and sends them, whatever else waits. Returns how many were sent."""
    plan(now, apart, [planning.alarms])
    return send(now, apart, kind=NoticeKind.ALARM)


def work(now, apart=None):
    """Plans what has become due, forgets what is long over and sends, alarms first; safe with several loops. Each
    person and each notice is a job `apart`. Returns how many were sent."""
    apart = apart or Apart()
    sent = tell_alarms(now, apart)
    plan(now, apart)
    with apart.job("forgetting notices", "", now):
        forget_notices(now)
    return sent + send(now, apart)
