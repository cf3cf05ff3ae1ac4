"""The history at one instant, in the words the rules are written in."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property

from .history import DAY, Day, History, counted_days, days_of, local_date, mornings
from .thresholds import Rules, Safety, StageRules
from .zones import BAD, Event, Flare, Limits, Zone, flares, is_pending, is_strained, zone_of


@dataclass(frozen=True)
class Reading:
    """Days are local dates; all counts are in days. Build it with `read`, move it in time with `at`."""

    rules: Rules
    stage: StageRules
    history: History
    limits: Limits
    days: tuple[Day, ...]
    earlier_days: tuple[Day, ...]
    rest_reds: dict[date, int]
    now: datetime

    def at(self, instant: datetime) -> "Reading":
        """The same records, read later."""
        return replace(self, now=instant)

    def with_calm_mornings(self) -> "Reading":
        """As if every pending morning came in without pain."""
        return replace(self, days=tuple(replace(d, morning=0) if self.pending(d) else d for d in self.days))

    @property
    def safety(self) -> Safety:
        return self.rules.safety

    @cached_property
    def today(self) -> date:
        return local_date(self.now, self.history.time_zone)

    @property
    def days_in_stage(self) -> int:
        return self.days_since(self.history.stage_started)

    def days_since(self, day: date) -> int:
        return (self.today - day).days

    def pending(self, day: Day) -> bool:
        return is_pending(day, self.now, self.safety)

    @cached_property
    def zones(self) -> dict[date, Zone]:
        """The zone of every logged day of this stage."""
        return self._zones_of(self.days)

    def _zones_of(self, days: tuple[Day, ...]) -> dict[date, Zone]:
        return {day.on: zone_of(day, self.limits, self.now) for day in days}

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
        return is_strained(day, self.limits)

    # the run

    def in_window(self, day: Day) -> bool:
        return self.days_since(day.on) < self.stage.window_days

    def qualifies(self, day: Day) -> bool:
        return self.zones[day.on] is Zone.GREEN and day.completion >= self.stage.completion_min

    @cached_property
    def run(self) -> tuple[Day, ...]:
        """The qualifying days that count towards the gate, oldest first."""
        broken = max([day.on for day in self.bad_days] + list(self.red_dates), default=None)
        start = self._after_last_gap
        return tuple(
            day
            for day in self.days
            if self.qualifies(day) and self.in_window(day) and day.on >= start and (broken is None or day.on > broken)
        )

    @cached_property
    def _after_last_gap(self) -> date:
        """The first date that no long gap lies after; a gap that still lasts leaves none."""
        if self.gap >= self.safety.gap_hold_days:
            return date.max
        start = date.min
        for before, day in zip(self.days, self.days[1:], strict=False):
            if counted_days(before.on, day.on, self.history.away) >= self.safety.gap_hold_days:
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
        return flares((mornings_alone | logged).values(), self.limits)

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
        return tuple(day for day in self.answered if day.on > flare.trigger)


def read(rules: Rules, history: History) -> Reading:
    """Prepares a history once; ValueError if the programme has no such stage."""
    history, stage = history.known(), rules.stage(history.stage)
    limits = Limits.of(rules.safety, stage, history)
    morning_of = mornings(history.morning_checks)
    days = tuple(days_of(history.sessions, morning_of))
    exercised = {day.on for day in days}
    return Reading(
        rules=rules,
        stage=stage,
        history=history,
        limits=limits,
        days=tuple(day for day in days if day.on >= history.stage_started),
        earlier_days=tuple(day for day in days if day.on < history.stage_started),
        rest_reds={on: p for on, p in morning_of.items() if on - DAY not in exercised and limits.red_morning(p)},
        now=history.as_of,
    )
