"""One round of everything that goes out."""

from patients.notices.planning import plan
from patients.notices.sending import send
from patients.services.notice import forget_notices


def work(now):
    """Plans what has become due, forgets what is long over and sends; safe with several loops. Returns how many were
    sent."""
    plan(now)
    forget_notices(now)
    return send(now)
