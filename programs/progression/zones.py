"""Green, amber, red: how one day is read, and how days open and settle a flare."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from operator import attrgetter

from .history import Day, History
from .thresholds import Safety, StageRules


class Zone(StrEnum):
    RED = "red"
    AMBER = "amber"
    UNKNOWN = "unknown"
    PENDING = "pending"
    GREEN = "green"


BAD = (Zone.RED, Zone.AMBER)


@dataclass(frozen=True, slots=True)
class Limits:
    """The edges for one patient on one day of a stage, NRS 0-10. A value above its edge is over it."""

    baseline: float
    pain: int
    morning: int
    rise: int
    strained_pain: int
    strained_rise: int
    safety: Safety

    @classmethod
    def of(cls, safety: Safety, stage: StageRules, baseline: float, ceiling: int | None) -> "Limits":
        """A clinician's ceiling takes the place of every green edge; it moves neither the red ones nor the rise."""
        if ceiling is not None:
            ceiling = min(ceiling, safety.ceiling_max)
        return cls(
            baseline=max(baseline, safety.baseline_floor),
            pain=stage.pain_max if ceiling is None else ceiling,
            morning=stage.morning_max if ceiling is None else ceiling,
            rise=stage.rise_max,
            strained_pain=safety.strained_pain if ceiling is None else ceiling,
            strained_rise=safety.strained_rise,
            safety=safety,
        )

    @property
    def highest_morning(self) -> float:
        return min(self.morning, self.baseline + self.rise)

    def red_pain(self, pain: int | None) -> bool:
        return pain is not None and pain >= self.safety.red_during

    def red_morning(self, morning: int | None) -> bool:
        if morning is None:
            return False
        risen = morning > self.safety.red_morning_above and morning >= self.baseline + self.safety.red_rise
        return risen or (morning > self.safety.red_morning_over and morning > self.baseline)

    def bad_morning(self, morning: int | None) -> bool:
        """Whether it alone makes its day amber or red."""
        return self.sore_morning(morning) or self.red_morning(morning)

    def sore_morning(self, morning: int | None) -> bool:
        """Whether it alone is above the edge, and not red."""
        return morning is not None and morning > self.highest_morning and not self.red_morning(morning)

    def risen_morning(self, morning: int | None) -> bool:
        """Two such amber days in a row are a flare; one such day is strained."""
        return morning is not None and morning > self.baseline + self.strained_rise


@dataclass(frozen=True)
class Edges:
    """The limits of every day of one history: a ceiling holds from the day it was agreed on."""

    history: History
    of_ceiling: dict[int | None, Limits]

    @classmethod
    def of(cls, safety: Safety, stage: StageRules, history: History) -> "Edges":
        ceilings = {None, history.pain_ceiling, *(before.value for before in history.ceilings_before)}
        return cls(history, {each: Limits.of(safety, stage, history.baseline_morning_pain, each) for each in ceilings})

    @property
    def safety(self) -> Safety:
        return self.of_ceiling[None].safety

    def on(self, day: date) -> Limits:
        """The limits of a training day and of the morning after it."""
        return self.of_ceiling[self.history.ceiling_on(day)]


def pending_until(day: Day, safety: Safety) -> datetime | None:
    """When a morning that has not come yet turns into a missing one; None if it has come."""
    return day.last_at + timedelta(hours=safety.pending_hours) if day.morning is None else None


def is_pending(day: Day, now: datetime, safety: Safety) -> bool:
    """Whether its morning may still come, whatever the zone of the day."""
    until = pending_until(day, safety)
    return until is not None and now < until


def is_red(day: Day, limits: Limits) -> bool:
    return limits.red_pain(day.pain) or limits.red_pain(day.other_side) or limits.red_morning(day.morning)


def is_amber(day: Day, limits: Limits) -> bool:
    """Over an edge, if it is not red."""
    hurt = day.pain is not None and day.pain > limits.pain
    return day.stopped or hurt or (day.morning is not None and day.morning > limits.highest_morning)


def zone_of(day: Day, limits: Limits, now: datetime) -> Zone:
    """The first zone that applies. What is recorded decides before what is not."""
    if is_red(day, limits):
        return Zone.RED
    if is_amber(day, limits):
        return Zone.AMBER
    pending = is_pending(day, now, limits.safety)
    if not day.pain_recorded or (day.morning is None and not pending):
        return Zone.UNKNOWN
    return Zone.PENDING if pending else Zone.GREEN


def is_strained(day: Day, limits: Limits) -> bool:
    hurt = day.pain is not None and day.pain > limits.strained_pain
    return day.stopped or hurt or limits.risen_morning(day.morning)


@dataclass(frozen=True, slots=True)
class Event:
    """A date of a flare's story: a logged day with its zone, or a red rest-day morning alone (`day` is None).

    A logged day that began with a red rest-day morning is red, however calm its session was.
    """

    on: date
    zone: Zone
    day: Day | None = None


@dataclass(frozen=True, slots=True)
class Flare:
    """A bad spell. `opened_by` holds the day that opened it, or both of a pair; `greens` is the row of calm days."""

    trigger: date
    opened_by: tuple[Event, ...] = field(repr=False)
    greens: int = 0
    settled: bool = False

    def after(self, event: Event, needed: int) -> "Flare":
        if event.zone is Zone.PENDING:
            return self
        greens = self.greens + 1 if event.zone is Zone.GREEN else 0
        return Flare(self.trigger, self.opened_by, greens, settled=greens >= needed)


def flares(events: Iterable[Event], edges: Edges) -> tuple[Flare, ...]:
    """Every flare in order of time; at most the last is not settled. Starts without an open one."""
    found: list[Flare] = []
    before: Event | None = None
    for event in sorted(events, key=attrgetter("on")):
        if found and not found[-1].settled:
            found[-1] = found[-1].after(event, edges.safety.flare_settled_days)
        elif opened_by := _opening(event, before, edges):
            found.append(Flare(event.on, opened_by))
        before = event if event.day else before
    return tuple(found)


def _opening(event: Event, before: Event | None, edges: Edges) -> tuple[Event, ...]:
    if event.zone is Zone.RED:
        return (event,)
    pair = (before, event) if before else ()
    return pair if pair and all(_amber_with_risen_morning(each, edges.on(each.on)) for each in pair) else ()


def _amber_with_risen_morning(event: Event, limits: Limits) -> bool:
    return event.zone is Zone.AMBER and event.day is not None and limits.risen_morning(event.day.morning)
