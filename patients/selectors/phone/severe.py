"""The one question that severe pain asks: was there a pop, a bruise, new weakness?"""

import datetime as dt
from operator import attrgetter

from patients.domain.severe_pain import is_severe

DAYS = 2  # today and yesterday: what was logged without signal is asked when it has arrived


def asks_of_injury(session):
    """Whether it is still to be asked: not where it was answered, nor where something alarming was ticked since."""
    patient = session.assignment.patient
    if session.voided_at or session.no_injury_at or session.logged_by_id != patient.user_id:
        return False
    severe = is_severe(session.pain_left, session.pain_right, session.stopped_for_pain)
    return severe and not patient.flags.filter(raised_at__gte=session.received_at).exists()


def session_to_ask_of(rows, today):
    """The latest session of today or yesterday that still asks, or None."""
    since = today - dt.timedelta(days=DAYS)
    latest = sorted(rows.sessions, key=attrgetter("performed_at", "pk"), reverse=True)
    return next((one for one in latest if one.local_date > since and asks_of_injury(one)), None)
