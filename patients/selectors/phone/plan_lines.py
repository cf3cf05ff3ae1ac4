"""The physio's own lines on Today: running, how often, the next appointment."""

import datetime as dt
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from patients.models import LineKind
from programs import wording

ICONS = {LineKind.RUNNING: "run", LineKind.FREQUENCY: "calendar", LineKind.APPOINTMENT: "calendar"}


@dataclass(frozen=True)
class Line:
    """One line: what leads, what stands under it, and the icon beside it."""

    kind: str
    title: str
    text: str
    icon: str


def lines_of(rows, today, *, running_paused=False):
    """The `Line` of each kind that stands, running first; an appointment that is over is gone.

    `running_paused`: the tendon is irritated, and less load is said at once, whatever the line was.
    """
    shown = [rows.lines[kind] for kind in ICONS if kind in rows.lines and not _is_over(rows.lines[kind], today)]
    return [_line(row, rows.assignment.patient, today, running_paused) for row in shown]


def _is_over(row, today):
    return row.on is not None and row.on < today


def _line(row, patient, today, running_paused):
    said = _("%(name)s, %(day)s") % {
        "name": row.by.get_short_name(),
        "day": wording.day_words(patient.today(row.at), today),
    }
    if row.kind == LineKind.APPOINTMENT:
        return Line(row.kind, _appointment(row, today), _("Next appointment."), ICONS[row.kind])
    if row.kind == LineKind.RUNNING and running_paused:
        was = _("Paused while your tendon is irritated. Before: “%(line)s”.") % {"line": row.text.rstrip(".")}
        return Line(row.kind, _("Running and sport: not now"), was, ICONS[row.kind])
    title = _running(row.text) if row.kind == LineKind.RUNNING else row.text
    return Line(row.kind, title, said, ICONS[row.kind])


def _running(text):
    """ "Running: easy and flat, 20 minutes."; a line that says what it is about is left as it is."""
    named = text.lower().startswith(_("Running").lower())
    return text if named else _("Running: %(line)s") % {"line": f"{text[:1].lower()}{text[1:]}"}


def _appointment(row, today):
    """ "Tuesday 30 June, 14:30"."""
    if not row.on:
        return row.text
    near = {today: _("Today"), today + dt.timedelta(days=1): _("Tomorrow")}.get(row.on)
    day = near or date_format(row.on, "l j F")
    return f"{day}, {row.text}" if row.text else day


def maintenance_of(patient):
    """What to go on with after the programme that ended last, in the physio's words; "" without any."""
    ended = patient.assignments.exclude(ended_at=None).order_by("-ended_at").first()
    if ended is None:
        return ""
    line = ended.lines.filter(kind=LineKind.MAINTENANCE).first()
    return ended.maintenance_plan or (line.text if line else "")
