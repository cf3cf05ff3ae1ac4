"""The caseload: everybody in care of a physio, the most urgent first, in four groups and in pages of 100.

The number of queries is the same for 5 patients and for 5,000: one counts and says what has to be brought up to date,
one reads the page, and six for the alarms while any is open.

An open alarm stands first in every order, of equally urgent ones what nobody has opened; one that a filter, another
page or another physio's list would hide stands above the list. The counts are those of the whole list, whatever
narrows it.
"""

import datetime as dt
from dataclasses import dataclass, replace
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from patients.access import covered_by
from patients.domain.triage import next_open
from patients.selectors.desk.caseload_row import alarm_row, caseload_row
from patients.selectors.desk.everybody import LAST_LOG, NAME, SLUGS, SORTS, STAGE, URGENCY, place_of_alarms
from patients.selectors.desk.identity import told_apart

PAGE = 100


@dataclass(frozen=True)
class Wanted:
    """What is asked of the list, from the address: whose, which group, stage, clinic and physio, in which order, which
    page."""

    mine: bool = True
    name: str = ""
    group: str = ""
    stage: int | None = None
    clinic: int | None = None
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
            group=group if group in SLUGS else "",
            stage=_number(asked.get("stage", "")),
            clinic=_number(asked.get("clinic", "")),
            physio=_number(asked.get("physio", "")),
            unread=asked.get("unread") == "1",
            sort=sort if sort in SORTS else URGENCY,
            page=_number(asked.get("page", "")) or 1,
        )

    @property
    def narrows(self):
        """Whether somebody may be left out."""
        return bool(self.name or self.group or self.stage or self.clinic or self.physio or self.unread)

    @property
    def query(self):
        """The same question as an address, the page left out where it is the first."""
        asked = {
            "whose": "" if self.mine else "clinic",
            "q": self.name,
            "group": self.group,
            "stage": self.stage,
            "clinic": self.clinic,
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
    clinics: list
    physios: list
    stages: list
    everybody: int

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
    def filtered(self):
        """What narrows the list, in words, one for each filter."""
        wanted, labels = self.wanted, {group.slug: group.label for group in self.groups}
        said = [
            (wanted.group, labels.get(wanted.group)),
            (wanted.name, _("name with “%(name)s”") % {"name": wanted.name}),
            (wanted.stage is not None, _("stage %(stage)s") % {"stage": wanted.stage}),
            (wanted.clinic is not None, dict(self.clinics).get(wanted.clinic, _("another clinic"))),
            (wanted.physio is not None, dict(self.physios).get(wanted.physio, _("another physio"))),
            (wanted.unread, _("with a message not read")),
        ]
        return ", ".join(str(words) for narrows, words in said if narrows)

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
        """The addresses of the own patients and of the whole clinic."""
        return self.wanted.but(mine=True, physio=None), self.wanted.but(mine=False)

    @property
    def unfiltered(self):
        """The address of the same list in the same order, with everybody."""
        return Wanted(mine=self.wanted.mine, sort=self.wanted.sort).query


def caseload(everybody):
    """The page that is wanted of `Everybody`, who are up to date."""
    user, clinics, now, counted = everybody.user, everybody.clinics, everybody.now, everybody.counted
    total = counted.shown.total()
    wanted = replace(everybody.wanted, page=min(everybody.wanted.page, max(-(-total // PAGE), 1)))
    lines = everybody.lines((wanted.page - 1) * PAGE, wanted.page * PAGE)
    today = now.astimezone(ZoneInfo(clinics[0].time_zone)).date()
    back_on = next_open(today, clinics[0])
    rows = [caseload_row(line, now, everybody.alarms, back_on) for line in lines]
    above, opened = _alarms_elsewhere(everybody.alarms, rows, user, wanted, now)
    return Caseload(
        today=today,
        wanted=wanted,
        groups=_groups(counted, rows, wanted),
        alarms=above,
        opened=opened,
        rows=rows,
        total=total,
        clinics=[(one.pk, one.name) for one in clinics],
        physios=sorted(counted.physios, key=lambda one: one[1]),
        stages=sorted(counted.stages),
        everybody=counted.groups.total(),
    )


def _alarms_elsewhere(alarms, rows, user, wanted, now):
    """(Rows of the alarms that no row of the page shows, how many others there are)."""
    here = {row.patient.pk for row in rows if row.alarmed}
    others = [each for patient_id, each in alarms.items() if patient_id not in here]
    away = {(one.clinic_id, one.user_id) for one, _until in covered_by(user, now)}
    shown = [each for each in others if not (wanted.mine and each.is_opened and not _is_own(each.patient, user, away))]
    places = [(each, place_of_alarms(each)) for each in shown]
    places.sort(key=lambda pair: (pair[1].rank, pair[0].is_opened, pair[1].reason.since))
    apart = told_apart([each.patient for each in shown])
    above = [replace(alarm_row(*pair, now), apart=apart.get(pair[0].patient.pk, "")) for pair in places]
    return above, len(others) - len(shown)


def _is_own(patient, user, away):
    return patient.physio_id == user.pk or (patient.clinic_id, patient.physio_id) in away


def _groups(counted, rows, wanted):
    words = {
        "call": ("phone", _("Call"), _("Nobody to call.")),
        "decide": ("decide", _("Decide"), _("Nothing to decide.")),
        "chase": ("clock", _("Chase"), _("Nobody to chase.")),
        "on-track": ("check", _("On track"), _("Nobody here.")),
    }
    if counted.groups["new"] or wanted.group == "new":
        words["new"] = ("people", _("No programme yet"), _("Nobody here."))
    if counted.groups["discharged"] or wanted.group == "discharged":
        words["discharged"] = ("people", _("Discharged"), _("Nobody is discharged."))
    whole = Wanted(mine=wanted.mine, sort=wanted.sort)
    return [
        TriageGroup(
            slug=slug,
            icon=icon,
            label=label,
            empty=empty,
            count=counted.groups[slug],
            shown=counted.shown[slug],
            rows=[row for row in rows if row.group == slug],
            link=whole.but(group="" if wanted.group == slug else slug),
        )
        for slug, (icon, label, empty) in words.items()
    ]
