"""What the rules read: the records of one stage and what came before it, and the days added up from them.

Nothing here knows a clock. `History.as_of` is the only now; records later than it are dropped.
None always means not recorded, which is never zero and never met.
"""

import re
from collections.abc import Collection, Container, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, tzinfo
from fractions import Fraction
from functools import lru_cache
from itertools import groupby
from operator import attrgetter
from typing import TypeVar
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)
DAY_BEGINS = timedelta(hours=4)  # on the wall clock: what is done at half past midnight belongs to the evening before
T = TypeVar("T")

# What a patient can tick under "Something new or alarming". Distress is asked and shown first.
FLAG_KINDS = ("distress", "saddle", "chest", "pop", "calf", "night", "nerve", "drug", "bone")


# What can be noted beside sessions and mornings. A coded kind carries a short name: `performance:heel-raises`.
PAIN_KINDS = ("pain_after", "pain_rest", "pain_night", "pain_sitting", "pain_load_test")
PLAIN_KINDS = (*PAIN_KINDS, "stiffness_minutes", "technique")
CODED_KINDS = ("performance", "outcome", "confirm")


def is_code(name: str) -> bool:
    """Whether it is a short name of small letters, digits, - and _."""
    return bool(re.fullmatch(r"[a-z0-9][a-z0-9_-]{0,39}", name))


@dataclass(frozen=True, slots=True)
class Session:
    """One visit to the exercises. `day` is the training day by the clock at capture, pain and effort 0-10, the shares
    0-1.

    Two equal records are one: a repeated record changes nothing. An `id` tells two alike visits apart.
    """

    at: datetime
    day: date
    pain_during: int | None = None
    pain_other_side: int | None = None
    completion: float | None = None
    all_sets: bool | None = None
    variation: str | None = None
    symmetry: float | None = None
    technique_ok: bool | None = None
    stopped_for_pain: bool | None = None
    effort: int | None = None
    id: str | None = None


@dataclass(frozen=True, slots=True)
class MorningCheck:
    """Pain in the first ten minutes out of bed, 0-10. It belongs to the day before `on`; `late` if it was answered on
    a later date than `on`, by the clock at capture."""

    on: date
    pain: int | None = None
    late: bool = False


@dataclass(frozen=True, slots=True)
class Measure:
    """One number noted on a local date: pain 0-10, minutes, a score, an amount, or 1 and 0 for confirmed and not."""

    kind: str
    on: date
    value: float
    side: str | None = None

    @property
    def order(self) -> tuple[date, str, str, float]:
        return self.on, self.kind, self.side or "", self.value


@dataclass(frozen=True, slots=True)
class Away:
    """Away or ill, first and last day included."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Ceiling:
    """A pain ceiling (None: it was lifted) and the date it was agreed on."""

    value: int | None
    since: date


@dataclass(frozen=True, slots=True)
class Flag:
    """Something alarming that no clinician has closed yet."""

    kind: str
    at: datetime


@dataclass(frozen=True)
class History:
    """Everything the engine is told about one patient. Records may come in any order and more than once.

    `steps_back` are the local dates on which a higher stage was left for this one or a lower one. The pain ceiling
    holds from `pain_ceiling_from` on (None: it always held), what was agreed before it is in `ceilings_before`, oldest
    first.
    """

    stage: int
    stage_started: date
    as_of: datetime
    time_zone: str
    baseline_morning_pain: float
    sessions: tuple[Session, ...] = ()
    morning_checks: tuple[MorningCheck, ...] = ()
    away: tuple[Away, ...] = ()
    flags: tuple[Flag, ...] = ()
    affected_side: str = "left"
    pain_ceiling: int | None = None
    clinician_hold: bool = False
    self_paced: bool = True
    measures: tuple[Measure, ...] = ()
    steps_back: tuple[date, ...] = ()
    pain_ceiling_from: date | None = None
    ceilings_before: tuple[Ceiling, ...] = ()

    def __post_init__(self) -> None:
        known = [session.id for session in _once(self.sessions) if session.id is not None]
        if len(known) != len(set(known)):
            raise ValueError("two different sessions carry the same id")

    @property
    def today(self) -> date:
        return local_date(self.as_of, self.time_zone)

    def ceiling_on(self, day: date) -> int | None:
        """The pain ceiling that held on a training day."""
        if self.pain_ceiling_from is None or self.pain_ceiling_from <= day:
            return self.pain_ceiling
        return next((before.value for before in reversed(self.ceilings_before) if before.since <= day), None)

    def known(self) -> "History":
        """The same history without repeated records and without what lies after `as_of`."""
        today = self.today
        return replace(
            self,
            sessions=tuple(sorted((s for s in _once(self.sessions) if s.at <= self.as_of), key=attrgetter("at"))),
            morning_checks=tuple(c for c in self.morning_checks if c.on <= today),
            measures=tuple(sorted((m for m in set(self.measures) if m.on <= today), key=attrgetter("order"))),
            flags=tuple(f for f in dict.fromkeys(self.flags) if f.at <= self.as_of),
            steps_back=tuple(sorted(on for on in set(self.steps_back) if on <= today)),
        )


def _once(sessions: tuple[Session, ...]) -> Collection[Session]:
    """Without repeated records. Where each has an id of its own none is one, and nothing has to be compared."""
    return sessions if len({session.id for session in sessions}) == len(sessions) else set(sessions)


@dataclass(frozen=True, slots=True)
class Day:
    """All sessions of one training day, added up, and the morning after. Pain is the worst that was recorded."""

    on: date
    last_at: datetime
    pain: int | None
    pain_recorded: bool
    other_side: int | None
    completion: Fraction
    all_sets: bool
    symmetry: float | None
    technique_ok: bool
    stopped: bool
    variations: frozenset[str | None]
    morning: int | None
    effort: int | None
    morning_late: bool

    @property
    def vouched_morning(self) -> int | None:
        """Pain of the morning where it was answered in time. Recall is kinder than the morning was: what is known from
        a late answer alone can speak against a day and meets nothing."""
        return None if self.morning_late else self.morning


def local_date(instant: datetime, time_zone: str) -> date:
    return instant.astimezone(ZoneInfo(time_zone)).date()


def training_day(instant: datetime, time_zone: str | tzinfo) -> date:
    """The day a session belongs to, from four to four by the clock on the wall, also where that clock was changed."""
    zone = ZoneInfo(time_zone) if isinstance(time_zone, str) else time_zone
    return (instant.astimezone(zone).replace(tzinfo=None) - DAY_BEGINS).date()


def days_of(
    sessions: Iterable[Session], morning_of: dict[date, int], late: Container[date] = frozenset()
) -> Iterator[Day]:
    """One `Day` for each training day with a session, oldest first. `morning_of` has the morning of each; of those in
    `late` only a late answer tells."""
    ordered = sorted(sessions, key=attrgetter("day", "at"))
    for on, group in groupby(ordered, key=attrgetter("day")):
        first, *others = group
        more = (morning_of.get(on), on in late)
        yield _add_up(on, (first, *others), *more) if others else _of_one(first, *more)


def _of_one(session: Session, morning: int | None, late: bool) -> Day:
    """`_add_up` of a single session, as most days have: half a year of them is read at every entry."""
    done = _done((session.completion,))
    return Day(
        on=session.day,
        last_at=session.at,
        pain=session.pain_during,
        pain_recorded=session.pain_during is not None,
        other_side=session.pain_other_side,
        completion=done,
        all_sets=done == 1 or bool(session.all_sets),
        symmetry=session.symmetry,
        technique_ok=bool(session.technique_ok),
        stopped=bool(session.stopped_for_pain),
        variations=frozenset((session.variation,)),
        morning=morning,
        effort=session.effort,
        morning_late=late,
    )


def _add_up(on: date, sessions: tuple[Session, ...], morning: int | None, late: bool) -> Day:
    done = _done(tuple(s.completion for s in sessions))
    symmetries = all_known(s.symmetry for s in sessions)
    pains = [s.pain_during for s in sessions]
    efforts = all_known(s.effort for s in sessions)
    return Day(
        on=on,
        last_at=max(s.at for s in sessions),
        pain=_worst(pains),
        pain_recorded=None not in pains,
        other_side=_worst(s.pain_other_side for s in sessions),
        completion=done,
        all_sets=done == 1 or any(s.all_sets for s in sessions),
        symmetry=min(symmetries) if symmetries else None,
        technique_ok=all(s.technique_ok for s in sessions),
        stopped=any(s.stopped_for_pain for s in sessions),
        variations=frozenset(s.variation for s in sessions),
        morning=morning,
        effort=max(efforts) if efforts else None,
        morning_late=late,
    )


@lru_cache(maxsize=1024)  # nearly every day has one of a few
def _done(completions: tuple[float | None, ...]) -> Fraction:
    """What was done of a day's dose, at most all of it."""
    return min(Fraction(1), sum((exact(share) for share in completions if share is not None), Fraction(0)))


def all_known(values: Iterable[T | None]) -> list[T] | None:
    """The values, or None where one of them was not recorded."""
    asked = list(values)
    return None if None in asked else [value for value in asked if value is not None]


@lru_cache(maxsize=1024)  # the same few shares are asked of every day at every instant
def exact(share: float) -> Fraction:
    """The count that a share stands for, the nearest fraction with a denominator of at most 1,000: 0.333333 is one of
    three, 0.799 is less than four of five."""
    return Fraction(share).limit_denominator(1_000)


def _worst(pains: Iterable[int | None]) -> int | None:
    return max((pain for pain in pains if pain is not None), default=None)


def steps_back(moves: Iterable[tuple[int, int, date]], stage: int) -> tuple[date, ...]:
    """When a stage above `stage` was left for it or a lower one, whatever the reason was. A move is the position that
    was left, the one that was entered, and the local date."""
    return tuple(on for left, entered, on in moves if left > stage >= entered)


def counted_days(after: date, until: date, away: Iterable[Away]) -> int:
    """How many dates lie after the one and up to the other, days away left out. Never below 0."""
    total, reached = max(0, (until - after).days), after
    for absence in sorted(away, key=attrgetter("first", "last")):
        first, last = max(absence.first, reached + DAY), min(absence.last, until)
        if first <= last:
            total, reached = total - (last - first).days - 1, last
    return total


def counted_until(after: date, days: int, away: Iterable[Away]) -> date:
    """The first date on which `counted_days` since `after` reaches `days`."""
    until = after + days * DAY
    while (short := days - counted_days(after, until, away)) > 0:
        until += short * DAY
    return until
