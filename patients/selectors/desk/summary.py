"""The page of a patient as plain text, for the clinic's own record: read later, so every day in it is a date."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from patients.models import LineKind
from patients.selectors.desk.caseload_row import contact_kind

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
        *([_before(assignment, page)] if page.before else []),
        [_("Latest entries")] + [_entry(entry, assignment.patient) for entry in page.entries[:ENTRIES]],
    ]
    return "\n\n".join("\n".join(lines) for lines in parts)


def _before(assignment, page):
    lines = [_("Programmes before")]
    lines += [f"- {heading}" + (f" ({why})" if why else "") for heading, why in page.before]
    return lines + [
        f"- {assignment.patient.today(note.at).isoformat()}, {note.by}: {note.text}" for note in page.earlier_notes
    ]


def _head(assignment, page):
    track = page.track
    values = {"current": track.current, "total": track.total, "label": track.label}
    values |= {
        "since": date_format(assignment.standing.stage_started_on, "j F Y"),
        "side": assignment.get_side_display(),
    }
    return [
        ", ".join(filter(None, (assignment.patient.name, assignment.patient.identifiers))),
        str(page.version),
        _("Stage %(current)s of %(total)s, %(label)s, since %(since)s. Affected side: %(side)s.") % values,
        _("As of %(day)s.") % {"day": page.today.isoformat()},
    ]


def _rows(page):
    return [f"- {row.required}: {row.observed}" + (f" ({row.days})" if row.days else "") for row in page.rows]


def _now(assignment, page):
    flags = "; ".join(_flag(one.flag, one.tick) for one in page.flags) or _("none")
    return [
        ngettext(
            "Due days logged, last %(n)s week: %(logged)s of %(due)s, %(share)s %%.",
            "Due days logged, last %(n)s weeks: %(logged)s of %(due)s, %(share)s %%.",
            page.adherence.weeks_counted,
        )
        % page.adherence.in_words,
        _usual(page.usual),
        _("Open flags: %(flags)s.") % {"flags": flags},
        _("Last contact: %(contact)s.") % {"contact": _contact(assignment)},
    ]


def _contact(assignment):
    """How the clinic was last in touch, and on which date."""
    at, words = assignment.standing.contact_at, contact_kind(assignment.standing)
    return words if at is None else f"{words}, {assignment.patient.today(at).isoformat()}"


def _usual(usual):
    words = _("Usual morning pain when the stage began: %(n)s of 10.") % {"n": usual.frozen}
    if usual.is_raised:
        words += " " + _("The rules reckon with %(n)s.") % {"n": usual.counts_as}
    if usual.now is None:
        return words
    count = {"n": usual.now, "mornings": usual.mornings}
    now = ngettext(
        "Now: %(n)s, the median of %(mornings)s morning in 7 days.",
        "Now: %(n)s, the median of %(mornings)s mornings in 7 days.",
        usual.mornings,
    )
    return f"{words} {now % count}"


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
        on = f"{line.on.isoformat()} " if kind == LineKind.APPOINTMENT and line.on else ""
        lines.append(f"- {str(line.get_kind_display()).capitalize()}: {on}{line.text}".rstrip())
    return lines


def _measures(page):
    return [_("Measures")] + [
        f"- {', '.join(filter(None, (f'{one.name}: {one.latest}', one.change, one.matters)))}"
        for one in page.measures.courses
    ]


def _bad_days(page):
    return [_("Bad days")] + [
        f"- {', '.join(filter(None, (day.on.isoformat(), day.zone_word, day.numbers, *day.activities, *day.reasons)))}"
        for day in page.bad_days
    ]


def _entry(entry, patient):
    return f"- {entry.on(patient).isoformat()}: {entry.text}" + (f" ({entry.by})" if entry.by else "")
