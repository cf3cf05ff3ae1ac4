"""The caseload: everybody in care of a physio, the most urgent first, in four groups and in pages of 100.

The number of queries is the same for 5 patients and for 500: one for the lines of everybody and what the rules said,
one for who has no programme, one for the open flags.
"""

import datetime as dt
import unicodedata
from dataclasses import dataclass, replace
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.db.models import Count, OuterRef, Subquery
from django.utils.translation import gettext as _

from patients.access import unread_of
from patients.domain.triage import Group, flag_urgency, next_open, place_of, place_without_programme
from patients.models import Assignment, Flag, Patient, Standing
from patients.selectors.desk.caseload_row import caseload_row, patient_of
from programs.models import Stage

PAGE = 100
NEW = "new"
SLUGS = {"call": Group.CALL, "decide": Group.DECIDE, "chase": Group.CHASE, "on-track": Group.ON_TRACK}
URGENCY, NAME, LAST_LOG, STAGE = SORTS = ("urgency", "name", "last-log", "stage")
# What the lines of everybody need, and no more: the rules and the inputs of the reviews of 500 patients are megabytes.
LIGHT = (
    *("public_id", "assigned_at", "started_on", "patient_id", "version_id"),
    *(f"patient__{name}" for name in ("public_id", "name", "time_zone", "clinic_id", "physio_id", "user_id")),
    *("patient__physio__name", "patient__physio__email"),
    *(f"standing__{field.name}" for field in Standing._meta.concrete_fields if field.name != "declined"),
    *(f"standing__stage__{name}" for name in ("position", "name", "sessions_per_week", "version_id")),
    *(f"standing__review__{name}" for name in ("outcome", "because", "target", "findings")),
)


@dataclass(frozen=True)
class Wanted:
    """What is asked of the list, from the address: whose, which group, stage and physio, in which order, which page."""

    mine: bool = True
    name: str = ""
    group: str = ""
    stage: int | None = None
    physio: int | None = None
    unread: bool = False
    sort: str = URGENCY
    page: int = 1

    @classmethod
    def of(cls, asked):
        """From the parameters of an address; what cannot be understood is as if it were not there."""
        group, sort = asked.get("group", ""), asked.get("sort", "")
        return cls(
            mine=asked.get("whose") != "clinic",
            name=asked.get("q", "").replace("\x00", "").strip()[:100],
            group=group if group in SLUGS or group == NEW else "",
            stage=_number(asked.get("stage", "")),
            physio=_number(asked.get("physio", "")),
            unread=asked.get("unread") == "1",
            sort=sort if sort in SORTS else URGENCY,
            page=_number(asked.get("page", "")) or 1,
        )

    @property
    def narrows(self):
        """Whether somebody may be left out."""
        return bool(self.name or self.group or self.stage or self.physio or self.unread)

    @property
    def query(self):
        """The same question as an address, the page left out where it is the first."""
        asked = {
            "whose": "" if self.mine else "clinic",
            "q": self.name,
            "group": self.group,
            "stage": self.stage,
            "physio": self.physio,
            "unread": "1" if self.unread else "",
            "sort": "" if self.sort == URGENCY else self.sort,
            "page": self.page if self.page > 1 else "",
        }
        return "?" + urlencode({name: value for name, value in asked.items() if value})

    def but(self, **changes):
        """The address of another question."""
        return replace(self, **{"page": 1, **changes}).query


def _number(text):
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


@dataclass(frozen=True)
class TriageGroup:
    """One group on the page: `count` is of all pages, `rows` are those of this one; `link` shows it alone."""

    slug: str
    icon: str
    label: str
    empty: str
    count: int
    rows: list
    link: str


@dataclass(frozen=True)
class Caseload:
    today: dt.date
    wanted: Wanted
    groups: list
    rows: list
    total: int
    physios: list
    stages: list
    everybody: int
    next_open: dt.date

    @property
    def is_empty(self):
        """Whether nobody is in care at all."""
        return not self.everybody

    @property
    def in_groups(self):
        return self.wanted.sort == URGENCY

    @property
    def summary(self):
        """ "3 to call, 3 to decide, 3 to chase, 75 on track." """
        counts = {group.slug.replace("-", "_"): group.count for group in self.groups}
        return _("%(call)s to call, %(decide)s to decide, %(chase)s to chase, %(on_track)s on track.") % counts

    @property
    def first(self):
        return (self.wanted.page - 1) * PAGE + 1

    @property
    def last(self):
        return self.first + len(self.rows) - 1

    @property
    def earlier(self):
        return self.wanted.but(page=self.wanted.page - 1) if self.wanted.page > 1 else ""

    @property
    def later(self):
        return self.wanted.but(page=self.wanted.page + 1) if self.last < self.total else ""

    @property
    def sorts(self):
        words = {
            URGENCY: _("By urgency"),
            NAME: _("By name"),
            LAST_LOG: _("By last log, longest ago first"),
            STAGE: _("By stage"),
        }
        return list(words.items())

    @property
    def whose(self):
        """The addresses of the own patients, of the whole clinic, and of either without a filter."""
        wanted = self.wanted
        return wanted.but(mine=True, physio=None), wanted.but(mine=False), Wanted(mine=wanted.mine).query


def assignments_in_care(user, clinics, *, mine):
    """The running programmes of the clinics of `user`, or of the own patients, with their lines. One query."""
    assignments = Assignment.objects.active().in_care_of(user)
    if mine:
        assignments = assignments.filter(patient__physio=user)
    stages = Stage.objects.filter(version=OuterRef("version")).order_by().values("version")
    rows = assignments.select_related("patient__physio", "standing__stage", "standing__review").only(*LIGHT)
    rows = rows.annotate(stage_count=Subquery(stages.annotate(n=Count("pk")).values("n")))
    rows = rows.annotate(unread=Subquery(unread_of(patient=OuterRef("patient"))))
    homes = {clinic.pk: clinic for clinic in clinics}
    found = list(rows)
    for assignment in found:
        assignment.patient.clinic = homes[assignment.patient.clinic_id]
    return found


def caseload(user, clinics, assignments, now, wanted):
    """The page that is `wanted` of these `assignments` and of those who have no programme; two queries."""
    everybody, unassigned = _placed(assignments, now), _without_programme(user, wanted)
    flags = _flags_open(assignments, unassigned)
    found, new = _split(everybody, unassigned, flags, wanted)
    lines = _in_order(found, new, wanted)
    wanted = replace(wanted, page=min(wanted.page, max(-(-len(lines) // PAGE), 1)))
    rows = [caseload_row(*line, now, flags) for line in lines[(wanted.page - 1) * PAGE : wanted.page * PAGE]]
    today = now.astimezone(ZoneInfo(clinics[0].time_zone)).date()
    return Caseload(
        today=today,
        wanted=wanted,
        groups=_groups(found, new, rows, wanted),
        rows=rows,
        total=len(lines),
        physios=_physios(everybody),
        stages=sorted({assignment.standing.stage.position for assignment, _place in everybody}),
        everybody=len(everybody) + len(unassigned),
        next_open=next_open(today, clinics[0]),
    )


def everybody_wanted(user, assignments, now, wanted):
    """All pages of the list as rows: what `caseload_row` takes before the instant and the flags, and these flags."""
    unassigned = _without_programme(user, wanted)
    flags = _flags_open(assignments, unassigned)
    found, new = _split(_placed(assignments, now), unassigned, flags, wanted)
    return _in_order(found, new, wanted), flags


def _placed(assignments, now):
    return [(assignment, place_of(assignment.standing, assignment.patient, now)) for assignment in assignments]


def _flags_open(assignments, unassigned):
    """The open flags of these, most urgent first, by the patient's id; no query where a `Standing` knows of none."""
    asked = [one.patient_id for one in assignments if one.standing.flag_kind] + [patient.pk for patient in unassigned]
    flags = {}
    for flag in Flag.objects.open().filter(patient__in=asked) if asked else ():
        flags.setdefault(flag.patient_id, []).append(flag)
    return {patient_id: sorted(those, key=flag_urgency) for patient_id, those in flags.items()}


def _split(everybody, unassigned, flags, wanted):
    """Those that are wanted, as (pairs of an assignment or a patient with a `Place`, patients to assign): a flag puts
    also somebody without a programme among those to call."""
    placed = [(patient, place_without_programme(flags.get(patient.pk, ()))) for patient in unassigned]
    flagged = [pair for pair in placed if pair[1]]
    found = [pair for pair in (*everybody, *flagged) if _matches(pair[0], wanted)]
    return found, [patient for patient, place in placed if place is None and _matches(patient, wanted)]


def _in_order(found, new, wanted):
    shown = [pair for pair in found if not wanted.group or pair[1].group == SLUGS.get(wanted.group)]
    shown = sorted(shown, key=lambda pair: _order(*pair, wanted.sort))
    return shown + [(patient, None) for patient in new if wanted.group in ("", NEW)]


def _without_programme(user, wanted):
    patients = Patient.objects.in_care_of(user).without_programme().select_related("physio")
    patients = patients.annotate(unread=Subquery(unread_of(patient=OuterRef("pk"))))
    return list(patients.filter(physio=user) if wanted.mine else patients)


def _matches(one, wanted):
    patient, standing = patient_of(one), getattr(one, "standing", None)
    return (
        _plain(wanted.name) in _plain(patient.name)
        and wanted.stage in (None, standing and standing.stage.position)
        and wanted.physio in (None, patient.physio_id)
        and (one.unread or not wanted.unread)
    )


def _plain(name):
    """For comparing what people type: case and accents left out, so that "lucia" finds Lucía."""
    return "".join(one for one in unicodedata.normalize("NFKD", name) if not unicodedata.combining(one)).casefold()


def _order(one, place, sort):
    standing, name = getattr(one, "standing", None), _plain(patient_of(one).name)
    if sort == NAME:
        return (name,)
    if sort == LAST_LOG:
        return (standing and standing.last_session_on) or dt.date.min, name
    if sort == STAGE:
        return standing.stage.position if standing else 0, name
    since = place.reason.since if place.reason else standing.since or one.assigned_at
    return place.group, place.rank, since, name


def _physios(everybody):
    """Who looks after somebody here, by name: (id, name)."""
    return sorted(
        {(one.patient.physio_id, str(one.patient.physio)) for one, _place in everybody}, key=lambda one: one[1]
    )


def _groups(found, new, rows, wanted):
    counts = {slug: sum(place.group == group for _one, place in found) for slug, group in SLUGS.items()}
    words = {
        "call": ("phone", _("Call"), _("Nobody to call.")),
        "decide": ("decide", _("Decide"), _("Nothing to decide.")),
        "chase": ("clock", _("Chase"), _("Nobody to chase.")),
        "on-track": ("check", _("On track"), _("Nobody here.")),
    }
    if new or wanted.group == NEW:
        counts[NEW] = len(new)
        words[NEW] = ("people", _("No programme yet"), _("Nobody here."))
    return [
        TriageGroup(
            slug=slug,
            icon=icon,
            label=label,
            empty=empty,
            count=counts[slug],
            rows=[row for row in rows if row.group == slug],
            link=wanted.but(group="" if wanted.group == slug else slug),
        )
        for slug, (icon, label, empty) in words.items()
    ]
