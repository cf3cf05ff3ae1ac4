"""Until when an answer holds if nothing new is recorded.

Time alone changes an answer at few instants: where a pending morning turns missing, and on the local midnights where
a span of days reaches a threshold. Those are tried in order; the history is prepared once.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from .history import DAY, counted_until
from .metrics import METRICS
from .reading import Reading
from .zones import pending_until


def valid_until(reading: Reading, says: Callable[[Reading], object]) -> datetime | None:
    """The earliest instant (UTC) after now at which `says` differs, or None if it never does."""
    now, later = says(reading), reading
    for instant in sorted(set(_instants(reading))):
        later = later.at(instant)  # from the one before it: what was found there mostly still holds
        if says(later) != now:
            return instant
    return None


def _instants(reading: Reading) -> Iterator[datetime]:
    zone = ZoneInfo(reading.history.time_zone)
    for day in reading.waiting:
        until = pending_until(day, reading.safety)
        if until and until > reading.now:
            yield until.astimezone(UTC)
    for on in set(_dates(reading)):
        if on > reading.today:
            yield first_instant(on, zone)


def _dates(reading: Reading) -> Iterator[date]:
    safety, stage, history = reading.safety, reading.stage, reading.history
    for days in (safety.step_back_min_days, stage.min_days):
        yield history.stage_started + days * DAY
    yield counted_until(history.stage_started, safety.review_after_days + 1, history.away)
    for days in (safety.gap_hold_days, safety.gap_review_days):
        yield counted_until(reading.gap_since, days, history.away)
    for day in reading.days:
        yield day.on + stage.window_days * DAY
    for on in {*reading.red_dates, *(day.on for day in reading.bad_days)}:
        yield on + safety.two_reds_days * DAY
        yield counted_until(on, safety.unsettled_days, history.away)
    for criterion in stage.criteria:
        yield from METRICS[criterion.metric].changes_on(criterion, reading)


def first_instant(day: date, zone: ZoneInfo) -> datetime:
    """When a local date begins, in UTC. Where clocks jump over midnight, or over the whole date, it is the jump."""
    midnight = datetime.combine(day, time.min, zone).astimezone(UTC)
    if midnight.astimezone(zone).time() == time.min:
        return midnight
    before, after = midnight - DAY, midnight
    while after - before > timedelta(seconds=1):
        middle = before + (after - before) // 2
        before, after = (before, middle) if middle.astimezone(zone).date() >= day else (middle, after)
    return after.replace(microsecond=0)
