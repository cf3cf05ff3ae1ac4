"""The page of a patient as plain text, for the clinic's own record."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from patients.models import LineKind

ENTRIES = 15


def summary_of(assignment, page):
    """Lines of text, the most important first; from a `PatientPage`, no query."""
    parts = [
        _head(assignment, page),
        [f"{page.words.title}. {page.words.text}".strip(), *_rows(page), *page.beside],
        _now(assignment, page),
        _plan(assignment, page),
        *([_measures(page)] if page.measures.courses else []),
        *([_bad_days(page)] if page.bad_days else []),
        *([_before(page)] if page.before else []),
        [_("Latest entries")] + [_entry(entry) for entry in page.entries[:ENTRIES]],
    ]
    return "\n\n".join("\n".join(lines) for lines in parts)


def _before(page):
    lines = [_("Programmes before")]
    lines += [f"- {heading}" + (f" ({why})" if why else "") for heading, why in page.before]
    return lines + [f"- {date_format(note.at, 'j F Y')}, {note.by}: {note.text}" for note in page.earlier_notes]


def _head(assignment, page):
    track = page.track
    values = {"current": track.current, "total": track.total, "day": track.day, "side": assignment.get_side_display()}
    return [
        ", ".join(filter(None, (assignment.patient.name, assignment.patient.identifiers))),
        str(page.version),
        _("Stage %(current)s of %(total)s, day %(day)s. Affected side: %(side)s.") % values,
        _("As of %(day)s.") % {"day": date_format(page.today, "j F Y")},
    ]


def _rows(page):
    return [f"- {row.required}: {row.observed}" + (f" ({row.days})" if row.days else "") for row in page.rows]


def _now(assignment, page):
    flags = "; ".join(_flag(one.flag, one.tick) for one in page.flags) or _("none")
    counts = {"logged": page.adherence.logged, "due": page.adherence.due}
    return [
        _("Due days logged: %(logged)s of %(due)s.") % counts,
        _("Usual morning pain: %(n)s of 10.") % {"n": page.baseline},
        _("Open flags: %(flags)s.") % {"flags": flags},
        _("Last contact: %(contact)s.") % {"contact": page.contact},
    ]


def _flag(flag, tick):
    return _("%(tick)s (by mistake, says the patient)") % {"tick": tick} if flag.mistake_at else str(tick)


def _plan(assignment, page):
    lines = [_("Plan")]
    for prescription, dose, change in page.doses:
        reason = f" ({change.reason})" if change else ""
        lines.append(f"- {prescription.exercise}: {dose.words}{reason}")
    lines.append(f"- {assignment.standing.stage.frequency}")
    lines += [f"- {directive}" for directive in page.directives.values()]
    for kind, line in page.lines.items():
        on = f"{date_format(line.on, 'j F Y')} " if kind == LineKind.APPOINTMENT and line.on else ""
        lines.append(f"- {str(line.get_kind_display()).capitalize()}: {on}{line.text}".rstrip())
    return lines


def _measures(page):
    return [_("Measures")] + [
        f"- {', '.join(filter(None, (f'{one.name}: {one.latest}', one.change, one.matters)))}"
        for one in page.measures.courses
    ]


def _bad_days(page):
    return [_("Bad days")] + [
        f"- {', '.join(filter(None, (day.when, day.zone_word, day.numbers, *day.activities, *day.reasons)))}"
        for day in page.bad_days
    ]


def _entry(entry):
    return f"- {entry.when}: {entry.text}" + (f" ({entry.by})" if entry.by else "")
