"""The exercises of one guided session: each is an entry of its own, and one press of a button saved them."""

import datetime as dt

from patients.selectors.entry_words import session_text

ONE_PRESS = dt.timedelta(seconds=10)  # each is sent for itself, and the phone's clock is put right at each


def saved_together(assignment, session):
    """[(client id, words)] of the sessions that were saved with `session`; none of a page without script."""
    at = session.captured_at
    if at is None:
        return []
    same = assignment.sessions.valid().filter(captured_at__range=(at - ONE_PRESS, at + ONE_PRESS))
    others = same.exclude(pk=session.pk).select_related("repeats").prefetch_related("sets__prescription__exercise")
    return [(one.client_id, session_text(one)) for one in others.order_by("pk")]
