"""One row of the caseload: why somebody is there, in words with the number, and since when."""

import datetime as dt
import json
from dataclasses import dataclass, replace
from functools import lru_cache
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.formats import date_format, time_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from patients import chart
from patients.domain import standing_records
from patients.domain.triage import DAY, Group, away_until, place_of
from patients.models import ContactKind, DischargeReason
from patients.selectors.desk.caseload_line import AS_JSON, FACTS
from patients.selectors.desk.identity import apart_by
from patients.selectors.stage_track import Track, track_of
from patients.wording import (
    caseload_reason,
    danger_reason,
    end_words,
    ended_reason,
    message_reason,
    mornings_reason,
    silent_reason,
    stuck_reason,
)
from programs import wording

SPARK_DAYS = 10
GROUP_SLUG = {Group.CALL: "call", Group.DECIDE: "decide", Group.CHASE: "chase", Group.ON_TRACK: "on-track"}


@dataclass(frozen=True)
class CaseloadRow:
    """`about` is what a mark would be said of, empty where nothing can be set aside; `marked` that a mark holds;
    `heard` who knows of an alarm, in words, and `unopened` that nobody has opened it; `apart` by what the patient is
    told apart from another of the same name; `back_on` the day that is offered for the row to come back on."""

    patient: Any
    group: str
    why: str
    since: str
    spark: chart.Spark | None = None
    track: Track | None = None
    contact: str = ""
    contact_on: str = ""
    about: str = ""
    marked: bool = False
    alarmed: bool = False
    heard: str = ""
    unopened: bool = False
    unread: int = 0
    apart: str = ""
    back_on: dt.date | None = None

    @property
    def tag(self):
        """What the group is called beside the row, where the list is not in groups."""
        words = {
            "call": _("Call"),
            "decide": _("Decide"),
            "chase": _("Chase"),
            "on-track": _("On track"),
            "new": _("New"),
            "discharged": _("Discharged"),
        }
        return words[self.group]

    @property
    def id(self):
        return str(self.patient.public_id)

    @property
    def url(self):
        return _url("patient-page", self.patient.public_id)

    @property
    def mark_url(self):
        return _url("mark-triage", self.patient.public_id)

    @property
    def figures(self):
        """Pain, stage and last contact as they are drawn; nothing where no programme runs."""
        if self.spark is None:
            return ""
        return _figures(self.spark, self.track, self.contact, self.contact_on, get_language())

    @property
    def aside_fields(self):
        """What is filled in to set the row aside, as it is drawn."""
        return _aside_fields(self.id, self.about, self.back_on, get_language())

    @property
    def phone(self):
        """What is dialled; shown where somebody is to be called."""
        return self.patient.phone if self.group == "call" else ""

    @property
    def call(self):
        return _("Call %(number)s") % {"number": self.phone}

    @property
    def unread_words(self):
        words = ngettext("%(n)s message not read", "%(n)s messages not read", self.unread)
        return words % {"n": self.unread}

    @property
    def physio(self):
        return _("Physio: %(name)s") % {"name": self.patient.physio}

    @property
    def can_be_marked(self):
        return self.marked or bool(self.about and self.group != "on-track")

    @property
    def set_aside(self):
        return _("Set %(name)s aside") % {"name": self.patient.name}


@lru_cache(maxsize=2_000)
def _url(name, patient_id):
    return reverse(name, args=[patient_id])


@lru_cache(maxsize=2_000)
def _figures(spark, track, contact, contact_on, _language):
    drawn = {"spark": spark, "track": track, "contact": contact, "contact_on": contact_on}
    return render_to_string("clinician/_caseload_figures.html", drawn)


@lru_cache(maxsize=2_000)
def _aside_fields(patient_id, about, back_on, _language):
    asked = {"id": patient_id, "about": about, "back_on": back_on}
    return render_to_string("clinician/_caseload_aside.html", asked)


def caseload_row(line, now, alarms, back_on=None):
    """The row of a `Line`; where no programme runs and nothing is open there is nothing but a programme to assign.
    `alarms` are those of everybody, by the patient's id."""
    row = _row_of(line, now, alarms.get(line.patient.pk))
    apart = apart_by(line.patient) if line.namesake else ""
    return replace(row, unread=line.unread, apart=apart, back_on=back_on)


def _row_of(line, now, alarms):
    if line.facts:
        return _running_row(line, now, alarms)
    if line.place:
        return alarm_row(alarms, line.place, now)
    if line.discharged_at:
        return _discharged_row(line)
    return CaseloadRow(patient=line.patient, group="new", why=_("Assign a programme."), since="")


def _discharged_row(line):
    why = _("Discharged: %(why)s.") % {"why": DischargeReason(line.discharged_reason).label}
    on = date_format(line.patient.today(line.discharged_at), "j F Y")
    return CaseloadRow(patient=line.patient, group="discharged", why=why, since=_("On %(day)s") % {"day": on})


def alarm_row(alarms, place, now):
    """The row of open `Alarms` by themselves, with their `Place`."""
    patient = alarms.patient
    today, flags = patient.today(now), alarms.flags
    return CaseloadRow(
        patient=patient,
        group=GROUP_SLUG[place.group],
        why=_reason_words(place.reason, None, today, flags),
        since=_since_words(place, None, patient, today),
        alarmed=True,
        heard=alarms.heard,
        unopened=not alarms.is_opened,
    )


def _running_row(line, now, alarms):
    told = _told(line.facts, line.patient.clinic, line.patient.time_zone, line.stage_count, line.since, get_language())
    row = replace(told, patient=line.patient)
    if not told.alarmed or not alarms:
        return row
    why = told.why or _flag_words(alarms.flags)
    return replace(row, why=why, heard=alarms.heard, unopened=not alarms.is_opened)


# A row says the same all day until its standing is written, and then these arguments are others: nothing has to be
# taken back. As many as twenty physios look at.
@lru_cache(maxsize=2_000)
def _told(facts, clinic, time_zone, stage_count, now, _language):
    """The row of nobody in particular whose programme runs: what its `facts` say at any instant of the day that `now`
    is of; no reason where that is an open flag, which others say."""
    standing, patient = standing_of(facts), Somebody(clinic, ZoneInfo(time_zone))
    place, today = place_of(standing, patient, now), patient.today(now)
    reason = place.reason or place.marked
    contact, contact_on = _contact(standing, patient, today)
    return CaseloadRow(
        patient=None,
        group=GROUP_SLUG[place.group],
        why=_reason_words(reason, standing, today, ()) if reason else _on_track_words(standing, today),
        since=_since_words(place, standing, patient, today),
        spark=chart.spark(_recent_pains(standing, today)),
        track=track_of(SimpleNamespace(standing=standing), today, total=stage_count),
        contact=contact,
        contact_on=contact_on,
        about="" if reason is None or reason.waits_for_an_act else reason.about,
        marked=place.reason is None and place.marked is not None,
        alarmed=place.is_alarm,
    )


@dataclass(frozen=True)
class Somebody:
    """A patient, as far as a place rests on them."""

    clinic: Any
    zone: ZoneInfo

    def today(self, now):
        return now.astimezone(self.zone).date()


def standing_of(facts):
    """What stands in the facts of a `Line`, by the names of its model."""
    facts = dict(zip(FACTS, facts, strict=True))
    facts |= {name: json.loads(facts[name]) for name in AS_JSON if facts[name]}
    of = {"": {}, "stage": {}, "review": {}}
    for name, value in facts.items():
        where, _, rest = name.rpartition("__")
        of[where][rest] = value
    review = SimpleNamespace(**of["review"]) if of["review"]["outcome"] else None
    return SimpleNamespace(**of[""], stage=SimpleNamespace(**of["stage"]), review=review)


def _flag_words(flags):
    """Every tick that is open: one alarm hides no other."""
    meant = {kind: False for kind in dict.fromkeys(flag.kind for flag in flags)}
    for flag in flags:
        meant[flag.kind] = meant[flag.kind] or flag.mistake_at is None
    return " ".join(_tick_words(kind, mistaken=not is_meant) for kind, is_meant in meant.items())


def _tick_words(kind, *, mistaken):
    tick = {"tick": wording.flag_short(kind)}
    return _("Ticked “%(tick)s”, by mistake, says the patient.") % tick if mistaken else _("Ticked “%(tick)s”.") % tick


def _reason_words(reason, standing, today, flags):
    """A `Reason` in one line."""
    if reason.code == "flag":
        return _flag_words(flags)
    if reason.code == "danger":
        return danger_reason(reason.about.removeprefix("danger:"))
    if reason.code == "intake":
        return _("Answers at the start ask for a call.")
    if reason.code == "silent":
        return silent_reason(reason.number, standing.stage.sessions_per_week)
    if reason.code == "mornings":
        return mornings_reason(reason.number)
    if reason.code == "message":
        return message_reason(reason.number)
    if reason.code == "ended":
        return ended_reason(standing.ends_kind, standing.ends_on)
    if reason.code == "stuck":
        return stuck_reason(reason.number, standing.stage.position)
    return _answer_words(standing, today)


def _answer_words(standing, today):
    """What the rules said, in one line."""
    review = standing.review
    if review is None:
        return _("Suggestions are off.")
    names = wording.Names(today=today, stage=standing.stage.position, stage_name=standing.stage.name)
    return caseload_reason(review.outcome, review.because, review.target, review.findings, names)


def _on_track_words(standing, today):
    """What stands where nobody has to act: a pause, days away, or what the rules said."""
    if standing.paused_at:
        return _("Programme paused, %(end)s.") % {"end": end_words(_end_of(standing, "pause"))}
    away = away_until(standing, today)
    if away:
        return _("Away until %(day)s.") % {"day": wording.date_words(away, today)}
    if standing.quiet:
        return _("%(what)s Decided on: it stays as it is.") % {"what": _answer_words(standing, today)}
    return _answer_words(standing, today)


def _end_of(standing, kind):
    return standing.ends_on if standing.ends_kind == kind else None


def _since_words(place, standing, patient, today):
    """Since when, and what else speaks; where a mark silences the reason, what the mark says."""
    if place.reason is None and place.marked:
        return _mark_words(standing_records.marks(standing)[place.marked.about], patient, today)
    words = _began_words(place.reason, standing, patient, today)
    if place.others:
        words += " · " + _("also: %(what)s") % {"what": ", ".join(short_reason(one.code) for one in place.others)}
    return words


def short_reason(code):
    return {
        "flag": _("a tick in the alarm list"),
        "danger": _("words of the alarm list in a message"),
        "intake": _("answers at the start"),
        "review": _("the rules ask"),
        "message": _("message"),
        "ended": _("an end has passed"),
        "silent": _("silent"),
        "mornings": _("mornings"),
        "stuck": _("long in stage"),
    }[code]


def _began_words(reason, standing, patient, today):
    if reason is None and standing.paused_at:
        return _("Since %(day)s") % {"day": _instant_words(standing.paused_at, patient, today)}
    if reason is None or reason.code == "silent":
        return _last_log_words(standing, today)
    if reason.code == "mornings":
        return _("Latest %(day)s") % {"day": wording.day_words(patient.today(reason.since), today)}
    return _("Since %(day)s") % {"day": _instant_words(reason.since, patient, today)}


def _instant_words(instant, patient, today):
    """ "today 06:54", "yesterday 21:10", "Tuesday", "2 June": the time where it still matters."""
    local = instant.astimezone(patient.zone)
    day = wording.day_words(local.date(), today)
    if (today - local.date()).days > 1 or local.time() == dt.time():
        return day
    return _("%(day)s %(time)s") % {"day": day, "time": time_format(local.time(), "H:i")}


def _mark_words(mark, patient, today):
    on = wording.day_words(patient.today(mark.at), today)
    if mark.until:
        until = wording.day_words(mark.until, today)
        said = _("Back %(until)s, said %(name)s %(day)s") % {"until": until, "name": mark.by, "day": on}
    else:
        said = _("Done by %(name)s, %(day)s") % {"name": mark.by, "day": on}
    return f"{said}: “{mark.note}”" if mark.note else said


def _last_log_words(standing, today):
    if standing.last_session_on is None:
        return _("Nothing logged yet")
    return _("Last log %(day)s") % {"day": wording.day_words(standing.last_session_on, today)}


def contact_kind(standing):
    """How the clinic was last in touch: "message"."""
    if standing.contact_at is None:
        return _("none")
    return str(ContactKind(standing.contact_kind).label if standing.contact_kind != ContactKind.START else _("Start"))


def _contact(standing, patient, today):
    """How the clinic was last in touch, and when: ("Message", "2 June")."""
    if standing.contact_at is None:
        return contact_kind(standing), ""
    return contact_kind(standing), wording.day_words(patient.today(standing.contact_at), today)


def contact_words(standing, patient, today):
    """ "Message, 2 June"."""
    return ", ".join(filter(None, _contact(standing, patient, today)))


def _recent_pains(standing, today):
    """The worst pain recorded on each of the last 10 days (0-10 NRS), None where nothing was: a session's on its own
    day, the next morning's on the day after."""
    worst = {}
    for day in standing_records.recent(standing):
        for recorded_on, pain in ((day.on, day.during), (day.on + DAY, day.morning)):
            if pain is not None:
                worst[recorded_on] = max(pain, worst.get(recorded_on, 0))
    return [worst.get(today - dt.timedelta(days=ago)) for ago in range(SPARK_DAYS - 1, -1, -1)]
