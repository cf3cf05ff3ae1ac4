"""What was entered, a line an entry, as the patient's and the physio's page list it."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from patients.access import ENTRIES
from patients.models import Assignment, Away, MorningCheck, TrainingSession
from patients.models.care import Voidable
from patients.selectors.entered import LATEST as LATEST
from patients.selectors.entered import latest_beside, latest_sessions
from patients.selectors.entry_words import entry_words
from programs import wording

MORNING, NOON = dt.time(7), dt.time(12)  # where an entry of a date stands among those of an instant


@dataclass(frozen=True)
class Entry:
    """One line of what happened: when (as an instant and in words), what, by whom; a session's day has a zone.
    `act` names a row of a decision in force, as "stage:12"; `day` is that of an entry, from four in the morning on."""

    at: dt.datetime
    when: str
    text: str
    by: str = ""
    zone: str = ""
    zone_word: str = ""
    row: Voidable | None = None
    act: str = ""
    day: dt.date | None = None

    @property
    def session(self):
        return self.row if isinstance(self.row, TrainingSession) else None

    def on(self, patient):
        """The local date it is about: of an entry its own, of an act when it was done."""
        if self.session:
            return self.session.local_date
        return getattr(self.row, "on", None) or patient.today(self.at)

    @property
    def stamp(self):
        """When, for machines, where the page is read."""
        return timezone.localtime(self.at).isoformat()

    @property
    def place(self):
        """Of an entry that can be put right: the end of its address."""
        return f"{self.kind}/{self.row.pk}/"

    @property
    def kind(self):
        """Of the row that can be put right, as its address names it; empty of everything else."""
        return kind_of(self.row)


KINDS = {getattr(Assignment, name).rel.related_model: kind for kind, name in ENTRIES.items()}


def kind_of(row):
    """The kind of an entry's row, as its address names it; "" of anything else."""
    return KINDS.get(type(row), "")


def entries_of(assignment, reading, audience):
    """What was entered of sessions, mornings and beside them, the latest first."""
    entries = _session_entries(assignment, reading, audience) + _entries_beside(assignment, reading.today, audience)
    return sorted(entries, key=lambda entry: entry.at, reverse=True)


def other_than_patient(assignment, user):
    """Who entered something, named only where it was somebody else: the page is the patient's own."""
    return "" if user.pk == assignment.patient.user_id else str(user)


def _session_entries(assignment, reading, audience):
    shown = set()
    entries = []
    sessions = latest_sessions(assignment)
    of_day = Counter(session.training_day for session in sessions)
    for session in sessions:
        day = session.training_day
        zone = reading.zones.get(day) if day not in shown else None
        shown.add(day)
        entries.append(
            Entry(
                at=session.performed_at,
                when=wording.day_words(session.local_date, reading.today),
                text=entry_words(session, reading.today),
                by=other_than_patient(assignment, session.logged_by),
                zone=zone.value if zone else "",
                zone_word=_zone_word(zone, audience, of_day[day]) if zone else "",
                row=session,
                day=day,
            )
        )
    return entries


def _zone_word(zone, audience, sessions):
    """The zone is the day's: where the day has several sessions, the newest of them says so."""
    word = wording.zone_word(zone.value, audience)
    return _("%(zone)s, the whole day") % {"zone": capfirst(word)} if sessions > 1 else word


def _entries_beside(assignment, today, audience):
    """Mornings, and what was said of a day beside sessions and them. What a clinician measured is theirs to show."""
    rows = latest_beside(assignment, noted_by=assignment.patient.user_id if audience == "patient" else None)
    return [
        Entry(
            at=_at(assignment, row),
            when=wording.day_words(_day(assignment, row), today),
            text=entry_words(row, today),
            by=other_than_patient(assignment, by),
            row=row,
            day=_day(assignment, row),
        )
        for row, by in rows
    ]


def _day(assignment, row):
    return assignment.patient.today(row.said_at) if isinstance(row, Away) else row.on


def _at(assignment, row):
    if isinstance(row, Away):
        return row.said_at
    if isinstance(row, MorningCheck):
        return _on(assignment, row.on, MORNING) if row.late else row.received_at
    return _on(assignment, row.on, NOON)


def _on(assignment, day, time):
    return dt.datetime.combine(day, time, tzinfo=assignment.patient.zone)
