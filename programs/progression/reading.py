"""The history at one instant, in the words the rules are written in."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from itertools import pairwise

from .history import DAY, Day, History, counted_days, days_of, exact, local_date
from .mornings import sort_mornings
from .thresholds import Rules, Safety, StageRules
from .zones import BAD, Edges, Event, Flare, Limits, Zone, flares, is_pending, is_strained, pending_until, zone_of

# What rests on the days alone, and what time changes by a pending morning alone: no date of today is asked.
OF_DAYS = ("waiting", "_after_last_gap")
TIMELESS = ("_settles_at", "zones", "answered", "bad_days", "red_dates", "_unbroken", "flares", "earlier_flares")


@dataclass(frozen=True)
class Reading:
    """Counts are in days: those of sessions are training days, today and the mornings go by the calendar. Build it with
    `read`, move it in time with `at`.

    `rest_reds` are the red mornings that follow no logged day, `rest_sores` those above the edge and not red: pain 0-10
    by the date it was felt on.
    """

    rules: Rules
    stage: StageRules
    history: History
    edges: Edges
    days: tuple[Day, ...]
    earlier_days: tuple[Day, ...]
    rest_reds: dict[date, int]
    rest_sores: dict[date, int]
    now: datetime

    def at(self, instant: datetime) -> "Reading":
        """The same records, read later. What was found of them holds until a pending morning turns missing."""
        later = replace(self, now=instant)
        if self.now <= instant and (self._settles_at is None or instant < self._settles_at):
            self._hand_on(later, OF_DAYS + TIMELESS)
        else:
            self._hand_on(later, OF_DAYS)
            self._hand_on_zones(later, [day for day in self.waiting if day.on >= self.history.stage_started])
        return later

    def _hand_on(self, other: "Reading", names: tuple[str, ...]) -> None:
        """What was found already of this one and holds for that one."""
        vars(other).update((name, vars(self)[name]) for name in names if name in vars(self))

    def _hand_on_zones(self, other: "Reading", changed: list[Day]) -> None:
        if "zones" in vars(self):
            vars(other)["zones"] = self.zones | other._zones_of(changed)

    @cached_property
    def waiting(self) -> tuple[Day, ...]:
        """The days whose morning is not known, of this stage and of those before: of no other does the hour change
        anything."""
        return tuple(day for day in self.earlier_days + self.days if day.morning is None)

    @cached_property
    def _settles_at(self) -> datetime | None:
        """When the first pending morning turns missing; None without one."""
        ends = (pending_until(day, self.safety) for day in self.waiting)
        return min((end for end in ends if end and end > self.now), default=None)

    def with_calm_mornings(self) -> "Reading":
        """As if every pending morning came in without pain."""
        calm = {day.on: replace(day, morning=0) for day in self.waiting if self.pending(day)}
        other = replace(self, days=tuple(calm.get(day.on, day) for day in self.days))
        self._hand_on(other, ("_after_last_gap",))
        self._hand_on_zones(other, [day for day in calm.values() if day.on >= self.history.stage_started])
        return other

    @property
    def safety(self) -> Safety:
        return self.rules.safety

    @cached_property
    def today(self) -> date:
        return local_date(self.now, self.history.time_zone)

    @property
    def limits(self) -> Limits:
        """Those that hold today; the ones of a day are `edges.on` it."""
        return self.edges.on(self.today)

    @property
    def days_in_stage(self) -> int:
        return self.days_since(self.history.stage_started)

    def days_since(self, day: date) -> int:
        return (self.today - day).days

    def pending(self, day: Day) -> bool:
        return day.morning is None and is_pending(day, self.now, self.safety)

    @cached_property
    def zones(self) -> dict[date, Zone]:
        """The zone of every logged day of this stage."""
        return self._zones_of(self.days)

    def _zones_of(self, days: Iterable[Day]) -> dict[date, Zone]:
        return {day.on: zone_of(day, self.edges.on(day.on), self.now) for day in days}

    @cached_property
    def answered(self) -> tuple[Day, ...]:
        """The logged days, pending ones left out."""
        return tuple(day for day in self.days if not self.pending(day))

    @property
    def latest_pending(self) -> bool:
        return bool(self.days) and self.pending(self.days[-1])

    @cached_property
    def bad_days(self) -> tuple[Day, ...]:
        return tuple(day for day in self.days if self.zones[day.on] in BAD)

    @cached_property
    def red_dates(self) -> tuple[date, ...]:
        """Red days and red rest-day mornings, each date once, oldest first."""
        logged = {day.on for day in self.days if self.zones[day.on] is Zone.RED}
        return tuple(sorted(logged | {on for on in self.rest_reds if on >= self.history.stage_started}))

    def strained(self, day: Day) -> bool:
        return is_strained(day, self.edges.on(day.on))

    # the run

    def in_window(self, on: date) -> bool:
        return on > self._before_window

    @cached_property
    def _before_window(self) -> date:
        return self.today - self.stage.window_days * DAY

    def qualifies(self, day: Day) -> bool:
        return self.zones[day.on] is Zone.GREEN and day.completion >= exact(self.stage.completion_min)

    @cached_property
    def run(self) -> tuple[Day, ...]:
        """The qualifying days that count towards the gate, oldest first."""
        return tuple(day for day in self._unbroken if self.in_window(day.on))

    @cached_property
    def _unbroken(self) -> tuple[Day, ...]:
        """The qualifying days since what broke the run, however long ago."""
        broken = max([day.on for day in self.bad_days] + list(self.red_dates), default=date.min)
        start = self._after_last_gap
        return tuple(day for day in self.days if day.on >= start and day.on > broken and self.qualifies(day))

    @cached_property
    def _after_last_gap(self) -> date:
        """The day that ended the last long gap between two logged days."""
        start, long = date.min, self.safety.gap_hold_days
        for before, day in pairwise(self.days):
            if (day.on - before.on).days >= long and counted_days(before.on, day.on, self.history.away) >= long:
                start = day.on
        return start

    @property
    def counted_run(self) -> tuple[Day, ...]:
        """The last days of the run, as many as the gate asks for."""
        return self.run[-self.stage.run_length :]

    # gaps

    @property
    def gap_since(self) -> date:
        return self.days[-1].on if self.days else self.history.stage_started

    @cached_property
    def gap(self) -> int:
        return counted_days(self.gap_since, self.today, self.history.away)

    @property
    def counted_days_in_stage(self) -> int:
        return counted_days(self.history.stage_started, self.today, self.history.away)

    # flares

    @cached_property
    def flares(self) -> tuple[Flare, ...]:
        rest_reds = tuple(on for on in self.rest_reds if on >= self.history.stage_started)
        return self._flares_of(self.days, self.zones, rest_reds)

    @cached_property
    def earlier_flares(self) -> tuple[Flare, ...]:
        """Those of earlier stages, read with the edges of this one."""
        rest_reds = tuple(on for on in self.rest_reds if on < self.history.stage_started)
        return self._flares_of(self.earlier_days, self._zones_of(self.earlier_days), rest_reds)

    def _flares_of(
        self, days: tuple[Day, ...], zones: dict[date, Zone], rest_reds: tuple[date, ...]
    ) -> tuple[Flare, ...]:
        mornings_alone = {on: Event(on, Zone.RED) for on in rest_reds}
        logged = {day.on: Event(day.on, Zone.RED if day.on in rest_reds else zones[day.on], day) for day in days}
        return flares((mornings_alone | logged).values(), self.edges)

    @property
    def open_flare(self) -> Flare | None:
        return self.flares[-1] if self.flares and not self.flares[-1].settled else None

    @property
    def flare_before(self) -> Flare | None:
        """The flare shortly before the open one, in this stage or an earlier one, if there was one."""
        if not (flare := self.open_flare):
            return None
        before = (self.earlier_flares + self.flares[:-1])[-1:]
        near = [b for b in before if (flare.trigger - b.trigger).days <= self.safety.second_flare_days]
        return near[-1] if near else None

    def sessions_since(self, flare: Flare) -> tuple[Day, ...]:
        """The answered days after the trigger, but for those that began with a red rest-day morning."""
        return tuple(day for day in self.answered if day.on > flare.trigger and day.on not in self.rest_reds)

    def counted_days_since(self, flare: Flare) -> int:
        return counted_days(flare.trigger, self.today, self.history.away)


def read(rules: Rules, history: History) -> Reading:
    """Prepares a history once; ValueError if the programme has no such stage."""
    history, stage = history.known(), rules.stage(history.stage)
    edges = Edges.of(rules.safety, stage, history)
    mornings = sort_mornings(history, edges, {session.day for session in history.sessions})
    days = tuple(days_of(history.sessions, mornings.of_days, mornings.late))
    limits_of = {on: edges.on(on - DAY) for on in mornings.of_rests}
    return Reading(
        rules=rules,
        stage=stage,
        history=history,
        edges=edges,
        days=tuple(day for day in days if day.on >= history.stage_started),
        earlier_days=tuple(day for day in days if day.on < history.stage_started),
        rest_reds={on: p for on, p in mornings.of_rests.items() if limits_of[on].red_morning(p)},
        rest_sores={on: p for on, p in mornings.of_rests.items() if limits_of[on].sore_morning(p)},
        now=history.as_of,
    )
