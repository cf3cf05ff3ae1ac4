"""What today's plan reads: every logged day of every stage, what was felt on which date, and what clinicians did.

The days are those of the rules, but no stage begins anew here: a red morning after a session belongs to that session,
also across the start of a stage. A date is that of a training day, which ends at four in the morning; so is today.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from itertools import pairwise

from programs.progression import Flag, History, Rules, Safety
from programs.progression.history import DAY, Day, counted_days, days_of, training_day
from programs.progression.mornings import Mornings, sort_mornings
from programs.progression.zones import Edges, Zone, is_pending, is_strained, zone_of

STRAINED_WITHIN, STRAINED_COUNT = 7, 3  # dates, and strained days within them that are an event


class ActKind(StrEnum):
    """What a clinician did that today's plan reads. `ALARM_CLOSED` is an alarm other than distress."""

    PAUSE = "pause"
    RESUME = "resume"
    WHOLE_PLAN = "whole_plan"
    STEP_BACK_DECLINED = "step_back_declined"
    ALARM_CLOSED = "alarm_closed"


@dataclass(frozen=True, slots=True)
class Act:
    kind: str
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class Easing:
    """Half for now, set by a clinician: up to and including a date, or for a number of sessions; with neither, its end.
    The latest holds."""

    at: dt.datetime
    until: dt.date | None = None
    sessions: int | None = None


@dataclass(frozen=True, slots=True)
class BadEvent:
    """Something that asks for rest or for less: its date and the dates on which it was felt."""

    on: dt.date
    felt: tuple[dt.date, ...] = ()


@dataclass(frozen=True, slots=True)
class Spell:
    """Bad events that no calm days have settled yet: the first of them, the latest, and the calm days since."""

    first: dt.date
    latest: dt.date
    calm: int = 0

    def after(self, zone: Zone, needed: int) -> "Spell | None":
        """None once it is settled. A pending day neither helps nor breaks the row, any other but a green one does."""
        if zone is Zone.PENDING:
            return self
        calm = self.calm + 1 if zone is Zone.GREEN else 0
        return replace(self, calm=calm) if calm < needed else None


@dataclass(frozen=True)
class Moment:
    """All that was known when a plan was asked for, on the training day `today`. Build it with `moment_of`."""

    rules: Rules
    history: History
    acts: tuple[Act, ...]
    today: dt.date
    easings: tuple[Easing, ...] = ()

    @property
    def safety(self) -> Safety:
        return self.rules.safety

    # days

    @cached_property
    def edges(self) -> Edges:
        return Edges.of(self.safety, self.rules.stage(self.history.stage), self.history)

    @cached_property
    def mornings(self) -> Mornings:
        across = replace(self.history, stage_started=dt.date.min)
        return sort_mornings(across, self.edges, {session.day for session in self.history.sessions})

    @cached_property
    def days(self) -> tuple[Day, ...]:
        """Every logged day, oldest first, whatever stage it was in."""
        return tuple(days_of(self.history.sessions, self.mornings.of_days, self.mornings.late))

    @cached_property
    def before(self) -> tuple[Day, ...]:
        """The logged days before today."""
        return tuple(day for day in self.days if day.on < self.today)

    @cached_property
    def of_stage(self) -> tuple[Day, ...]:
        return tuple(day for day in self.days if day.on >= self.history.stage_started)

    @cached_property
    def zones(self) -> dict[dt.date, Zone]:
        return {day.on: zone_of(day, self.edges.on(day.on), self.history.as_of) for day in self.days}

    @cached_property
    def strained(self) -> tuple[dt.date, ...]:
        """The dates of the strained days."""
        return tuple(day.on for day in self.days if is_strained(day, self.edges.on(day.on)))

    @cached_property
    def rest_reds(self) -> tuple[dt.date, ...]:
        """The dates of red mornings that follow a date without a session."""
        rests = self.mornings.of_rests.items()
        return tuple(sorted(on for on, pain in rests if self.edges.on(on).red_morning(pain)))

    @cached_property
    def reds(self) -> frozenset[dt.date]:
        """Every red date: a red day, or a red rest-day morning."""
        return frozenset(self.rest_reds).union(on for on, zone in self.zones.items() if zone is Zone.RED)

    def pending(self, day: Day) -> bool:
        return is_pending(day, self.history.as_of, self.safety)

    def trained_between(self, after: dt.date, before: dt.date) -> int:
        """How many logged days lie strictly between two dates."""
        return sum(after < day.on < before for day in self.days)

    # bad events

    @cached_property
    def events(self) -> tuple[BadEvent, ...]:
        """Every bad event, oldest first; one date may have several."""
        found = [*self._red_days(), *self._red_rests(), *self._bad_pairs(), *self._strained_weeks()]
        return tuple(sorted(found, key=lambda event: event.on))

    def _red_days(self) -> Iterator[BadEvent]:
        for day in self.days:
            if self.zones[day.on] is Zone.RED:
                yield BadEvent(day.on, tuple(self._felt(day)))

    def _felt(self, day: Day) -> Iterator[dt.date]:
        limits = self.edges.on(day.on)
        if limits.red_pain(day.pain) or limits.red_pain(day.other_side):
            yield day.on
        if limits.red_morning(day.morning) or limits.risen_morning(day.morning):
            yield day.on + DAY

    def _red_rests(self) -> Iterator[BadEvent]:
        return (BadEvent(on, (on,)) for on in self.rest_reds)

    def _bad_pairs(self) -> Iterator[BadEvent]:
        """The second of two logged days, one after the other, with bad mornings: whatever their zones, or the first one
        turned red would undo it."""
        for first, second in pairwise(self.days):
            if all(self.edges.on(day.on).risen_morning(day.morning) for day in (first, second)):
                yield BadEvent(second.on, (second.on + DAY,))

    def _strained_weeks(self) -> Iterator[BadEvent]:
        """The third strained day within a week, and every later one: or an earlier one that appears would move it."""
        for on in self.strained:
            week = (on - STRAINED_WITHIN * DAY, on)
            if sum(week[0] < one <= week[1] for one in self.strained) >= STRAINED_COUNT:
                yield BadEvent(on)

    @cached_property
    def felt(self) -> tuple[dt.date, ...]:
        """Every date on which something was felt, oldest first."""
        return tuple(sorted({on for event in self.events for on in event.felt}))

    @property
    def spell(self) -> Spell | None:
        """The bad events that calm days have not settled, whatever a clinician said of them."""
        return self._course[0]

    @property
    def settled(self) -> tuple[dt.date, ...]:
        """The calm days that settled the latest bad events, oldest first; empty while a spell lasts."""
        return () if self.spell else self._course[1]

    @cached_property
    def _course(self) -> tuple[Spell | None, tuple[dt.date, ...]]:
        spell, bad = None, {event.on for event in self.events}
        needed, green = self.safety.flare_settled_days, list[dt.date]()
        settled: tuple[dt.date, ...] = ()
        for on in sorted(bad | self.zones.keys()):
            green += [on] if self.zones.get(on) is Zone.GREEN else []
            if on in bad:
                spell = Spell(spell.first if spell else on, on)
            elif spell:
                spell = spell.after(self.zones[on], needed)
                settled = settled if spell else tuple(green[-needed:])
        return spell, settled

    # acts and absences

    def date_of(self, act: Act | Flag | Easing) -> dt.date:
        return training_day(act.at, self.history.time_zone)

    def latest(self, *kinds: ActKind) -> Act | None:
        """The latest act of these kinds; of two at one instant the one that is named first."""
        found = [act for act in self.acts if act.kind in kinds]
        return max(found, key=lambda act: (act.at, -kinds.index(ActKind(act.kind))), default=None)

    def days_since(self, on: dt.date) -> int:
        """Days from a date until today, days away left out."""
        return counted_days(on, self.today, self.history.away)

    @cached_property
    def absences(self) -> tuple[tuple[dt.date, dt.date], ...]:
        """(first, last) of each row of dates away, one after the other."""
        rows: list[tuple[dt.date, dt.date]] = []
        for first, last in sorted((away.first, away.last) for away in self.history.away):
            if rows and first <= rows[-1][1] + DAY:
                rows[-1] = rows[-1][0], max(rows[-1][1], last)
            else:
                rows.append((first, last))
        return tuple(rows)

    def just_before(self, day: Day) -> "Moment":
        """What was known on an earlier day, just before its first session."""
        first = min(session.at for session in self.history.sessions if session.day == day.on)
        told = replace(
            self.history,
            as_of=first,
            sessions=tuple(session for session in self.history.sessions if session.day < day.on),
            morning_checks=tuple(check for check in self.history.morning_checks if check.on <= day.on),
            flags=tuple(flag for flag in self.history.flags if flag.at < first),
        )
        acts = tuple(act for act in self.acts if act.at < first)
        easings = tuple(easing for easing in self.easings if easing.at < first)
        return Moment(self.rules, told, acts, day.on, easings)


def moment_of(rules: Rules, history: History, acts: Iterable[Act], easings: Iterable[Easing] = ()) -> Moment:
    """The moment `history.as_of`; what lies after it is not known. ValueError if the programme has no such stage."""
    known = history.known()
    acts = tuple(act for act in acts if act.at <= known.as_of)
    easings = tuple(easing for easing in easings if easing.at <= known.as_of)
    return Moment(rules, known, acts, training_day(known.as_of, known.time_zone), easings)
