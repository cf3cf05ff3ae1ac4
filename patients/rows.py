"""The rows about one assignment, as the rules and a page ask for them: one query a table.

A page that only looks calls `read_once`, and all its parts share what was read. A service has just written, and asks
anew.
"""

import datetime as dt
from functools import cached_property
from operator import itemgetter
from typing import Any

from django.db.models import CharField, DateField, DateTimeField, F, IntegerField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Cast

from patients.domain.engine_input import Circumstances, GivenDirective, first_day_read, in_force
from patients.models import Assignment, Directive, MorningCheck, TrainingSession
from programs import progression
from programs.models import Stage
from programs.progression import History


class Rows:
    """What was recorded of an assignment up to the instant `now`; a table is asked when it is first needed.

    `history` is what was made of it for the rules, once somebody did.
    """

    history: History | None = None

    def __init__(self, assignment: Assignment, now: dt.datetime) -> None:
        self.assignment, self.now = assignment, now

    @cached_property
    def _first_day(self) -> dt.date:
        return first_day_read(self.assignment.standing.stage_started_on, self.now)

    @cached_property
    def sessions(self) -> list[TrainingSession]:
        """The valid ones that the rules look back to, the oldest first, each `with_key`."""
        valid = with_key(self.assignment.sessions.valid().filter(local_date__gte=self._first_day))
        return list(valid.order_by("local_date", "performed_at", "pk"))

    @cached_property
    def mornings(self) -> list[MorningCheck]:
        """The same of mornings."""
        return list(self.assignment.morning_checks.valid().filter(on__gte=self._first_day).order_by("on"))

    @cached_property
    def circumstances(self) -> Circumstances:
        return circumstances_of(self.assignment)

    @cached_property
    def directives(self) -> list[Directive]:
        """Those that nobody has undone, with who gave them, the oldest first."""
        return list(self.assignment.directives.select_related("by").order_by("at", "pk"))

    @cached_property
    def lines(self) -> dict[str, Any]:
        return self.assignment.lines_set()


def read_once(assignment: Assignment, now: dt.datetime) -> Rows:
    """From here on all that is asked of this `assignment` at `now` shares its `Rows`."""
    assignment.rows = rows = Rows(assignment, now)
    return rows


def rows_of(assignment: Assignment, now: dt.datetime) -> Rows:
    """Those that the page shares, else new ones."""
    shared: Rows | None = assignment.rows
    return shared if shared and shared.now == now else Rows(assignment, now)


def with_key(sessions: QuerySet[TrainingSession]) -> QuerySet[TrainingSession]:
    """Sessions with the `key` of the stage they were done in; it outlives a change of version, id and number do not.
    What they seem to repeat comes with them."""
    return sessions.select_related("repeats").annotate(key=F("stage__key"))  # type: ignore[no-redef]  # the row says that it may be there


def circumstances_of(assignment: Assignment) -> Circumstances:
    """The `Circumstances` of an assignment, in one query over its flags, days away, directives and stages."""
    rows = (_away_rows(assignment), _directive_rows(assignment), _stage_rows(assignment))
    flags: list[progression.Flag] = []
    away: list[progression.Away] = []
    directives: list[tuple[dt.datetime, int, GivenDirective]] = []
    stages: list[tuple[dt.datetime, int, int, dt.date]] = []
    for source, kind, at, from_on, to_on, value, pk in _flag_rows(assignment).union(*rows, all=True):
        if source == "flag":
            flags.append(progression.Flag(kind=kind, at=at))
        elif source == "away":
            away.append(progression.Away(first=from_on, last=to_on))
        elif source == "stage":
            if value is not None:
                stages.append((at, pk, value, from_on))
        else:
            directives.append((at, pk, directive_of(assignment, kind, value, at)))
    latest, ceilings = in_force(given for *_order, given in sorted(directives, key=itemgetter(0, 1)))
    entered = tuple((position, on) for *_order, position, on in sorted(stages))
    return Circumstances(tuple(flags), tuple(away), latest, ceilings, entered)


NO_KIND = Value("", CharField())
NO_DATE = Cast(Value(None), DateField())
NO_INSTANT = Cast(Value(None), DateTimeField())
NO_NUMBER = Cast(Value(None), IntegerField())


def _for_union(rows: QuerySet[Any], source: str, **lacking: Any) -> QuerySet[Any, Any]:
    """Rows that say which `source` they come from; a union wants the same columns of each, so what one is `lacking`
    comes empty, with its type."""
    labelled: QuerySet[Any, Any] = rows.order_by().annotate(source=Value(source, CharField()), **lacking)
    return labelled


def _flag_rows(assignment: Assignment) -> QuerySet[Any, Any]:
    rows = _for_union(assignment.patient.flags.open(), "flag", from_on=NO_DATE, to_on=NO_DATE, value=NO_NUMBER)
    return rows.values_list("source", "kind", "raised_at", "from_on", "to_on", "value", "pk")


def _away_rows(assignment: Assignment) -> QuerySet[Any, Any]:
    rows = _for_union(assignment.aways.valid(), "away", kind=NO_KIND, at=NO_INSTANT, value=NO_NUMBER)
    return rows.values_list("source", "kind", "at", "from_on", "to_on", "value", "pk")


def _directive_rows(assignment: Assignment) -> QuerySet[Any, Any]:
    rows = _for_union(assignment.directives.all(), "directive", from_on=NO_DATE, to_on=NO_DATE)
    return rows.values_list("source", "kind", "at", "from_on", "to_on", "value", "pk")


def _stage_rows(assignment: Assignment) -> QuerySet[Any, Any]:
    """With the place that each stage has in the patient's version; none for a stage that it no longer has."""
    here = Stage.objects.filter(version=assignment.version_id, key=OuterRef("stage__key"))
    place = Subquery(here.values("position")[:1])
    rows = _for_union(assignment.stage_changes.all(), "stage", kind=NO_KIND, to_on=NO_DATE, place=place)
    return rows.values_list("source", "kind", "at", "started_on", "to_on", "place", "pk")


def directive_of(assignment: Assignment, kind: str, value: int | None, at: dt.datetime) -> GivenDirective:
    """A `GivenDirective`. What was agreed when the programme was assigned holds from its first day on."""
    on = assignment.patient.today(at)
    return GivenDirective(kind, value, at, min(on, assignment.started_on) if at <= assignment.assigned_at else on)
