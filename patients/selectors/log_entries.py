"""What was logged, a line an entry: sessions and mornings, as the patient's and the physio's page list them."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from patients.models import TrainingSession
from programs import wording

LATEST = 30


@dataclass(frozen=True)
class Entry:
    """One line of what happened: when (as an instant and in words), what, by whom; a session's day has a zone."""

    at: dt.datetime
    when: str
    text: str
    by: str = ""
    zone: str = ""
    zone_word: str = ""
    session: TrainingSession | None = None


def entries_of(assignment, reading, audience):
    """Sessions, mornings and stage changes, the latest first."""
    entries = _session_entries(assignment, reading, audience) + _morning_entries(assignment, reading.today)
    return sorted(entries, key=lambda entry: entry.at, reverse=True)


def other_than_patient(assignment, user):
    """Who entered something, named only where it was somebody else: the page is the patient's own."""
    return "" if user.pk == assignment.patient.user_id else str(user)


def _session_entries(assignment, reading, audience):
    sessions = (
        assignment.sessions.valid().select_related("logged_by").prefetch_related("sets__prescription__exercise")
    )[:LATEST]
    shown = set()
    entries = []
    for session in sessions:
        day = session.training_day
        zone = reading.zones.get(day) if day not in shown else None
        shown.add(day)
        entries.append(
            Entry(
                at=session.performed_at,
                when=wording.day_words(session.local_date, reading.today),
                text=session_text(session),
                by=other_than_patient(assignment, session.logged_by),
                zone=zone.value if zone else "",
                zone_word=wording.zone_word(zone.value, audience) if zone else "",
                session=session,
            )
        )
    return entries


def session_text(session):
    """ "Single-leg bridge, 18 of 20 sets, left 2." """
    sets = list(session.sets.all())
    name = sets[0].prescription.exercise.name if sets else _("Session without a set")
    parts = [name]
    if sets:
        parts.append(_sets_done(session, sets))
    parts += pain_words(session)
    if session.stopped_for_pain:
        parts.append(_("stopped because of pain"))
    if session.no_injury_at:
        parts.append(_("no pop, bruise or new weakness"))
    if session.painkiller:
        parts.append(_("painkiller taken"))
    return ", ".join(parts)


def _sets_done(session, sets):
    """Measured against what was asked that day; a smaller dose says that it was one."""
    one = sets[0].prescription
    full = one.sets * len(one.sides)
    asked = session.sets_asked or full
    words = _("%(done)s of %(all)s sets") % {"done": len(sets), "all": asked}
    return _("%(sets)s of a smaller dose") % {"sets": words} if asked < full else words


def pain_words(row):
    """["left 2", "right 0"]; what was not recorded is not named."""
    left = [] if row.pain_left is None else [_("left %(pain)s") % {"pain": row.pain_left}]
    right = [] if row.pain_right is None else [_("right %(pain)s") % {"pain": row.pain_right}]
    return left + right


def _morning_entries(assignment, today):
    checks = assignment.morning_checks.valid().select_related("logged_by")[:LATEST]
    return [
        Entry(
            at=check.received_at if not check.late else _morning_instant(assignment, check),
            when=wording.day_words(check.on, today),
            text=_morning_text(check),
            by=other_than_patient(assignment, check.logged_by),
        )
        for check in checks
    ]


def _morning_text(check):
    """ "Morning answer: left 2, painkiller taken, entered later"."""
    parts = pain_words(check)
    if check.painkiller:
        parts.append(_("painkiller taken"))
    if check.late:
        parts.append(_("entered later"))
    return _("Morning answer: %(pain)s") % {"pain": ", ".join(parts)}


def _morning_instant(assignment, check):
    return dt.datetime.combine(check.on, dt.time(7), tzinfo=assignment.patient.zone)
