"""Since when somebody is on the list, as a date, for a file that is read later; and what else the row says of it."""

from django.utils.translation import gettext as _

from patients.domain import standing_records
from patients.domain.triage import place_of
from patients.selectors.desk.caseload_row import short_reason, standing_of


def since_of(line, now):
    """(date or None, words) of a `Line`: the other reasons that speak, or the mark that silences the one there is."""
    patient = line.patient
    if not line.facts:
        at = line.place.reason.since if line.place else line.discharged_at
        return at and patient.today(at), ""
    standing = standing_of(line.facts)
    place = place_of(standing, patient, now)
    if place.reason is None and place.marked:
        return _marked(standing_records.marks(standing)[place.marked.about], patient)
    also = ", ".join(short_reason(one.code) for one in place.others)
    return _began(place.reason, standing, patient), _("also: %(what)s") % {"what": also} if also else ""


def _began(reason, standing, patient):
    if reason is None:
        return standing.paused_at and patient.today(standing.paused_at)
    return standing.last_session_on if reason.code == "silent" else patient.today(reason.since)


def _marked(mark, patient):
    on, values = patient.today(mark.at), {"name": mark.by, "note": mark.note}
    words = _("set aside by %(name)s") % values
    if mark.until:
        words = _("set aside by %(name)s until %(day)s") % (values | {"day": mark.until.isoformat()})
    return on, f"{words}: {mark.note}" if mark.note else words
