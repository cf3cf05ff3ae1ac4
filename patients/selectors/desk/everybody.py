"""Who stands in a caseload, asked by the database: whose list it is, what narrows it, the order, the counts, a page.

The order rests on the places that the standings keep; what the page says of a row is worked out from the row.
"""

from collections import Counter
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache, partial, reduce
from itertools import islice
from operator import or_
from typing import Any

from django.db.models import (
    Case,
    Count,
    DateTimeField,
    Exists,
    F,
    FilteredRelation,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Concat

from patients.access import caseloads_with, covered_by, unread_of
from patients.domain.names import plain
from patients.domain.triage import ANSWERS, Group, holds, place_without_programme, placed_by
from patients.models import Message, Patient
from patients.selectors.desk.alarms import alarms_in_care
from patients.selectors.desk.caseload_line import AS_JSON, OF_CLINIC, OF_PATIENT, OF_STANDING, Home, Line, Person
from programs.models import Stage
from programs.prepared import AT, prepared

NEW, DISCHARGED = 5, 6  # beside the groups of the triage: who has no programme
SLUGS = {
    "call": Group.CALL,
    "decide": Group.DECIDE,
    "chase": Group.CHASE,
    "on-track": Group.ON_TRACK,
    "new": NEW,
    "discharged": DISCHARGED,
}
SLUG_OF = {group: slug for slug, group in SLUGS.items()}
URGENCY, NAME, LAST_LOG, STAGE = SORTS = ("urgency", "name", "last-log", "stage")
STANDING = "running__standing__"
BY = ("group", "physio", "physio__name", "physio__email", f"{STANDING}stage__position", "unnamed")
FOUND = ("n", "shown_n", "overdue_n", "unplaced")
GROUPS = frozenset(Group)
OF_ROW = ("unread", "stage_count", "namesake", "departure__at", "departure__reason")
OF_PHYSIO = ("clinic_id", "physio__name", "physio__email")
KEPT = 100  # lists, and pages of them, whose SQL stays written: a tenth of a megabyte each


@dataclass
class Counted:
    """Of the whole list by group, and `shown` what is wanted of it; `out_of_date` what has to be brought up to date
    before the list can be read: places and names that are not kept, and `overdue` answers that time has changed."""

    groups: Counter = field(default_factory=Counter)
    shown: Counter = field(default_factory=Counter)
    physios: set = field(default_factory=set)
    stages: set = field(default_factory=set)
    overdue: int = 0
    out_of_date: bool = False


@dataclass(frozen=True)
class Question:
    """What the list is asked for and all that its SQL rests on but the instant: whoever asks the same again finds it
    written. `clinics` are (id, what a place there rests on), `covered` (clinic, physio) whom `physio` stands in for,
    `resting` (patient, rank, since) of alarms without a programme, `opened` the patients whose alarms somebody has
    opened."""

    physio: int
    clinics: tuple
    covered: tuple
    wanted: Any
    resting: tuple
    opened: tuple

    def counts(self, now):
        """Rows of `BY` and `FOUND`."""
        overdue = Q(**{f"{STANDING}due_at__lte": now})
        rows = self._patients.annotate(kept=self._is_kept(now), unnamed=Exists(self._unnamed))
        return (
            rows.values(*BY)
            .annotate(
                n=Count("pk"),
                shown_n=Count("pk", filter=self._narrowed),
                overdue_n=Count("pk", filter=overdue),
                unplaced=Count("pk", filter=Q(kept=False, running__isnull=False)),
            )
            .values_list(*BY, *FOUND)
        )

    def page(self, first, last):
        """Rows of what a `Line` is made of, in their order."""
        # Sorted by what is narrow, and only the page is joined with what is wide: it asks for nothing but their ids, or
        # a planner that knows no better goes through the page anew for each of the list.
        page = self._in_order(self._patients).filter(self._narrowed).values("pk")[first:last]
        rows = self._in_order(self._placed(Patient.objects.filter(pk__in=page)))
        stages = Stage.objects.filter(version=OuterRef("running__version")).order_by().values("version")
        same = Patient.objects.filter(clinic=OuterRef("clinic"), name_alike=OuterRef("name_alike"))
        rows = rows.annotate(
            unread=Subquery(unread_of(patient=OuterRef("pk"))),
            stage_count=Subquery(stages.annotate(n=Count("pk")).values("n")),
            namesake=Exists(same.exclude(pk=OuterRef("pk"))),
        )
        told = [*(f"{STANDING}{name}" for name in OF_STANDING)]
        told += [Cast(f"{STANDING}{name}", TextField()) for name in AS_JSON]
        return rows.values_list(*OF_PATIENT, *OF_PHYSIO, *OF_ROW, "running__pk", *told)

    @property
    def ids(self):
        """The public ids of everybody who is wanted, in their order."""
        return self._in_order(self._patients).filter(self._narrowed).values_list("public_id", flat=True)

    def out_of_place(self, now):
        """The ids of the standings whose place is not kept, and of the patients whose name is not."""
        rows = self._patients.annotate(kept=self._is_kept(now)).filter(kept=False, running__isnull=False)
        return list(rows.values_list(f"{STANDING}pk", flat=True)), list(self._unnamed.values_list("pk", flat=True))

    def overdue(self, now):
        """The ids of the assignments whose answer time has changed, the longest ago first."""
        due = self._patients.filter(**{f"{STANDING}due_at__lte": now}).order_by(f"{STANDING}due_at")
        return due.values_list("running__pk", flat=True)

    @property
    def _homes(self):
        return [pk for pk, _by in self.clinics]

    @property
    def _unnamed(self):
        return Patient.objects.filter(clinic__in=self._homes, name_alike=None)

    @property
    def _patients(self):
        # The clinics are those of the user, by number: the planner knows how many patients they have.
        patients = self._placed(Patient.objects.filter(clinic__in=self._homes, erased_at=None))
        listed, wanted = Q(running__isnull=False) | Q(departure__isnull=True), self.wanted
        if wanted.mine:
            listed &= caseloads_with(self.physio, self.covered)
        if wanted.group == "discharged" or (wanted.name and not wanted.group):
            listed |= Q(running__isnull=True, departure__isnull=False)
        return patients.filter(listed)

    def _placed(self, patients):
        """Patients with what runs, whether they have left, and their group."""
        running = FilteredRelation("assignments", condition=Q(assignments__ended_at=None))
        departure = FilteredRelation("discharges", condition=Q(discharges__over_at=None))
        resting = [pk for pk, _rank, _since in self.resting]
        return patients.order_by().annotate(
            running=running,
            departure=departure,
            group=Case(
                When(running__isnull=False, then=F(f"{STANDING}placed_group")),
                When(departure__isnull=False, then=Value(DISCHARGED)),
                *([When(pk__in=resting, then=Value(Group.CALL.value))] if resting else ()),
                default=Value(NEW),
                output_field=IntegerField(),
            ),
        )

    def _in_order(self, patients):
        return patients.annotate(
            rank=self._kept_or("rank", IntegerField(), {pk: rank for pk, rank, _since in self.resting}),
            since=self._kept_or("since", DateTimeField(), {pk: since for pk, _rank, since in self.resting}),
        ).order_by(*self._order)

    @property
    def _narrowed(self):
        """What narrows the list."""
        wanted, found = self.wanted, Q()
        if wanted.group:
            found &= Q(group=SLUGS[wanted.group])
        if wanted.name:
            found &= Q(name_order__contains=plain(wanted.name))
        if wanted.stage is not None:
            found &= Q(**{f"{STANDING}stage__position": wanted.stage})
        if wanted.clinic is not None:
            found &= Q(clinic=wanted.clinic)
        if wanted.physio is not None:
            found &= Q(physio=wanted.physio)
        if wanted.unread:
            found &= Exists(Message.objects.filter(from_patient=True, seen_at=None, patient=OuterRef("pk")))
            found &= Q(departure__isnull=True)
        return found

    def _is_kept(self, now):
        """Whether the place that a standing keeps is true at this instant."""
        by = [Q(clinic=pk, **{f"{STANDING}placed_by": _by(rests_on)}) for pk, rests_on in self.clinics]
        at = {f"{STANDING}placed_from__lte": now, f"{STANDING}placed_until__gt": now}
        return Case(When(reduce(or_, by) & Q(**at), then=Value(True)), default=Value(False))

    @staticmethod
    def _kept_or(name, kind, of_alarms):
        """What a standing keeps of a place, or what follows from the alarms of whoever has none."""
        kept = F(f"{STANDING}placed_{name}")
        if not of_alarms:
            return kept
        alarms = (When(pk=pk, then=Value(value, kind)) for pk, value in of_alarms.items())
        return Coalesce(kept, Case(*alarms, output_field=kind))

    @property
    def _order(self):
        """Alarms stand first in every order; who has no programme stands last, who is discharged after them."""
        is_alarm = Q(group=Group.CALL.value, rank__lte=ANSWERS)
        tier = Case(
            When(is_alarm, then=Value(0)),
            When(group__lte=Group.ON_TRACK.value, then=Value(1)),
            default=F("group"),
            output_field=IntegerField(),
        )
        return tier, *self._sorted, "name_order", "pk"

    @property
    def _sorted(self):
        if self.wanted.sort == NAME:
            return ()
        if self.wanted.sort == LAST_LOG:
            return (F(f"{STANDING}last_session_on").asc(nulls_first=True),)
        if self.wanted.sort == STAGE:
            return (F(f"{STANDING}stage__position").asc(nulls_first=True),)
        opened = When(pk__in=self.opened, group__in=GROUPS, then=Value(1))
        return F("group"), F("rank"), *([Case(opened, default=Value(0))] if self.opened else []), F("since")


@lru_cache(maxsize=KEPT)
def _counts(question):
    return prepared(now=AT)(question.counts)


@lru_cache(maxsize=KEPT)
def _page(question, first, last):
    return prepared()(partial(question.page, first, last))


class Everybody:
    """The list that is `wanted` by `user` at the instant `now`, and the open `alarms` of everybody in care."""

    def __init__(self, user, clinics, now, wanted):
        self.user, self.clinics, self.now, self.wanted = user, clinics, now, wanted
        self.alarms = alarms_in_care(user, clinics, now)
        self._began = {}

    @cached_property
    def _resting(self):
        """The `Place` of each patient whom an alarm puts on the list and who has no programme, by the id."""
        if not self.alarms:
            return {}
        resting = Patient.objects.filter(pk__in=self.alarms).current().without_programme()
        return {pk: place_of_alarms(self.alarms[pk]) for pk in resting.values_list("pk", flat=True)}

    @cached_property
    def _question(self):
        covered = [(one.clinic_id, one.user_id) for one, _until in covered_by(self.user, self.now)]
        return Question(
            physio=self.user.pk,
            clinics=tuple((one.pk, placed_by(one)) for one in self.clinics),
            covered=tuple(covered),
            wanted=replace(self.wanted, page=1),
            resting=tuple((pk, place.rank, place.reason.since) for pk, place in self._resting.items()),
            opened=tuple(pk for pk, each in self.alarms.items() if each.is_opened),
        )

    @cached_property
    def counted(self):
        """`Counted`, by one query."""
        asked, counted = self._question, Counted()
        rows = asked.counts(self.now) if self.wanted.name else _counts(asked)(now=self.now)
        for group, physio, name, email, stage, unnamed, n, shown, late, unplaced in rows:
            counted.groups[SLUG_OF.get(group)] += n
            counted.shown[SLUG_OF.get(group)] += shown
            if group in GROUPS:
                counted.physios.add((physio, name or email))
            if stage:
                counted.stages.add(stage)
            counted.overdue += late
            counted.out_of_date |= bool(unnamed or unplaced)
        return counted

    def after(self, patient_id, then):
        """The public id of the first of `then`, in their order, who is still wanted; where none is, of whoever stands
        after the patient now, or first where the patient is not on the list. None after the last."""
        ids = list(self._question.ids)
        follow = next((one for one in then if one in set(ids)), None)
        if follow or then:
            return follow
        rest = ids[ids.index(patient_id) + 1 :] if patient_id in ids else ids
        return next(iter(rest), None)

    @property
    def out_of_place(self):
        """The ids of the standings whose place is not kept, and of the patients whose name is not."""
        return self._question.out_of_place(self.now)

    def overdue(self, most):
        """The ids of the assignments whose answer time has changed, the longest ago first."""
        return list(self._question.overdue(self.now)[:most]) if most else []

    def lines(self, first=0, last=None):
        """What `caseload_row` takes of each who is wanted, in their order: one query."""
        # What somebody searches for is asked once, and not kept.
        rows = self._question.page(first, last) if self.wanted.name else _page(self._question, first, last)()
        return [self._line(iter(row)) for row in rows]

    @cached_property
    def _homes(self):
        return {one.pk: Home(**{name: getattr(one, name) for name in OF_CLINIC}) for one in self.clinics}

    def _line(self, row):
        of_patient, (clinic, name, email) = _take(row, OF_PATIENT), _take(row, OF_PHYSIO)
        unread, stage_count, namesake, left_at, left_for = _take(row, OF_ROW)
        patient = Person(*of_patient, physio=name or email or "", clinic=self._homes[clinic])
        return Line(
            patient=patient,
            facts=tuple(row) if next(row) else None,
            since=self._since(patient),
            place=self._resting.get(patient.pk),
            unread=unread or 0,
            stage_count=stage_count,
            namesake=namesake,
            discharged_at=left_at,
            discharged_reason=left_for,
        )

    def _since(self, patient):
        key = patient.time_zone, patient.clinic
        if key not in self._began:
            self._began[key] = holds(patient, self.now)[0]
        return self._began[key]


def _take(row, names):
    return tuple(islice(row, len(names)))


def _by(rests_on):
    return Concat(Value(f"{rests_on} "), "time_zone")


def place_of_alarms(alarms):
    """Of open alarms by themselves."""
    answered = min((one.received_at for one in alarms.answers), default=None)
    return place_without_programme(alarms.flags, answered, [(one.danger, one.at) for one in alarms.messages])
