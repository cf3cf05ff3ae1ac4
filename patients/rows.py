"""The rows about one assignment, as the rules and a page ask for them: its sessions in one query, and in one all that
stands beside them.

A page that only looks calls `read_once`, and all its parts share what was read. A service has just written, and asks
anew.
"""

import datetime as dt
from functools import cached_property
from typing import Any, TypeVar

from django.db.models import F, QuerySet

from patients.beside import BesideTheLog
from patients.domain.engine_input import first_day_read
from patients.models import Assignment, TrainingSession
from programs.prepared import DAY, ID, Given, prepared
from programs.progression import History
from programs.progression.reading import Reading
from programs.progression.thresholds import Rules

Row = TypeVar("Row", bound=Any)


class Rows(BesideTheLog):
    """What was recorded of an assignment up to the instant `now`; a table is asked when it is first needed.

    `rules` are those that days are read by, `history` what was made of it for them and `reading` what they say of it,
    each once somebody asked; `practice` what was practised, by training day.
    """

    rules: Rules | None = None
    history: History | None = None
    reading: Reading | None = None

    def __init__(self, assignment: Assignment, now: dt.datetime) -> None:
        super().__init__(assignment, now)
        self.practice: dict[dt.date, Any] = {}

    @cached_property
    def _first_day(self) -> dt.date:
        return first_day_read(self.assignment.standing.stage_started_on, self.now)

    @cached_property
    def sessions(self) -> list[TrainingSession]:
        """The valid ones that the rules look back to, the oldest first, each `with_key`."""
        return _of(self.assignment, _sessions(assignment=self.assignment.pk, since=self._first_day))

    @staticmethod
    def first_of(row: Any) -> TrainingSession:
        """The session that a double seems to repeat."""
        first: TrainingSession = row.repeats
        return first


def _of(assignment: Assignment, rows: list[Row]) -> list[Row]:
    for row in rows:
        row.assignment = assignment
    return rows


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


@prepared(assignment=ID, since=DAY)
def _sessions(assignment: Given, since: Given) -> QuerySet[TrainingSession]:
    valid = TrainingSession.objects.valid().filter(assignment=assignment, local_date__gte=since)
    return with_key(valid).order_by("local_date", "performed_at", "pk")
