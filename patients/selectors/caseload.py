"""The caseload: everybody in care of a physio in four groups, the most urgent first."""

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from patients import chart
from patients.models import Assignment, Patient
from patients.selectors.plan import track_of
from patients.triage import Group, Place, place_of, silent_for
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


def assignments_in_care(user, *, mine, name):
    """The running programmes of the clinics of `user`, or of the own patients; `name` narrows them. One query."""
    assignments = Assignment.objects.active().in_care_of(user).with_its_page()
    if mine:
        assignments = assignments.filter(patient__physio=user)
    return list(assignments.filter(patient__name__icontains=_wanted(name)))


def caseload(user, clinics, assignments, now, *, mine, name):
    """The page of these `assignments`, and who has no programme yet; a fixed number of queries."""
    patients = Patient.objects.in_care_of(user).filter(name__icontains=_wanted(name))
    patients = patients.exclude(assignments__ended_at=None, assignments__isnull=False)
    if mine:
        patients = patients.filter(physio=user)
    rows = [_row(assignment, now) for assignment in assignments]
    return Caseload(
        today=now.astimezone(ZoneInfo(clinics[0].time_zone)).date(),
        groups=[_group(group, rows) for group in Group],
        without_programme=list(patients),
        mine=mine,
        name=name,
    )


def _wanted(name):
    return name.replace("\x00", "").strip()


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
