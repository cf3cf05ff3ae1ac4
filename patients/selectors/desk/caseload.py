"""The caseload: everybody in care of a physio, the most urgent first, in four groups and in pages of 100.

The number of queries is the same for 5 patients and for 500: one for the lines of everybody and what the rules said,
one for who has no programme, one for who is called like another, and six for the alarms while any is open.

An open alarm stands first in every order, of equally urgent ones what nobody has opened; one that a filter, another
page or another physio's list would hide stands above the list. The counts are those of the whole list, whatever
narrows it.
"""

import datetime as dt
import unicodedata
from collections import Counter
from dataclasses import dataclass, replace
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.db.models import Count, OuterRef, Q, Subquery
from django.utils.translation import gettext as _

from patients.access import caseloads_of, covered_by, unread_of
from patients.domain.triage import Group, next_open, place_of, place_without_programme
from patients.models import Assignment, Discharge, Patient, Standing
from patients.selectors.desk.alarms import alarms_in_care
from patients.selectors.desk.caseload_row import alarm_row, caseload_row, patient_of
from patients.selectors.desk.identity import told_apart
from programs.models import Stage

PAGE = 100
NEW, DISCHARGED = "new", "discharged"
SLUGS = {"call": Group.CALL, "decide": Group.DECIDE, "chase": Group.CHASE, "on-track": Group.ON_TRACK}
URGENCY, NAME, LAST_LOG, STAGE = SORTS = ("urgency", "name", "last-log", "stage")
# What the lines of everybody need, and no more: the rules and the inputs of the reviews of 500 patients are megabytes.
LIGHT = (
    *("public_id", "assigned_at", "started_on", "patient_id", "version_id"),
    *(f"patient__{name}" for name in ("public_id", "name", "time_zone", "clinic_id", "physio_id", "user_id")),
    *(f"patient__{name}" for name in ("phone", "born_on", "record_number")),
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
            group=group if group in {*SLUGS, NEW, DISCHARGED} else "",
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
    """One group: `count` is of the whole list, `shown` of what is wanted of it, on all pages; `rows` are those of this
    page; `link` shows the whole group alone, or everybody again."""

    slug: str
    icon: str
    label: str
    empty: str
    count: int
    shown: int
    rows: list
    link: str


@dataclass(frozen=True)
class Caseload:
    """`alarms` are rows of open alarms that are not among the `rows` of this page; those of other physios that somebody
    has opened are a number, `opened`, on the list of the own patients."""

    today: dt.date
    wanted: Wanted
    groups: list
    alarms: list
    opened: int
    rows: list
    total: int
    physios: list
    stages: list
    everybody: int
    next_open: dt.date

    @property
    def patients(self):
        """Everybody whom the page shows."""
        return [row.patient for row in (*self.alarms, *self.rows)]

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


def assignments_in_care(user, clinics, now, *, mine):
    """The running programmes of the clinics of `user`, or of those whom they look after now, with their lines. One
    query."""
    assignments = Assignment.objects.active().in_care_of(user)
    if mine:
        assignments = assignments.filter(patient__in=Patient.objects.filter(caseloads_of(user, now)))
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
    """The page that is `wanted` of these `assignments` and of those who have no programme."""
    alarms = alarms_in_care(user, clinics, now)
    resting, discharged = _without_programme(user, wanted, now)
    everybody, new = _placed(assignments, resting, alarms, now)
    lines = _lines(everybody, new, discharged, wanted, alarms)
    wanted = replace(wanted, page=min(wanted.page, max(-(-len(lines) // PAGE), 1)))
    rows = [caseload_row(*line, now, alarms) for line in lines[(wanted.page - 1) * PAGE : wanted.page * PAGE]]
    above, opened = _alarms_elsewhere(alarms, rows, user, wanted, now)
    rows, above = _told_apart(rows, above, clinics)
    today = now.astimezone(ZoneInfo(clinics[0].time_zone)).date()
    return Caseload(
        today=today,
        wanted=wanted,
        groups=_groups(everybody, new, discharged, lines, rows, wanted),
        alarms=above,
        opened=opened,
        rows=rows,
        total=len(lines),
        physios=_physios(everybody),
        stages=sorted({one.standing.stage.position for one in assignments}),
        everybody=len(everybody) + len(new) + len(discharged),
        next_open=next_open(today, clinics[0]),
    )


def _told_apart(rows, above, clinics):
    apart = told_apart(clinics) if rows or above else {}
    return [[replace(row, apart=apart.get(row.patient.pk, "")) for row in group] for group in (rows, above)]


def everybody_wanted(user, clinics, assignments, now, wanted):
    """All pages of the list as rows: what `caseload_row` takes before the instant and the alarms, and these alarms."""
    alarms = alarms_in_care(user, clinics, now)
    resting, discharged = _without_programme(user, wanted, now)
    return _lines(*_placed(assignments, resting, alarms, now), discharged, wanted, alarms), alarms


def _placed(assignments, unassigned, alarms, now):
    """(Pairs of an assignment or a patient with a `Place`, patients to assign): an open alarm puts also somebody
    without a programme among those to call."""
    placed = [(patient, _place_of(alarms.get(patient.pk))) for patient in unassigned]
    running = [(assignment, place_of(assignment.standing, assignment.patient, now)) for assignment in assignments]
    return running + [pair for pair in placed if pair[1]], [patient for patient, place in placed if place is None]


def _place_of(alarms):
    """Of open alarms by themselves."""
    if alarms is None:
        return None
    answered = min((one.received_at for one in alarms.answers), default=None)
    return place_without_programme(alarms.flags, answered, [(one.danger, one.at) for one in alarms.messages])


def _alarms_elsewhere(alarms, rows, user, wanted, now):
    here = {row.patient.pk for row in rows if row.alarmed}
    others = [each for patient_id, each in alarms.items() if patient_id not in here]
    away = {(one.clinic_id, one.user_id) for one, _until in covered_by(user, now)}
    shown = [each for each in others if not (wanted.mine and each.is_opened and not _is_own(each.patient, user, away))]
    places = [(each, _place_of(each)) for each in shown]
    places.sort(key=lambda pair: (pair[1].rank, pair[0].is_opened, pair[1].reason.since))
    return [alarm_row(*pair, now) for pair in places], len(others) - len(shown)


def _is_own(patient, user, away):
    return patient.physio_id == user.pk or (patient.clinic_id, patient.physio_id) in away


def _lines(everybody, new, discharged, wanted, alarms):
    """Those that are wanted, in their order, each with its `Place` or None: who is discharged stands last."""
    opened = {patient_id for patient_id, each in alarms.items() if each.is_opened}
    shown = [pair for pair in everybody if _matches(pair[0], wanted) and _in_group(pair[1], wanted)]
    shown = sorted(shown, key=lambda pair: (not pair[1].is_alarm, _order(*pair, wanted.sort, opened)))
    shown += [(one, None) for one in new if wanted.group in ("", NEW) and _matches(one, wanted)]
    return shown + [(one, None) for one in discharged if _matches(one, wanted)]


def _in_group(place, wanted):
    return not wanted.group or place.group == SLUGS.get(wanted.group)


def _without_programme(user, wanted, now):
    """(Patients in care without a programme, discharged patients): these where they are asked for, or for a name. Whose
    they were is no matter: that physio may be gone."""
    patients = Patient.objects.in_care_of(user).without_programme().select_related("physio")
    patients = patients.annotate(unread=Subquery(unread_of(patient=OuterRef("pk"))))
    ended = Discharge.objects.in_force().filter(patient=OuterRef("pk"))
    patients = patients.annotate(
        **{f"discharged_{name}": Subquery(ended.values(name)[:1]) for name in ("at", "reason")}
    )
    listed = Q(discharged_at=None)
    if wanted.mine:
        listed &= caseloads_of(user, now)
    if wanted.group == DISCHARGED or (wanted.name and not wanted.group):
        listed |= Q(discharged_at__isnull=False)
    found = list(patients.filter(listed))
    return [one for one in found if not one.discharged_at], [one for one in found if one.discharged_at]


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


def _order(one, place, sort, opened):
    standing, name = getattr(one, "standing", None), _plain(patient_of(one).name)
    if sort == NAME:
        return (name,)
    if sort == LAST_LOG:
        return (standing and standing.last_session_on) or dt.date.min, name
    if sort == STAGE:
        return standing.stage.position if standing else 0, name
    since = place.reason.since if place.reason else standing.since or one.assigned_at
    return place.group, place.rank, patient_of(one).pk in opened, since, name


def _physios(everybody):
    """Who looks after somebody here, by name: (id, name)."""
    return sorted(
        {(who.physio_id, str(who.physio)) for who in (patient_of(one) for one, _place in everybody)},
        key=lambda one: one[1],
    )


def _groups(everybody, new, discharged, lines, rows, wanted):
    words = {
        "call": ("phone", _("Call"), _("Nobody to call.")),
        "decide": ("decide", _("Decide"), _("Nothing to decide.")),
        "chase": ("clock", _("Chase"), _("Nobody to chase.")),
        "on-track": ("check", _("On track"), _("Nobody here.")),
    }
    counts, shown = _counted(everybody), _counted(line for line in lines if line[1])
    if new or wanted.group == NEW:
        waiting = set(new)
        counts[NEW], shown[NEW] = len(new), sum(one in waiting for one, place in lines if place is None)
        words[NEW] = ("people", _("No programme yet"), _("Nobody here."))
    if discharged or wanted.group == DISCHARGED:
        left = set(discharged)
        counts[DISCHARGED], shown[DISCHARGED] = len(left), sum(one in left for one, place in lines if place is None)
        words[DISCHARGED] = ("people", _("Discharged"), _("Nobody is discharged."))
    whole = Wanted(mine=wanted.mine, sort=wanted.sort)
    return [
        TriageGroup(
            slug=slug,
            icon=icon,
            label=label,
            empty=empty,
            count=counts[slug],
            shown=shown[slug],
            rows=[row for row in rows if row.group == slug],
            link=whole.but(group="" if wanted.group == slug else slug),
        )
        for slug, (icon, label, empty) in words.items()
    ]


def _counted(pairs):
    places = Counter(place.group for _one, place in pairs)
    return {slug: places[group] for slug, group in SLUGS.items()}
