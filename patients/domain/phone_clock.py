"""When something was, by a phone whose clock may be wrong. No row, no clock of our own here.

The phone says its time when an entry was made and once more when it is sent; the second, against ours, tells by how
much the first is wrong. What cannot be true even so (to come, before the programme) is taken as made when it arrived.

Where it is it says by the name of a zone and by how many minutes its clock is ahead of UTC. The offset decides: it
tells the two halves of the hour that comes twice apart, and stands alone where a browser knows no name.
"""

import datetime as dt
import math
import re
from dataclasses import dataclass
from zoneinfo import ZoneInfo

CLOCK_IS_RIGHT = 5 * 60  # seconds; more is shown to the clinician
CLOCK_IS_EVIDENCE = 24 * 60 * 60  # seconds; more says nothing about when something was
MOST = 60 * 365 * 24 * 60 * 60  # seconds: a phone that woke up in 1970; further off it is no clock
WEST, EAST = -12 * 60, 14 * 60  # minutes: no clock on earth is further from UTC


@dataclass(frozen=True)
class Capture:
    """When and where an entry was made, by the phone that made it: the instant, the local date, the zone's name, and by
    how many minutes its clock was ahead of UTC. None is not said. `read_in` is the zone that its wall times were read
    in, said or not."""

    at: dt.datetime | None = None
    on: dt.date | None = None
    zone: str | None = None
    offset: int | None = None
    read_in: str = ""


@dataclass(frozen=True)
class PhoneTime:
    """An instant, and by how many seconds the phone's clock was ahead of ours; None where it did not say."""

    at: dt.datetime
    clock_off: int | None = None


def seconds_ahead(sent_at: str | None, now: dt.datetime) -> int | None:
    """How far the phone's clock is ahead at sending; `sent_at` is its ISO instant. None where that cannot be read."""
    said = _read(sent_at)
    if said is None or said.tzinfo is None:
        return None
    ahead = round((said - now).total_seconds())
    return ahead if abs(ahead) <= MOST else None


def offset_said(text: str | None) -> int | None:
    """Minutes ahead of UTC; None for whatever no clock on earth is."""
    digits = str(text or "").strip()
    if not re.fullmatch(r"[+-]?[0-9]{1,3}", digits, re.ASCII):
        return None
    return int(digits) if WEST <= int(digits) <= EAST else None


def zone_of(captured_at: str | None, named: dt.tzinfo, offset: int | None) -> dt.tzinfo:
    """What a phone's wall times are read in: the zone `named`, unless the phone was `offset` minutes ahead of UTC when
    its clock showed `captured_at` and that zone never is at such a time."""
    wall = _wall(captured_at)
    if offset is None or wall is None or _minutes(instant(wall, named, offset)) == offset:
        return named
    return dt.timezone(dt.timedelta(minutes=offset))


def zone_name(zone: dt.tzinfo) -> str:
    """An IANA name of `zone`; of a plain offset that of its whole hour or the next one east, where a date has come that
    has come on the phone."""
    if isinstance(zone, ZoneInfo):
        return zone.key
    hours = math.ceil(_minutes(dt.datetime(1970, 1, 1, tzinfo=zone)) / 60)
    return f"Etc/GMT{-hours:+d}" if hours else "Etc/GMT"


def instant(wall: dt.datetime, zone: dt.tzinfo, offset: int | None) -> dt.datetime:
    """The aware time of a clock on the wall; of the hour that comes twice the half in which it is `offset` minutes
    ahead of UTC, the first where that is not said."""
    first, second = (wall.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    return second if offset is not None and _minutes(second) == offset else first


def _minutes(at: dt.datetime) -> float:
    return (at.utcoffset() or dt.timedelta()).total_seconds() / 60


def phone_time(
    captured_at: str | None,
    zone: dt.tzinfo,
    ahead: int | None,
    earliest: dt.date,
    now: dt.datetime,
    offset: int | None = None,
) -> PhoneTime | None:
    """The `PhoneTime` of a wall time `captured_at` (ISO, of the phone) in `zone`; None where there is none.

    `earliest` is the first local date that can be right; `offset` as `instant` has it.
    """
    said = _wall(captured_at)
    if said is None:
        return None
    try:
        at = corrected(instant(said, zone, offset).astimezone(dt.UTC), ahead)
    except OverflowError:
        return None
    if at > now + dt.timedelta(seconds=CLOCK_IS_RIGHT) or at.astimezone(zone).date() < earliest:
        return PhoneTime(now, _worse(ahead, at, now))
    return PhoneTime(min(at, now), ahead)


def corrected(at: dt.datetime, ahead: int | None) -> dt.datetime:
    """The instant `at` of a clock that is `ahead` seconds wrong; what is off by less than five minutes stays."""
    return at - dt.timedelta(seconds=ahead) if ahead and abs(ahead) > CLOCK_IS_RIGHT else at


def _worse(ahead: int | None, at: dt.datetime, now: dt.datetime) -> int:
    """The clock was set right in between: it was wrong by at least what cannot be true now."""
    wrong = round((at - now).total_seconds())
    return max(ahead or 0, max(-MOST, min(wrong, MOST)), key=abs)


def _wall(text: str | None) -> dt.datetime | None:
    said = _read(text)
    return said if said and said.tzinfo is None else None


def _read(text: str | None) -> dt.datetime | None:
    try:
        return dt.datetime.fromisoformat(str(text or "").strip())
    except ValueError:
        return None
