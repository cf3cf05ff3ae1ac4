"""When something was, by a phone whose clock may be wrong. No row, no clock of our own here.

The phone says its time when an entry was made and once more when it is sent; the second, against ours, tells by how
much the first is wrong. What cannot be true even so (to come, before the programme) is taken as made when it arrived.
"""

import datetime as dt
from dataclasses import dataclass

CLOCK_IS_RIGHT = 5 * 60  # seconds; more is shown to the clinician
CLOCK_IS_EVIDENCE = 24 * 60 * 60  # seconds; more says nothing about when something was
MOST = 60 * 365 * 24 * 60 * 60  # seconds: a phone that woke up in 1970; further off it is no clock


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


def phone_time(
    captured_at: str | None, zone: dt.tzinfo, ahead: int | None, earliest: dt.date, now: dt.datetime
) -> PhoneTime | None:
    """The `PhoneTime` of a wall time `captured_at` (ISO, of the phone) in `zone`; None where there is none.

    `earliest` is the first local date that can be right.
    """
    said = _read(captured_at)
    if said is None or said.tzinfo is not None:
        return None
    try:
        at = corrected(said.replace(tzinfo=zone), ahead)
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


def _read(text: str | None) -> dt.datetime | None:
    try:
        return dt.datetime.fromisoformat(str(text or "").strip())
    except ValueError:
        return None
