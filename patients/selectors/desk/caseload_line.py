"""What the database is asked for of one row of the caseload, and what it answers with."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo

from patients.domain.opening_hours import OpeningHours
from patients.domain.triage import Place

OF_PATIENT = (
    *("pk", "public_id", "name", "phone", "time_zone", "physio_id", "born_on", "record_number", "created_at"),
)
OF_CLINIC = ("name", "time_zone", "message_days", "silent_days", "missing_mornings", "stuck_days", "when_open")
OF_STANDING = (
    *("stage_started_on", "outcome", "because", "quiet", "since", "flag_kind", "flag_at", "intake_at"),
    *("last_session_on", "last_red_on", "paused_at", "resumed_at", "message_at", "danger_kind", "danger_at"),
    *("contact_at", "contact_kind", "stage__position", "stage__name", "stage__sessions_per_week"),
    *("ends_on", "ends_kind", "review__outcome", "review__because", "review__target"),
)
AS_JSON = ("recent", "aways", "marks", "review__findings")
FACTS = (*OF_STANDING, *AS_JSON)


@dataclass(frozen=True)
class Home:
    """A clinic, as far as a place rests on it: its hours are read once."""

    name: str
    time_zone: str
    message_days: int
    silent_days: int
    missing_mornings: int
    stuck_days: int
    when_open: OpeningHours


@dataclass(frozen=True)
class Person:
    """A patient, as far as a list shows them."""

    pk: int
    public_id: UUID
    name: str
    phone: str
    time_zone: str
    physio_id: int
    born_on: dt.date | None
    record_number: str
    created_at: dt.datetime
    physio: str
    clinic: Home

    @property
    def zone(self):
        return ZoneInfo(self.time_zone)

    def today(self, now):
        return now.astimezone(self.zone).date()


@dataclass(frozen=True)
class Line:
    """One of the list. `facts` are those of a running programme by the names of `FACTS`, what is kept as JSON as its
    text, None where none runs; `place` that of whoever has none and whose alarm asks for a call. All that a row says
    is the same from the instant `since` on until the day ends."""

    patient: Person
    facts: tuple | None
    since: dt.datetime
    place: Place | None
    unread: int
    stage_count: int | None
    namesake: bool
    discharged_at: dt.datetime | None
    discharged_reason: str | None

    def fact(self, name):
        return self.facts and self.facts[FACTS.index(name)]
