"""The physio's desk: the caseload in four groups, and one patient at a glance."""

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from patients import chart, services
from patients.models import Assignment, DirectiveKind, Patient, Review
from patients.selectors.plan import names_of, track_of
from patients.selectors.progress import (
    TIMELINE_ENTRIES,
    Entry,
    adherence_of,
    charts_of,
    entries_of,
    other_side_is_quiet,
    plain,
    reading_of,
)
from patients.triage import DECIDE_RANK, Group, Place, place_of, silent_for
from programs import wording

SPARK_DAYS = 10


@dataclass(frozen=True)
class Row:
    patient: object
    place: Place
    why: str
    since: str
    spark: object
    track: object
    last_log: str
    order: tuple


@dataclass(frozen=True)
class TriageGroup:
    slug: str
    icon: str
    label: str
    empty: str
    rows: list


@dataclass(frozen=True)
class Caseload:
    today: dt.date
    groups: list
    without_programme: list
    mine: bool
    name: str

    @property
    def is_empty(self):
        return not self.without_programme and not any(group.rows for group in self.groups)

    @property
    def summary(self):
        """ "3 to call, 3 to decide, 3 to chase, 75 on track." """
        call, decide, chase, on_track = (len(group.rows) for group in self.groups)
        return _("%(call)s to call, %(decide)s to decide, %(chase)s to chase, %(on_track)s on track.") % {
            "call": call,
            "decide": decide,
            "chase": chase,
            "on_track": on_track,
        }


def caseload(user, clinics, now, *, mine, name):
    """Everybody in care of `user`, in four groups, the most urgent first; a fixed number of queries."""
    patients = Patient.objects.in_care_of(user).select_related("clinic", "physio")
    assignments = Assignment.objects.active().in_care_of(user).with_its_page()
    if mine:
        patients, assignments = patients.filter(physio=user), assignments.filter(patient__physio=user)
    if name.strip():
        wanted = name.replace("\x00", "").strip()
        patients = patients.filter(name__icontains=wanted)
        assignments = assignments.filter(patient__name__icontains=wanted)
    rows = [_row(assignment, now) for assignment in assignments]
    busy = {row.patient.pk for row in rows}
    return Caseload(
        today=now.astimezone(ZoneInfo(clinics[0].time_zone)).date(),
        groups=[_group(group, rows) for group in Group],
        without_programme=[patient for patient in patients if patient.pk not in busy],
        mine=mine,
        name=name,
    )


def _group(group, rows):
    slug, icon, label, empty = {
        Group.CALL: ("call", "phone", _("Call"), _("Nobody to call.")),
        Group.DECIDE: ("decide", "decide", _("Decide"), _("Nothing to decide.")),
        Group.CHASE: ("chase", "clock", _("Chase"), _("Nobody to chase.")),
        Group.ON_TRACK: ("on-track", "check", _("On track"), _("Nobody here.")),
    }[group]
    return TriageGroup(slug, icon, label, empty, sorted((r for r in rows if r.place.group == group), key=_order))


def _order(row):
    return row.order


def _row(assignment, now):
    services.refresh_if_due(assignment, now)
    standing, patient = assignment.standing, assignment.patient
    today = patient.today(now)
    place = place_of(standing, today, patient.clinic.silent_days)
    since = standing.flag_at or standing.since or assignment.assigned_at
    return Row(
        patient=patient,
        place=place,
        why=_why(assignment, place, today),
        since=_since(place, standing, since, today, patient),
        spark=chart.spark(_recent_pains(standing, today)),
        track=track_of(assignment, today),
        last_log=_last_log_day(standing, today),
        order=(place.rank, since, patient.name),
    )


def _why(assignment, place, today):
    standing = assignment.standing
    if place.why == "flag":
        return _("Ticked “%(tick)s”.") % {"tick": wording.flag_short(standing.flag_kind)}
    if place.why == "silent":
        days = silent_for(standing, today)
        return ngettext(
            "No log for %(n)s day, plan %(plan)s a week.", "No log for %(n)s days, plan %(plan)s a week.", days
        ) % {"n": days, "plan": standing.stage.sessions_per_week}
    review = standing.review
    if review is None:
        return _("Suggestions are off.")
    names = wording.Names(today=today, stage=standing.stage.position, stage_name=standing.stage.name)
    return wording.caseload_reason(review.outcome, review.because, review.target, review.findings, names)


def _since(place, standing, since, today, patient):
    if place.group == Group.ON_TRACK:
        return _last_log(standing, today)
    if place.why == "silent":
        return _last_log(standing, today)
    return _("Since %(day)s") % {"day": wording.day_words(patient.today(since), today)}


def _last_log(standing, today):
    if standing.last_session_on is None:
        return _("Nothing logged yet")
    return _("Last log %(day)s") % {"day": wording.day_words(standing.last_session_on, today)}


def _last_log_day(standing, today):
    if standing.last_session_on is None:
        return _("none")
    return wording.day_words(standing.last_session_on, today)


def _recent_pains(standing, today):
    """The worst pain recorded on each of the last 10 days (0-10 NRS), None where nothing was: a session's on its own
    day, the next morning's on the day after."""
    worst = {}
    for day in standing.recent:
        on = dt.date.fromisoformat(day["on"])
        for recorded_on, pain in ((on, day["during"]), (on + dt.timedelta(days=1), day["morning"])):
            if pain is not None:
                worst[recorded_on] = max(pain, worst.get(recorded_on, 0))
    return [worst.get(today - dt.timedelta(days=ago)) for ago in range(SPARK_DAYS - 1, -1, -1)]


@dataclass(frozen=True)
class PatientPage:
    today: dt.date
    track: object
    review: Review | None
    words: wording.Words
    rows: list
    flags: list
    charts: list
    other_side_quiet: bool
    adherence: object
    baseline: float
    ceiling: object
    hold: object
    version: object
    doses: list
    entries: list
    late_mornings: int

    @property
    def asks_for_a_decision(self):
        return self.review is not None and self.review.target is not None and not self.review.quiet

    @property
    def can_be_declined(self):
        """A hold asks for nothing, so there is nothing to decline."""
        return self.review is not None and self.review.outcome in DECIDE_RANK and not self.review.quiet


def patient_page(assignment, now):
    today = assignment.patient.today(now)
    review = assignment.standing.review
    reading = reading_of(assignment, now)
    findings = review.findings if review else []
    directives = _latest_directives(assignment)
    return PatientPage(
        today=today,
        track=track_of(assignment, today),
        review=review,
        words=_clinician_words(assignment, review, today),
        rows=wording.finding_rows(findings, "clinician", today),
        flags=[(flag, flag.get_kind_display()) for flag in assignment.flags.open()],
        charts=charts_of(assignment, today, chart.DESK),
        other_side_quiet=other_side_is_quiet(assignment),
        adherence=adherence_of(assignment, reading),
        baseline=plain(assignment.standing.baseline),
        ceiling=directives.get(DirectiveKind.CEILING),
        hold=directives.get(DirectiveKind.HOLD),
        version=assignment.version,
        doses=list(assignment.standing.stage.prescriptions.select_related("exercise")),
        entries=_everything(assignment, reading)[: 2 * TIMELINE_ENTRIES],
        late_mornings=_late_mornings(assignment),
    )


def _clinician_words(assignment, review, today):
    if review is None:
        return wording.Words(_("Suggestions are off"), _("Logging goes on; no rule runs."))
    names = names_of(assignment, today)
    return wording.clinician_words(review.outcome, review.because, review.target, review.findings, names)


def _latest_directives(assignment):
    latest = {}
    for directive in assignment.directives.select_related("by").order_by("at", "pk"):
        latest[directive.kind] = directive
    return {kind: directive for kind, directive in latest.items() if directive.value}


def _late_mornings(assignment):
    since = assignment.standing.stage_started_on
    return assignment.morning_checks.standing().filter(on__gt=since, late=True).count()


def _everything(assignment, reading):
    entries = (
        entries_of(assignment, reading, "clinician")
        + _decisions(assignment, reading.today)
        + _flags(assignment, reading.today)
    )
    return sorted(entries, key=lambda entry: entry.at, reverse=True)


def _decisions(assignment, today):
    when = _when(assignment, today)
    changes = assignment.stage_changes.select_related("stage", "by")
    declined = assignment.reviews.filter(decision=Review.Decision.DECLINED).select_related("decided_by")
    return [
        Entry(
            change.at,
            when(change.at),
            _("Stage %(n)s. “%(reason)s”") % {"n": change.stage.position, "reason": change.reason}
            if change.reason
            else _("Stage %(n)s.") % {"n": change.stage.position},
            str(change.by),
        )
        for change in changes
    ] + [
        Entry(
            review.decided_at,
            when(review.decided_at),
            _("Suggestion declined. “%(reason)s”") % {"reason": review.reason},
            str(review.decided_by),
        )
        for review in declined
    ]


def _when(assignment, today):
    return lambda at: wording.day_words(assignment.patient.today(at), today)


def _flags(assignment, today):
    when = _when(assignment, today)
    entries = []
    for flag in assignment.flags.select_related("raised_by", "closed_by"):
        tick = wording.flag_short(flag.kind)
        text = _("Ticked “%(tick)s”.") % {"tick": tick}
        entries.append(Entry(flag.raised_at, when(flag.raised_at), text, str(flag.raised_by)))
        if flag.closed_at:
            text = _("Closed “%(tick)s”. “%(words)s”") % {"tick": tick, "words": flag.closing_words}
            entries.append(Entry(flag.closed_at, when(flag.closed_at), text, str(flag.closed_by)))
    return entries
