"""When a clinic is open: spans of the clinic's own wall clock on each weekday, and dates on which it stays closed.

Everything is reckoned between instants, so an hour that a change of the clocks takes or gives is counted as it passes.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol
from zoneinfo import ZoneInfo

DAY = dt.timedelta(days=1)
MINUTE = dt.timedelta(minutes=1)
WEEK = 7
END_OF_DAY = 24 * 60
FARTHEST = 400  # days: past any list of closed dates that somebody would write


class Span(NamedTuple):
    """From one time of day up to another, in minutes after midnight; `until` is 24:00 at most."""

    begins: int
    until: int


@dataclass(frozen=True)
class OpeningHours:
    """The spans of each weekday, Monday first and each day's in order, and the dates on which none of them holds."""

    week: tuple[tuple[Span, ...], ...] = ((),) * WEEK
    closed_on: frozenset[dt.date] = frozenset()

    def __bool__(self) -> bool:
        """Whether the clinic is ever open; of one that named no hours nothing is known."""
        return any(self.week)

    def of(self, day: dt.date) -> tuple[Span, ...]:
        """The spans of one date, none when it is closed."""
        return () if day in self.closed_on else self.week[day.weekday()]


class Stored(Protocol):
    """A clinic's columns: for each weekday pairs such as ["08:00", "18:00"], and closed dates such as "2026-12-25"."""

    @property
    def hours(self) -> Sequence[Sequence[Sequence[str]]]: ...
    @property
    def closed_dates(self) -> Sequence[str]: ...


def hours_of(clinic: Stored) -> OpeningHours:
    """What the columns of a clinic say; ValueError for what is no time or date."""
    days = [tuple(Span(minutes_of(begins), minutes_of(until)) for begins, until in day) for day in clinic.hours]
    week = tuple(days) or OpeningHours().week
    return OpeningHours(week, frozenset(map(dt.date.fromisoformat, clinic.closed_dates)))


def minutes_of(text: str) -> int:
    """The minutes after midnight of a stored time, "08:00" to "24:00"."""
    hours, minutes = text.split(":")
    return int(hours) * 60 + int(minutes)


def stored_time(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def is_open(hours: OpeningHours, instant: dt.datetime, zone: ZoneInfo) -> bool:
    """Whether the clinic is open at the instant; a span is open at its first minute and closed at its last."""
    return closes_at(hours, instant, zone) is not None


def closes_at(hours: OpeningHours, instant: dt.datetime, zone: ZoneInfo) -> dt.datetime | None:
    """When the clinic that is open at the instant closes; None while it is closed. Hours that run on over midnight
    close once, and those that never end close at the end of what is looked through."""
    until = None
    for begins, ends in _openings(hours, instant, zone):
        if begins > (until or instant):
            break
        until = ends
    return until


def next_opening(hours: OpeningHours, instant: dt.datetime, zone: ZoneInfo) -> dt.datetime | None:
    """When the clinic opens next after the instant; None where it never does in the next year."""
    until = instant
    for begins, ends in _openings(hours, instant, zone):
        if begins > until:
            return begins
        until = ends
    return None


def open_from(hours: OpeningHours, instant: dt.datetime, zone: ZoneInfo) -> dt.datetime:
    """The instant while the clinic is open, else when it opens next; the instant also where it never does."""
    if is_open(hours, instant, zone):
        return instant
    return next_opening(hours, instant, zone) or instant


def openings(
    hours: OpeningHours, instant: dt.datetime, zone: ZoneInfo, days: int
) -> list[tuple[dt.datetime, dt.datetime]]:
    """The openings that have not ended at the instant, for so many days ahead, each from one instant to another."""
    return list(_openings(hours, instant, zone, days))


def minutes_open_between(hours: OpeningHours, a: dt.datetime, b: dt.datetime, zone: ZoneInfo) -> float:
    """For how many minutes the clinic was open after the instant `a` and before `b`."""
    days = (b.astimezone(zone).date() - a.astimezone(zone).date()).days
    spans = _openings(hours, a, zone, days)
    return sum((max(min(ends, b) - max(begins, a), dt.timedelta()) for begins, ends in spans), dt.timedelta()) / MINUTE


def is_open_day(hours: OpeningHours, day: dt.date) -> bool:
    """Whether the clinic works on that date. Of a clinic without hours every day counts, or nobody would ever be
    answered."""
    return bool(hours.of(day)) or not hours


def _openings(
    hours: OpeningHours, instant: dt.datetime, zone: ZoneInfo, days: int = FARTHEST
) -> Iterator[tuple[dt.datetime, dt.datetime]]:
    """Each span that ends after the instant, as instants in the order of time."""
    first = instant.astimezone(zone).date()
    for number in range(days + 1):
        day = first + number * DAY
        for span in hours.of(day):
            begins, ends = _at(day, span.begins, zone), _at(day, span.until, zone)
            if begins < ends and ends > instant:
                yield begins, ends


def _at(day: dt.date, minutes: int, zone: ZoneInfo) -> dt.datetime:
    """The instant of a wall-clock time, in UTC so that differences are what passed; 24:00 is the next midnight."""
    if minutes == END_OF_DAY:
        return _at(day + DAY, 0, zone)
    return dt.datetime.combine(day, dt.time(*divmod(minutes, 60)), tzinfo=zone).astimezone(dt.UTC)
