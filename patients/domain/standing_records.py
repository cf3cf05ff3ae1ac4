"""What a `Standing` keeps as JSON, as named records: the last logged days, absences, marks, and what was declined.

Written and read here alone. No row, no query, no clock.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any, Protocol, TypeVar

from programs.progression import Away, Finding
from programs.progression.reading import Reading
from programs.progression.stored import findings_from_json
from programs.progression.zones import Zone

RECENT_DAYS = 10

Json = dict[str, Any]


class StoredStanding(Protocol):
    """A standing as the database has it."""

    @property
    def recent(self) -> list[Json]: ...
    @property
    def aways(self) -> list[Json]: ...
    @property
    def marks(self) -> dict[str, Json]: ...
    @property
    def declined(self) -> Json | None: ...


class StoredReview(Protocol):
    """A review as the database has it."""

    @property
    def findings(self) -> list[Json]: ...


@dataclass(frozen=True)
class RecentDay:
    """A logged day: pain during and the next morning, 0-10 NRS or None, and whether it can count towards the gate."""

    on: dt.date
    during: int | None
    morning: int | None
    zone: Zone
    qualifies: bool


@dataclass(frozen=True)
class Declined:
    """The answer that a clinician declined, when, and the latest red and qualifying day that it had seen."""

    outcome: str
    because: str
    target: int | None
    at: dt.datetime
    latest_red: dt.date | None
    latest_qualifying: dt.date | None

    @property
    def says(self) -> tuple[str, str, int | None]:
        """What a newer answer is compared by."""
        return self.outcome, self.because, self.target


@dataclass(frozen=True)
class Mark:
    """That a reason, which has stood `since`, was dealt with, or until when; who said so, when, and a note."""

    since: dt.datetime
    until: dt.date | None
    at: dt.datetime
    by: str
    note: str


def days_to_keep(reading: Reading) -> tuple[RecentDay, ...]:
    """The last logged days of a `Reading`, oldest first, as a standing keeps them."""
    return tuple(
        RecentDay(day.on, day.pain, day.morning, reading.zones[day.on], reading.qualifies(day))
        for day in reading.days[-RECENT_DAYS:]
    )


def recent(standing: StoredStanding) -> tuple[RecentDay, ...]:
    """The last logged days, oldest first."""
    return tuple(_from_json(RecentDay, row) for row in standing.recent)


def aways(standing: StoredStanding) -> tuple[Away, ...]:
    """The latest absences, oldest first."""
    return tuple(_from_json(Away, row) for row in standing.aways)


def marks(standing: StoredStanding) -> dict[str, Mark]:
    """The latest mark of each reason, by what the reason is about."""
    return {about: _from_json(Mark, row) for about, row in standing.marks.items()}


def declined(standing: StoredStanding) -> Declined | None:
    return _from_json(Declined, standing.declined) if standing.declined else None


def findings(review: StoredReview | None) -> tuple[Finding, ...]:
    """What a `Review` found; nothing without one."""
    return findings_from_json(review.findings) if review else ()


def to_json(record: RecentDay | Away | Mark | Declined) -> Json:
    values = ((field.name, getattr(record, field.name)) for field in fields(record))
    return {name: value.isoformat() if isinstance(value, dt.date) else value for name, value in values}


FROM_TEXT: dict[Any, Callable[[str], Any]] = {
    dt.date: dt.date.fromisoformat,
    dt.date | None: dt.date.fromisoformat,
    dt.datetime: dt.datetime.fromisoformat,
    Zone: Zone,
}


Record = TypeVar("Record", RecentDay, Away, Mark, Declined)


def _from_json(kind: type[Record], row: Json) -> Record:
    return kind(**{field.name: _value_of(field.type, row[field.name]) for field in fields(kind)})


def _value_of(kind: Any, value: Any) -> Any:
    return FROM_TEXT[kind](value) if kind in FROM_TEXT and value is not None else value
