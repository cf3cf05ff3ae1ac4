"""What lists say about an assignment: read from its standing, so that a list costs no query a row."""

from django.utils.translation import gettext as _

from patients.selectors import track_of
from programs import wording


def stage_of(assignment, now):
    """ "2 of 5, Single-leg bridge"."""
    track = track_of(assignment, assignment.patient.today(now))
    where = {"current": track.current, "total": track.total, "name": assignment.standing.stage.name}
    return _("%(current)s of %(total)s, %(name)s") % where


def days_in_stage(assignment, now):
    return track_of(assignment, assignment.patient.today(now)).days


def last_log(assignment, now):
    """When the latest session was done, in words; None when there is none."""
    on = assignment.standing.last_session_on
    return wording.day_words(on, assignment.patient.today(now)) if on else None
