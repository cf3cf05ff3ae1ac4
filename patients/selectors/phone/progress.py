"""The way so far, for the patient and for the physio: charts, the rule with what is met, and what happened."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from patients import chart
from patients.domain import standing_records
from patients.engine import history_of
from patients.selectors.directives import directives_in_force
from patients.selectors.phone.plan import track_of, words_now
from programs import wording
from programs.progression import Code, stored
from programs.progression.reading import read

CHART_DAYS = 42
TIMELINE_ENTRIES = 30


@dataclass(frozen=True)
class Entry:
    """One line of what happened: when (as an instant and in words), what, by whom; a session's day has a zone."""

    at: dt.datetime
    when: str
    text: str
    by: str = ""
    zone: str = ""
    zone_word: str = ""
    session: object = None


@dataclass(frozen=True)
class Adherence:
    """Days logged of days due in this stage, days away left out; due follows the plan's sessions a week."""

    logged: int
    due: int


@dataclass(frozen=True)
class Progress:
    today: dt.date
    track: object
    words: wording.Words
    rows: list
    good_days: list
    charts: list
    other_side_quiet: bool
    adherence: Adherence
    baseline: float
    entries: list
    changes: list
    directives: dict


def progress_page(assignment, now):
    today = assignment.patient.today(now)
    review = assignment.standing.review
    reading = reading_of(assignment, now)
    findings = review.findings if review else []
    return Progress(
        today=today,
        track=track_of(assignment, today),
        words=words_now(assignment, today),
        rows=wording.finding_rows(findings, "patient", today),
        good_days=good_days(review, assignment.standing.stage.run_length),
        charts=charts_of(assignment, today, chart.PHONE),
        other_side_quiet=other_side_is_quiet(assignment),
        adherence=adherence_of(assignment, reading),
        baseline=plain(assignment.standing.baseline),
        entries=entries_of(assignment, reading, "patient")[:TIMELINE_ENTRIES],
        changes=list(assignment.stage_changes.select_related("stage", "by")),
        directives=directives_in_force(assignment, today),
    )


def plain(number):
    return int(number) if number == int(number) else float(number)


def reading_of(assignment, now):
    """What a page says of days and zones. It rests on no criterion, so it can be said where one cannot be read."""
    rules = stored.rules_from_json(stored.without_criteria(assignment.version.rules))
    return read(rules, history_of(assignment, now, measures=()))


def good_days(review, needed):
    """The dates of the run that counts now, oldest first, the last `needed` of them."""
    run = next((found for found in standing_records.findings(review) if found.code == Code.SESSIONS), None)
    return list(run.evidence)[-needed:] if run else []


def adherence_of(assignment, reading):
    days = reading.counted_days_in_stage + 1
    due = round(days * assignment.standing.stage.sessions_per_week / 7)
    logged = len(reading.days)
    return Adherence(logged=logged, due=max(due, logged, 1))


def charts_of(assignment, today, size):
    """The last six weeks: a chart for each affected side, and one for the other side where pain was recorded."""
    since = max(assignment.started_on, today - dt.timedelta(days=CHART_DAYS - 1))
    return charts_between(assignment, since, max(today, since), size)


def charts_between(assignment, since, until, size):
    """The same from `since` to `until`, both local dates included."""
    days = _day_pains(assignment, since)
    sides = list(assignment.affected_sides)
    if not other_side_is_quiet(assignment):
        sides += [side for side in ("left", "right") if side not in sides]
    return [
        chart.pain_chart(
            days,
            side,
            since=since,
            until=until,
            stages=stage_bands(assignment),
            away=[chart.Span(away.from_on, away.to_on) for away in assignment.aways.all()],
            zones=zones_of(assignment),
            size=size,
        )
        for side in sides
    ]


def zones_of(assignment):
    """The edges that hold for this patient now: the ceiling, if there is one, else the stage's."""
    review = assignment.standing.review
    ceiling = review.inputs.get("pain_ceiling") if review else None
    edge = assignment.standing.stage.pain_max if ceiling is None else ceiling
    return chart.Zones(green_edge=edge, red_edge=assignment.version.red_during)


def other_side_is_quiet(assignment):
    """Whether the other side never hurt; always true where both sides are affected."""
    other = {"left": "right", "right": "left"}.get(assignment.side)
    return other is None or not assignment.sessions.valid().filter(**{f"pain_{other}__gt": 0}).exists()


def stage_bands(assignment):
    changes = list(assignment.stage_changes.select_related("stage").order_by("at", "pk"))
    ends = [change.started_on - dt.timedelta(days=1) for change in changes[1:]] + [None]
    return [
        chart.StageBand(
            name=_("Stage %(n)s") % {"n": change.stage.position},
            start=change.started_on,
            end=end,
            short=str(change.stage.position),
            sessions_per_week=change.stage.sessions_per_week,
        )
        for change, end in zip(changes, ends, strict=True)
        if end is None or end >= change.started_on
    ]


def _day_pains(assignment, since):
    """One `DayPain` a date: the worst of its sessions a side, and the morning after."""
    days = {}
    for session in assignment.sessions.valid().filter(local_date__gte=since):
        day = days.setdefault(session.local_date, {})
        for side in ("left", "right"):
            _raise_to(day, f"during_{side}", getattr(session, f"pain_{side}"))
    for check in assignment.morning_checks.valid().filter(on__gt=since):
        day = days.setdefault(check.on - dt.timedelta(days=1), {})
        for side in ("left", "right"):
            _raise_to(day, f"morning_{side}", getattr(check, f"pain_{side}"))
    return [chart.DayPain(day, **values) for day, values in sorted(days.items())]


def _raise_to(day, name, pain):
    if pain is not None:
        day[name] = max(pain, day.get(name, 0))


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
    )[:TIMELINE_ENTRIES]
    shown = set()
    entries = []
    for session in sessions:
        zone = reading.zones.get(session.local_date) if session.local_date not in shown else None
        shown.add(session.local_date)
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
    checks = assignment.morning_checks.valid().select_related("logged_by")[:TIMELINE_ENTRIES]
    return [
        Entry(
            at=check.received_at if not check.late else _morning_instant(assignment, check),
            when=wording.day_words(check.on, today),
            text=_("Morning answer: %(pain)s") % {"pain": ", ".join(pain_words(check))}
            + (_(", entered later") if check.late else ""),
            by=other_than_patient(assignment, check.logged_by),
        )
        for check in checks
    ]


def _morning_instant(assignment, check):
    return dt.datetime.combine(check.on, dt.time(7), tzinfo=assignment.patient.zone)
