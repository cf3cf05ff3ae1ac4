"""What stands beside the sessions of an assignment: mornings, flags, days away, and what clinicians decided. One query
for all of it.

It is one query because a page asks for nearly all of it, and each is a handful of rows.
"""

import datetime as dt
from functools import cached_property
from operator import attrgetter
from typing import Any, NamedTuple

from django.contrib.auth import get_user_model
from django.db.models import (
    BigIntegerField,
    CharField,
    DateField,
    DateTimeField,
    DecimalField,
    F,
    IntegerField,
    OuterRef,
    QuerySet,
    Subquery,
    TextField,
    UUIDField,
    Value,
)
from django.db.models.functions import Cast, Coalesce, NullIf

from patients.domain.engine_input import Circumstances, GivenDirective, in_force
from patients.domain.plan_reading import Act, ActKind
from patients.domain.plan_reading import Easing as EasingRead
from patients.models import (
    Assignment,
    Away,
    Directive,
    DirectiveKind,
    DoseChange,
    Easing,
    Flag,
    FlagKind,
    MorningCheck,
    PlanLine,
    Review,
    StageChange,
)
from patients.models.user import User
from programs import progression
from programs.models import Stage
from programs.prepared import AT, DAY, ID, Given, Made, arm, as_read, nothing, prepared

NEWS = dt.timedelta(days=9)  # alarms that were closed since are told of, whatever programme ran then


def beside_of(assignment: Assignment) -> "BesideTheLog":
    """What the page shares of it, else read anew; whatever the instant is, alarms that were closed left aside."""
    shared: BesideTheLog | None = assignment.rows
    return shared or BesideTheLog(assignment, assignment.assigned_at)


class BesideTheLog:
    """It up to the instant `now`, read when it is first needed. Its rows are objects of their models that have the
    columns that are read here, and no others."""

    def __init__(self, assignment: Assignment, now: dt.datetime) -> None:
        self.assignment, self.now = assignment, now

    @property
    def _first_day(self) -> dt.date:
        """Mornings are read from here on; who asks for no log needs none."""
        return dt.date.max

    @cached_property
    def mornings(self) -> list[MorningCheck]:
        """The valid ones from the first day on that the rules look back to, the oldest first."""
        return [self._morning(row) for row in self._rows("morning")]

    def _morning(self, row: "_Row") -> MorningCheck:
        pains = {"pain_left": row.value, "pain_right": row.number, "painkiller": bool(row.ref), "late": bool(row.mark)}
        said = {"client_id": row.client_id, "received_at": row.at, "time_zone": row.text, "voided_at": None}
        made = as_read(MorningCheck, id=row.pk, on=row.on, **pains, **said)
        made.assignment = self.assignment
        return made

    @cached_property
    def circumstances(self) -> Circumstances:
        latest, ceilings = in_force(
            directive_of(self.assignment, row.kind, row.value, row.at) for row in self._rows("directive")
        )
        return Circumstances(
            flags=tuple(progression.Flag(row.kind, row.at) for row in self._rows("flag")),
            away=tuple(progression.Away(row.on, row.until) for row in self._rows("away")),
            directives=latest,
            ceilings=ceilings,
            stages=tuple((row.value, row.on) for row in self._rows("stage") if row.value is not None),
        )

    @property
    def acts(self) -> list[Act]:
        """What clinicians did that today's plan reads."""
        acts = [Act(_act(row), row.at) for row in self._rows("directive") if row.kind in ACTS]
        acts += [Act(ActKind.STEP_BACK_DECLINED, row.at) for row in self._rows("declined")]
        closed = (row.at for row in self._rows("closed") if row.kind != FlagKind.DISTRESS)
        return acts + [Act(ActKind.ALARM_CLOSED, at) for at in closed if at >= self.assignment.assigned_at]

    @property
    def easings(self) -> list[EasingRead]:
        """ "Half for now", the latest first."""
        return [EasingRead(row.at, row.until, row.value) for row in reversed(self._rows("easing"))]

    @cached_property
    def directives(self) -> list[Directive]:
        """Those that nobody has undone, with who gave them, the oldest first."""
        return [
            self._made(Directive, row, kind=row.kind, value=row.value, until_on=row.until, reason=row.text)
            for row in self._rows("directive")
        ]

    @cached_property
    def stage_changes(self) -> list[StageChange]:
        """The same, each with what a list says of its stage."""
        return [self._stage_change(row) for row in self._rows("stage")]

    @cached_property
    def lines(self) -> dict[str, PlanLine]:
        """As `Assignment.lines_set` has them."""
        lines = (self._made(PlanLine, row, kind=row.kind, text=row.text, on=row.on) for row in self._rows("line"))
        latest = {line.kind: line for line in lines}
        return {kind: line for kind, line in latest.items() if line.text or line.on}

    @cached_property
    def doses(self) -> dict[int, DoseChange]:
        """As `Assignment.doses_set` has them."""
        latest = {row.ref: row for row in self._rows("dose")}
        return {pk: self._dose(row) for pk, row in latest.items() if row.value or row.number or row.load}

    @cached_property
    def closed_flags(self) -> list[Flag]:
        """Those that were closed in the last days, with who closed them, the last raised first."""
        rows = sorted(self._rows("closed"), key=attrgetter("first_at", "pk"), reverse=True)
        return [self._closed(row) for row in rows]

    def _rows(self, source: str) -> "list[_Row]":
        return self._read.get(source, [])

    @cached_property
    def _read(self) -> "dict[str, list[_Row]]":
        """The rows of each source, the oldest first."""
        of, closed_since = self.assignment, min(self.assignment.assigned_at, self.now - NEWS)
        about = {"assignment": of.pk, "patient": of.patient_id, "version": of.version_id}
        found = _beside(**about, closed_since=closed_since, mornings_since=self._first_day)
        read: dict[str, list[_Row]] = {}
        for row in sorted(map(_Row._make, found), key=attrgetter("at", "pk")):
            read.setdefault(row.source, []).append(row)
        for source in ("away", "morning"):
            read.get(source, []).sort(key=attrgetter("on"))
        return read

    def _made(self, model: type[Made], row: "_Row", **values: Any) -> Made:
        made = as_read(model, id=row.pk, at=row.at, **values)
        made.assignment, made.by = self.assignment, somebody(row.who_id, row.who)  # type: ignore[attr-defined]  # each has both
        return made

    def _stage_change(self, row: "_Row") -> StageChange:
        made = self._made(StageChange, row, started_on=row.on, reason=row.text)
        made.stage = as_read(Stage, id=row.ref, position=row.number, name=row.kind, sessions_per_week=row.mark)
        return made

    def _dose(self, row: "_Row") -> DoseChange:
        amount = {"sets": row.value, "target": row.number, "load_kg": row.load, "is_measure": bool(row.mark)}
        amount["until_on"] = row.until
        first = {"first_at": row.first_at, "first_by_id": None}  # the row names who set it, whoever carried it on
        return self._made(DoseChange, row, prescription_id=row.ref, reason=row.text, **amount, **first)

    def _closed(self, row: "_Row") -> Flag:
        made = as_read(Flag, id=row.pk, kind=row.kind, raised_at=row.first_at, closed_at=row.at, closing_words=row.text)
        made.closed_by = somebody(row.who_id, row.who)
        return made


class _Row(NamedTuple):
    """`at` puts the rows of a source in order. What a source has no column for is empty."""

    source: str
    pk: int
    kind: str
    at: Any
    first_at: Any
    on: Any
    until: Any
    value: Any
    number: Any
    mark: Any
    load: Any
    text: str
    who: str
    who_id: Any
    ref: Any
    client_id: Any


LACKING: dict[str, Any] = {
    "pk": F("pk"),
    "kind": Value("", CharField()),
    "at": nothing(DateTimeField()),
    "first_at": nothing(DateTimeField()),
    "on": nothing(DateField()),
    "until": nothing(DateField()),
    **dict.fromkeys(("value", "number", "mark"), nothing(IntegerField())),
    "load": nothing(DecimalField(max_digits=5, decimal_places=2)),
    "text": Value("", TextField()),
    "who": Value("", CharField()),
    **dict.fromkeys(("who_id", "ref"), nothing(BigIntegerField())),
    "client_id": nothing(UUIDField()),
}
ACTS = (DirectiveKind.PAUSE, DirectiveKind.WHOLE_PLAN)


def _act(row: _Row) -> str:
    return ActKind.RESUME if row.kind == DirectiveKind.PAUSE and not row.value else row.kind


def name_of(user: str) -> Coalesce:
    """As `str` of a user has it."""
    return Coalesce(NullIf(f"{user}__name", Value("")), f"{user}__email", output_field=CharField())


@prepared(assignment=ID, patient=ID, version=ID, closed_since=AT, mornings_since=DAY)
def _beside(
    assignment: Given, patient: Given, version: Given, closed_since: Given, mornings_since: Given
) -> QuerySet[Any, Any]:
    of = {"assignment": assignment}
    decided = {"at": "at", "who": name_of("by"), "who_id": "by_id"}
    place = Stage.objects.filter(version=version, key=OuterRef("stage__key")).values("position")[:1]
    stage = {"on": "started_on", "text": "reason", "value": Subquery(place), "ref": "stage_id"}
    stage |= {"number": "stage__position", "kind": "stage__name", "mark": "stage__sessions_per_week"}
    directive = {"kind": "kind", "value": "value", "until": "until_on", "text": "reason"}
    set_by = {"who": Coalesce(name_of("first_by"), name_of("by")), "who_id": Coalesce("first_by_id", "by_id")}
    dose = {"value": "sets", "number": "target", "load": "load_kg", "mark": Cast("is_measure", IntegerField())}
    flags = Flag.objects.filter(patient=patient)
    closed = {"first_at": "raised_at", "at": "closed_at", "text": "closing_words", "who": name_of("closed_by")}
    closed["who_id"] = "closed_by_id"
    mornings = MorningCheck.objects.valid().filter(**of, on__gte=mornings_since)
    morning: dict[str, Any] = {"at": "received_at", "on": "on", "text": "time_zone", "client_id": "client_id"}
    morning |= {"value": "pain_left", "number": "pain_right"}
    morning |= {"mark": Cast("late", IntegerField()), "ref": Cast("painkiller", IntegerField())}
    return arm("flag", flags.open(), LACKING, kind="kind", at="raised_at").union(
        arm("closed", flags.filter(closed_at__gte=closed_since), LACKING, kind="kind", **closed),
        arm("away", Away.objects.valid().filter(**of), LACKING, at="said_at", on="from_on", until="to_on"),
        arm("directive", Directive.objects.filter(**of), LACKING, **decided, **directive),
        arm("stage", StageChange.objects.filter(**of), LACKING, **decided, **stage),
        arm("line", PlanLine.objects.filter(**of), LACKING, kind="kind", text="text", on="on", **decided),
        arm("easing", Easing.objects.filter(**of), LACKING, at="at", until="until_on", value="sessions"),
        arm(
            "dose",
            DoseChange.objects.filter(**of),
            LACKING,
            ref="prescription_id",
            until="until_on",
            text="reason",
            first_at="first_at",
            **decided | set_by,
            **dose,
        ),
        arm("morning", mornings, LACKING, **morning),
        arm("declined", Review.objects.filter(**of).declined_step_back(), LACKING, at="decided_at"),
        all=True,
    )


def somebody(pk: int | None, name: str | None) -> User:
    """Whoever has that id, as `name_of` calls them."""
    return as_read(get_user_model(), id=pk, email="", name=name or "")


def directive_of(assignment: Assignment, kind: str, value: int | None, at: dt.datetime) -> GivenDirective:
    """A `GivenDirective`. What was agreed when the programme was assigned holds from its first day on."""
    on = assignment.patient.today(at)
    return GivenDirective(kind, value, at, min(on, assignment.started_on) if at <= assignment.assigned_at else on)
