"""How much a patient is asked to do today: the least of what every standing reason allows. No row, query or clock here.

Each numbered rule reads the days and the acts themselves, so that nothing said later lifts what an earlier reason asks
for: no newer message, stage change, declined suggestion, distress tick or engine that is off. The rules stand in the
order of docs/progression.md; the smallest volume and the easiest exercise that any of them allows apply together.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum, StrEnum, auto
from itertools import pairwise

from patients.domain.plan_reading import Act, ActKind, Easing, Moment, moment_of
from programs.progression import History, Rules
from programs.progression.history import DAY, Day

AWAY_DATES, IDLE_DATES = 3, 7  # from so many on, the way back begins with half
HALF_SESSIONS = 2
HARD_PAIN = 5  # of 10, during or on the other side: the next day asks for no more


class Volume(IntEnum):
    NOTHING = auto()
    HALF = auto()
    WHOLE = auto()


class Exercise(IntEnum):
    BEFORE = auto()  # of the stage before
    THIS = auto()


class Amount(StrEnum):
    """What is asked in all, from the least."""

    NOTHING = "nothing"
    HALF_BEFORE = "half_before"
    HALF = "half"
    BEFORE = "before"
    WHOLE = "whole"


class Why(StrEnum):
    """What a reason rests on."""

    ALARM = "alarm"
    PAUSE = "pause"
    FELT = "felt"
    DAY_BETWEEN = "day_between"
    EASED = "eased"
    TWO_REDS = "two_reds"
    STRAINED_RUN = "strained_run"
    NOT_SETTLED = "not_settled"
    DISTRESS = "distress"
    AFTER_ALARM = "after_alarm"
    AFTER_PAUSE = "after_pause"
    AFTER_AWAY = "after_away"
    AFTER_BREAK = "after_break"
    STOPPED = "stopped"
    HARD_DAY = "hard_day"
    FOR_NOW = "for_now"


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason and the most that it allows. `since` is the date of what it rests on; `until`, where the calendar
    alone ends it, the last date it holds; `got` of `needed` are calm days or sessions, where those end it."""

    why: Why
    since: dt.date
    volume: Volume = Volume.WHOLE
    exercise: Exercise = Exercise.THIS
    until: dt.date | None = None
    got: int = 0
    needed: int = 0


@dataclass(frozen=True)
class Plan:
    """What is asked on `today`, and every reason that stands, in the order of the rules. `settled` are the calm days
    that ended the easing with the latest morning."""

    today: dt.date
    volume: Volume
    exercise: Exercise
    reasons: tuple[Reason, ...] = ()
    settled: tuple[dt.date, ...] = ()

    @property
    def amount(self) -> Amount:
        if self.volume is Volume.NOTHING:
            return Amount.NOTHING
        if self.exercise is Exercise.BEFORE:
            return Amount.BEFORE if self.volume is Volume.WHOLE else Amount.HALF_BEFORE
        return Amount.WHOLE if self.volume is Volume.WHOLE else Amount.HALF

    def because(self, *whys: Why) -> Reason | None:
        """The first reason of these kinds that stands."""
        return next((reason for reason in self.reasons if reason.why in whys), None)


Rule = Callable[[Moment], Iterator[Reason]]


def alarm(now: Moment) -> Iterator[Reason]:
    """1. Something alarming is open."""
    for flag in now.history.flags:
        if flag.kind != "distress":
            yield Reason(Why.ALARM, now.date_of(flag), Volume.NOTHING)


def pause(now: Moment) -> Iterator[Reason]:
    """2. A clinician paused the programme."""
    latest = now.latest(ActKind.PAUSE, ActKind.RESUME)
    if latest and latest.kind == ActKind.PAUSE:
        yield Reason(Why.PAUSE, now.date_of(latest), Volume.NOTHING)


def felt(now: Moment) -> Iterator[Reason]:
    """3. The date on which something bad was felt, and the next."""
    last = max(now.felt, default=None)
    if last and last >= now.today - DAY:
        yield Reason(Why.FELT, last, Volume.NOTHING, until=last + DAY)


def eased(now: Moment) -> Iterator[Reason]:
    """4. Half at most, with a day between, until calm days in a row or a clinician's word."""
    spell = now.spell
    if spell is None or _whole_plan_again(now):
        return
    needed, yesterday = now.safety.flare_settled_days, now.today - DAY
    if yesterday in {day.on for day in now.days}:
        yield Reason(Why.DAY_BETWEEN, yesterday, Volume.NOTHING, until=now.today)
    yield Reason(Why.EASED, spell.latest, Volume.HALF, got=spell.calm, needed=needed)


def _just_settled(now: Moment) -> tuple[dt.date, ...]:
    """Those whose last is yesterday's, unless a clinician had ended the easing before."""
    days = now.settled
    return days if days and days[-1] >= now.today - DAY and not _whole_plan_again(now) else ()


def _whole_plan_again(now: Moment) -> bool:
    """Whether a clinician asked for the whole plan again since the latest event, and since everything that was felt."""
    act = now.latest(ActKind.WHOLE_PLAN)
    return act is not None and now.date_of(act) > max((*now.felt, *(event.on for event in now.events)))


def step_back(now: Moment) -> Iterator[Reason]:
    """5. The stage is too much: the exercise before it, until a clinician declines that and nothing bad comes after."""
    in_stage = (now.today - now.history.stage_started).days
    if in_stage >= now.safety.step_back_min_days and not _declined(now):
        for why, since in (*_two_reds(now), *_strained_run(now), *_not_settled(now)):
            yield Reason(why, since, exercise=Exercise.BEFORE)


def _two_reds(now: Moment) -> Iterator[tuple[Why, dt.date]]:
    first = max(now.history.stage_started, now.today - (now.safety.two_reds_days - 1) * DAY)
    recent = sorted(on for on in now.reds if on >= first)
    if len(recent) >= now.safety.two_reds_count:
        yield Why.TWO_REDS, recent[-1]


def _strained_run(now: Moment) -> Iterator[tuple[Why, dt.date]]:
    recent = [day.on for day in now.of_stage[-now.safety.strained_of :] if day.on in now.strained]
    if len(recent) >= now.safety.strained_count:
        yield Why.STRAINED_RUN, recent[-1]


def _not_settled(now: Moment) -> Iterator[tuple[Why, dt.date]]:
    """Tried for long enough, and the latest morning is in. What a clinician said of the whole plan settles nothing."""
    spell, safety = now.spell, now.safety
    if spell is None or not now.days or now.pending(now.days[-1]):
        return
    since = [day for day in now.days if day.on > spell.first]
    answered = sum(not now.pending(day) for day in since)
    if answered >= safety.unsettled_sessions or (since and now.days_since(spell.first) >= safety.unsettled_days):
        yield Why.NOT_SETTLED, spell.first


def _declined(now: Moment) -> bool:
    act = now.latest(ActKind.STEP_BACK_DECLINED)
    return act is not None and now.date_of(act) >= now.history.stage_started and not _bad_after(act, now)


def _bad_after(act: Act, now: Moment) -> bool:
    bad = now.reds.union(now.strained)
    felt_later = any(on > now.date_of(act) for on in now.felt)
    return felt_later or any(one.at > act.at and one.day in bad for one in now.history.sessions)


def distress(now: Moment) -> Iterator[Reason]:
    """6. Somebody is at their wits' end."""
    for flag in now.history.flags:
        if flag.kind == "distress":
            yield Reason(Why.DISTRESS, now.date_of(flag), Volume.HALF)


def returning(now: Moment) -> Iterator[Reason]:
    """7. The first sessions after an alarm, a pause, days away or a break."""
    for why, since, after in _returns(now):
        got = now.trained_between(after, now.today)
        if got < HALF_SESSIONS:
            yield Reason(why, since, Volume.HALF, got=got, needed=HALF_SESSIONS)


def _returns(now: Moment) -> Iterator[tuple[Why, dt.date, dt.date]]:
    """What the patient returns from: since when, and the date after which sessions count as those of the return."""
    for why, kind in ((Why.AFTER_ALARM, ActKind.ALARM_CLOSED), (Why.AFTER_PAUSE, ActKind.RESUME)):
        if act := now.latest(kind):
            yield why, now.date_of(act), now.date_of(act)
    for first, last in now.absences:
        if (last - first).days + 1 >= AWAY_DATES and first <= now.today:
            yield Why.AFTER_AWAY, first, last
    trained = [day.on for day in now.before]
    for last_on, on in pairwise([*trained, now.today]):
        if (on - last_on).days > IDLE_DATES:
            yield Why.AFTER_BREAK, last_on, on - DAY


def last_day(now: Moment) -> Iterator[Reason]:
    """8. After a stop for pain half at most."""
    if (day := _hard_day(now)) and day.stopped:
        yield Reason(Why.STOPPED, day.on, Volume.HALF)


def _hard_day(now: Moment) -> Day | None:
    """The last logged day of this stage before today, if it was stopped or hurt as much as is too much to add to."""
    day = next((day for day in reversed(now.before) if day.on >= now.history.stage_started), None)
    pains = (day.pain, day.other_side) if day else ()
    return day if day and (day.stopped or any(pain is not None and pain >= HARD_PAIN for pain in pains)) else None


def for_now(now: Moment) -> Iterator[Reason]:
    """9. A clinician's half for now, which has an end; the latest holds."""
    easing = max(now.easings, key=lambda one: one.at, default=None)
    if easing is None:
        return
    on = now.date_of(easing)
    if easing.until is not None and now.today <= easing.until:
        yield Reason(Why.FOR_NOW, on, Volume.HALF, until=easing.until)
    if easing.sessions is not None and (got := now.trained_between(on - DAY, now.today)) < easing.sessions:
        yield Reason(Why.FOR_NOW, on, Volume.HALF, got=got, needed=easing.sessions)


RULES: tuple[Rule, ...] = (alarm, pause, felt, eased, step_back, distress, returning, last_day, for_now)


def todays_plan(rules: Rules, history: History, acts: Iterable[Act] = (), easings: Iterable[Easing] = ()) -> Plan:
    """The plan of the training day of `history.as_of`; ValueError if the programme has no such stage."""
    return plan_at(moment_of(rules, history, acts, easings))


def plan_at(now: Moment) -> Plan:
    """The plan of a moment. After a hard day it is never more than was asked on that day, nor that one than before."""
    moments = [now]
    while day := _hard_day(moments[-1]):
        moments.append(now.just_before(day))
    plan = _least(moments.pop())
    while moments:
        plan = _least(moments.pop(), *_no_more_than(plan))
    return plan


def _no_more_than(asked: Plan) -> Iterator[Reason]:
    """What a hard day asked for; a day that asked for nothing and was hard is followed by the least there is."""
    if asked.amount is Amount.NOTHING:
        yield Reason(Why.HARD_DAY, asked.today, Volume.HALF, Exercise.BEFORE)
    elif asked.amount is not Amount.WHOLE:
        yield Reason(Why.HARD_DAY, asked.today, asked.volume, asked.exercise)


def _least(now: Moment, *bounds: Reason) -> Plan:
    reasons = (*(reason for rule in RULES for reason in rule(now)), *bounds)
    volume = min((reason.volume for reason in reasons), default=Volume.WHOLE)
    exercise = min((reason.exercise for reason in reasons), default=Exercise.THIS)
    if exercise is Exercise.BEFORE and now.rules.before(now.history.stage) is None:
        volume, exercise = min(volume, Volume.HALF), Exercise.THIS
    return Plan(now.today, volume, exercise, reasons, _just_settled(now))
