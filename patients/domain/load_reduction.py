"""Whether today asks for less than the plan, and why. No row, no query, no clock here.

The review in force says that the tendon is irritated or the stage too much; days without a session and days away say
the rest. Days of quiet, short sessions and halves are consensus defaults; see docs/progression.md.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any, cast

from patients.domain.dose import Way
from patients.domain.standing_records import RecentDay
from programs.progression import Away, Because, Code, Finding, Outcome
from programs.progression.history import counted_days
from programs.progression.zones import Zone

DAY = dt.timedelta(days=1)
QUIET_DAYS = 2  # 24 to 48 hours without load, counted from the day the pain was felt
BETWEEN = 2 * DAY  # from one short session to the next
CALM = 3  # a morning above it after a red day was felt as well
EASED_SESSIONS = 2  # after a break or days away
RETURNING = "returning"  # after days away, or after a break too short for the rules to call it a gap
BAD = {Code.TWO_REDS, Code.STRAINED_RUN, Code.RED_DAY, Code.AMBER_DAY}
TOO_MUCH = {Because.TWO_REDS, Because.STRAINED_RUN, Because.FLARE_UNSETTLED}


@dataclass(frozen=True)
class Circumstance:
    """What today's amount follows from. `findings` are of the review, `recent` the last logged days; `before`
    are the last two dates with a session before today, latest first; `away` is (first, last) of each absence."""

    today: dt.date
    started_on: dt.date
    outcome: str = ""
    because: str = ""
    findings: tuple[Finding, ...] = ()
    declined: bool = False
    recent: tuple[RecentDay, ...] = ()
    before: tuple[dt.date, ...] = ()
    away: tuple[tuple[dt.date, dt.date], ...] = ()
    gap_days: int = 14
    paused: bool = False


@dataclass(frozen=True)
class LoadReduction:
    """How today is eased. For an irritated tendon: the dates without load, the calm short sessions so far of how many,
    and the date of the last short session. `easiest` asks for the easiest way to do the exercise."""

    way: Way = Way.AS_PLANNED
    because: str = ""
    quiet: tuple[dt.date, ...] = ()
    calm: int = 0
    needed: int = 0
    last_short: dt.date | None = None
    easiest: bool = False

    @property
    def is_irritated(self) -> bool:
        return self.needed > 0

    @property
    def is_after_a_break(self) -> bool:
        """Whether days without load ask for less, and no pain."""
        return self.because in (RETURNING, Because.GAP)


def load_reduction_of(now: Circumstance) -> LoadReduction:
    """The `LoadReduction` of a `Circumstance`."""
    if now.paused:
        return LoadReduction(Way.PAUSED)
    if now.because == Because.OPEN_FLAG:
        return LoadReduction(Way.HALVED, now.because)
    if now.outcome == Outcome.REDUCE or now.because == Because.SECOND_FLARE:
        return _irritated(now)
    if now.because in TOO_MUCH and not now.declined:
        return LoadReduction(Way.EASIER, now.because) if now.outcome == Outcome.STEP_BACK else _first_stage(now)
    if now.because == Because.GAP:
        return LoadReduction(Way.HALVED, now.because)
    return LoadReduction(Way.HALVED, RETURNING) if _is_returning(now) else LoadReduction()


def _irritated(now: Circumstance) -> LoadReduction:
    row = _finding(now, Code.FLARE)
    trigger = row.evidence[0]
    quiet = _quiet_from(max(_felt(now), _last_red(now)))
    short = [day.on for day in now.recent if day.on > max(trigger, quiet[-1])]
    last = max(short, default=None)
    rests = now.today in quiet or (last is not None and now.today == last + DAY)
    return LoadReduction(
        Way.QUIET if rests else Way.HALVED,
        now.because,
        quiet=quiet,
        calm=cast(int, row.observed),
        needed=cast(int, row.required),
        last_short=last,
        easiest=True,
    )


def _first_stage(now: Circumstance) -> LoadReduction:
    """Nothing is easier than the first stage: rest on the day after, then half the sets the easiest way."""
    bad = max(on for found in now.findings for on in found.evidence if found.code in BAD)
    quiet = (bad, bad + DAY)
    return LoadReduction(Way.QUIET if now.today in quiet else Way.HALVED, now.because, quiet=quiet, easiest=True)


def _finding(now: Circumstance, code: Code) -> Finding:
    return next(found for found in now.findings if found.code == code)


def _felt(now: Circumstance) -> dt.date:
    """The date the pain that opened the flare was felt: a bad morning belongs to the day before."""
    cause = [found for found in now.findings if found.code in {Code.RED_DAY, Code.AMBER_DAY}][-1]
    on = cause.evidence[0]
    what = cast(dict[str, Any], cause.observed)["cause"]
    return on + DAY if what == "next_morning" else on


def _last_red(now: Circumstance) -> dt.date:
    """The date the latest red day was felt; a new one while the tendon is irritated asks for quiet again."""
    reds = [day for day in now.recent if day.zone == Zone.RED]
    if not reds:
        return dt.date.min
    return reds[-1].on + DAY if (reds[-1].morning or 0) > CALM else reds[-1].on


def _quiet_from(felt: dt.date) -> tuple[dt.date, ...]:
    return tuple(felt + number * DAY for number in range(QUIET_DAYS))


def _is_returning(now: Circumstance) -> bool:
    """Fewer than two sessions since a long break or the last days away."""
    begun = [last for first, last in now.away if first <= now.today]
    if begun and sum(on > max(begun) for on in now.before) < EASED_SESSIONS:
        return True
    if not now.before:
        return False
    latest, earlier = (*now.before, now.started_on)[:2]
    away = [Away(first, last) for first, last in now.away]
    return counted_days(min(earlier, latest), latest, away) >= now.gap_days
