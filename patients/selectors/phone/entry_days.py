"""What was entered, under the day that it belongs to. A zone is of a day, whatever was done on it, and stands there."""

import datetime as dt
from dataclasses import dataclass

from programs import wording


@dataclass(frozen=True)
class EntryDay:
    """A training day, in words too, its zone where there was a session, and its entries, the latest first."""

    on: dt.date
    when: str
    zone: str
    zone_word: str
    entries: list


def entry_days(assignment, reading, entries):
    """The `EntryDay`s of entries, the latest first."""
    by_day = {}
    for entry in entries:
        by_day.setdefault(entry.day or assignment.patient.today(entry.at), []).append(entry)
    return [_day(on, reading, by_day[on]) for on in sorted(by_day, reverse=True)]


def _day(on, reading, entries):
    zone = reading.zones.get(on) if any(entry.session for entry in entries) else None
    word = wording.zone_word(zone.value, "patient") if zone else ""
    return EntryDay(on, wording.day_words(on, reading.today), zone.value if zone else "", word, entries)
