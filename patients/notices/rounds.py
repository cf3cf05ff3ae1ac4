"""One round of everything that goes out."""

from patients.notices.planning import plan
from patients.notices.sending import send


def work(now):
    """Plans what has become due and sends it. Returns how many notices were sent; safe with several loops."""
    plan(now)
    return send(now)
