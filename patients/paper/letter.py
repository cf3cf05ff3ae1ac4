"""A progress letter to whoever referred the patient: a first text out of the records, for the clinician to rewrite."""

import datetime as dt

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from patients import engine
from patients.paper.history import CHART_DAYS, charts_of
from patients.selectors import directives_in_force
from patients.selectors.adherence import adherence_of
from patients.selectors.episodes import ended_assignments, episode_heading, last_day
from patients.wording import plain
from programs import wording

RECENT = 14  # days: two weeks of numbers say how it is now
MEASURES = 6


def letter_paper(assignment, now, *, to, text, by):
    """(context, pictures) of print/letter.html, with the latest chart of each side. `to` and `text` as typed: an empty
    line begins a new paragraph."""
    today = assignment.patient.today(now)
    until = last_day(assignment) if assignment.ended_at else today
    first = max(assignment.started_on, until - dt.timedelta(days=CHART_DAYS - 1))
    pictures, charts = charts_of(assignment, min(first, until), until)
    context = {
        "charts": charts,
        "is_drawn": bool(pictures),
        "assignment": assignment,
        "clinic": assignment.patient.clinic,
        "today": today,
        "to": to.splitlines(),
        "paragraphs": [one.splitlines() for one in text.replace("\r\n", "\n").split("\n\n") if one.strip()],
        "by": by,
    }
    return context, pictures


def letter_text(assignment, now):
    """What the records say, a paragraph a subject, as a first text for the clinician to rewrite: first what somebody
    reads who has a minute. Of a programme that has ended, as it was then."""
    if assignment.ended_at:
        now = assignment.ended_at
    today = last_day(assignment) if assignment.ended_at else assignment.patient.today(now)
    paragraphs = (
        _in_short(assignment, now, today),
        _decisions(assignment),
        _levers(assignment, today),
        _measures(assignment),
        _before(assignment),
        _("The criteria are consensus defaults: no study validates a numeric gate for this condition."),
    )
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)


def _in_short(assignment, now, today):
    parts = (
        _programme(assignment, today),
        _end(assignment),
        _alarms(assignment),
        _pain(assignment, today),
        _adherence(assignment, now),
    )
    return "\n".join([_("In short:"), *filter(None, parts)])


def _day(on):
    return date_format(on, "j F Y")


def _programme(assignment, today):
    standing = assignment.standing
    days = max((today - standing.stage_started_on).days, 0)  # whole ones, as the rules count
    text = _at_the_end(days) if assignment.ended_at else _now(days)
    return text % {
        "program": assignment.version.program.name,
        "start": _day(assignment.started_on),
        "side": assignment.get_side_display(),
        "stage": standing.stage.position,
        "total": assignment.version.stages.count(),
        "name": standing.stage.name,
        "since": _day(standing.stage_started_on),
        "until": _day(today),
        "n": days,
    }


def _now(days):
    return ngettext(
        "Programme: %(program)s, since %(start)s. Affected side: %(side)s. Now at stage %(stage)s of %(total)s,"
        " %(name)s, since %(since)s (%(n)s day).",
        "Programme: %(program)s, since %(start)s. Affected side: %(side)s. Now at stage %(stage)s of %(total)s,"
        " %(name)s, since %(since)s (%(n)s days).",
        days,
    )


def _at_the_end(days):
    return ngettext(
        "Programme: %(program)s, from %(start)s to %(until)s. Affected side: %(side)s. At the end at stage %(stage)s of"
        " %(total)s, %(name)s, since %(since)s (%(n)s day).",
        "Programme: %(program)s, from %(start)s to %(until)s. Affected side: %(side)s. At the end at stage %(stage)s of"
        " %(total)s, %(name)s, since %(since)s (%(n)s days).",
        days,
    )


def _end(assignment):
    """Why it ended, that the treatment is over, and what the patient goes on with, as far as it is said."""
    if not assignment.ended_at:
        return ""
    why, over = assignment.end_reason, assignment.patient.discharges.in_force().first()
    if over:
        said = {"day": _day(assignment.patient.today(over.at)), "why": over.get_reason_display()}
        why = _("Treatment ended on %(day)s: %(why)s.") % said
    if assignment.maintenance_plan:
        why += "\n" + _("The patient goes on with: %(what)s") % {"what": assignment.maintenance_plan}
    return why.strip()


def _before(assignment):
    """The programmes that ended before this one, and why."""
    ended = [one for one in ended_assignments(assignment.patient) if one != assignment]
    lines = [f"{episode_heading(one)}." + (f" “{one.end_reason}”" if one.end_reason else "") for one in ended]
    return "\n".join([_("Programmes before:"), *lines]) if lines else ""


def _decisions(assignment):
    changes = assignment.stage_changes.select_related("stage", "by").order_by("at", "pk")
    lines = [
        _("%(day)s: %(stage)s, decided by %(by)s.%(why)s")
        % {
            "day": _day(change.started_on),
            "stage": change.stage,
            "by": change.by,
            "why": f" “{change.reason}”" if change.reason else "",
        }
        for change in changes
    ]
    return "\n".join([_("Stages:"), *lines])


def _adherence(assignment, now):
    adherence = adherence_of(assignment, engine.read(assignment, now))
    return (
        ngettext(
            "Logged, last %(n)s week: %(logged)s of %(due)s due days, %(share)s %% (self-reported).",
            "Logged, last %(n)s weeks: %(logged)s of %(due)s due days, %(share)s %% (self-reported).",
            adherence.weeks_counted,
        )
        % adherence.in_words
    )


def _pain(assignment, today):
    since = today - dt.timedelta(days=RECENT - 1)
    during = _pains(assignment, assignment.sessions.valid().filter(local_date__gte=since))
    mornings = _pains(assignment, assignment.morning_checks.valid().filter(on__gte=since))
    usual = _("Usual next-morning pain when this stage began: %(pain)s of 10.") % {
        "pain": plain(assignment.standing.baseline)
    }
    return " ".join(
        [
            usual,
            _("Last 14 days, during exercise: %(range)s.") % {"range": _range(during)},
            _("Next mornings: %(range)s.") % {"range": _range(mornings)},
        ]
    )


def _pains(assignment, rows):
    """Of each row the number of the worse affected side; what was not recorded is left out."""
    given = [[getattr(row, f"pain_{side}") for side in assignment.affected_sides] for row in rows]
    return [max(pain for pain in pains if pain is not None) for pains in given if any(p is not None for p in pains)]


def _range(pains):
    """ "1 to 3 of 10, 6 entries"."""
    if not pains:
        return _("nothing recorded")
    span = str(min(pains)) if min(pains) == max(pains) else _("%(a)s to %(b)s") % {"a": min(pains), "b": max(pains)}
    return ngettext("%(span)s of 10, %(n)s entry", "%(span)s of 10, %(n)s entries", len(pains)) % {
        "span": span,
        "n": len(pains),
    }


def _levers(assignment, today):
    return "\n".join(str(directive) for directive in directives_in_force(assignment, today).values())


def _alarms(assignment):
    flags = assignment.patient.flags.order_by("raised_at")
    said = [
        _("%(day)s: %(tick)s%(state)s")
        % {
            "day": _day(assignment.patient.today(flag.raised_at)),
            "tick": wording.flag_short(flag.kind),
            "state": (_(", by mistake as the patient says") if flag.mistake_at else "")
            + (_(", still open") if flag.closed_at is None else ""),
        }
        for flag in flags
    ]
    return "\n".join([_("Reported as new or alarming:"), *said]) if said else _("Nothing new or alarming was reported.")


def _measures(assignment):
    rows = assignment.measures.valid()[:MEASURES]
    lines = [
        _("%(day)s: %(what)s: %(value)s")
        % {
            "day": _day(row.on),
            "what": ", ".join(filter(None, [wording.measure_words(row.kind), row.label, row.get_side_display()])),
            "value": plain(row.value),
        }
        for row in rows
    ]
    return "\n".join([_("Measures:"), *lines]) if lines else ""
