"""Who comes first: the four groups of the caseload, from what the `Standing` says and the clinic's today.

The groups, their order and the order inside them are our choice; no study fixes them. Who may be in danger is called
first, what only a clinician can release is decided next, who has gone quiet is chased, everybody else is on track. A
reason can be set aside by a mark, "done" or "remind me on"; a flag, words of danger in a message and a red-flag answer
of the start never can.
"""

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from hashlib import blake2b
from typing import Protocol
from zoneinfo import ZoneInfo

from patients.domain import standing_records
from patients.domain.alarm import URGENCY, to_call_first
from patients.domain.opening_hours import OpeningHours, is_open_day
from patients.domain.standing_records import Mark
from programs.progression import Because, Outcome
from programs.progression.history import counted_days
from programs.progression.zones import BAD, Zone

DAY = dt.timedelta(days=1)
WEEK = 7
RULES = 2  # of `place_of`: one more wherever it answers otherwise, so that what was kept before is found anew


class Clinic(Protocol):
    """The thresholds of a clinic, in days, and when it is open."""

    @property
    def time_zone(self) -> str: ...
    @property
    def message_days(self) -> int: ...
    @property
    def silent_days(self) -> int: ...
    @property
    def missing_mornings(self) -> int: ...
    @property
    def stuck_days(self) -> int: ...
    @property
    def when_open(self) -> OpeningHours: ...
    @property
    def hours(self) -> Sequence[Sequence[Sequence[str]]]: ...
    @property
    def closed_dates(self) -> Sequence[str]: ...


class Flag(Protocol):
    @property
    def kind(self) -> str: ...
    @property
    def raised_at(self) -> dt.datetime: ...


class Patient(Protocol):
    @property
    def clinic(self) -> Clinic: ...
    @property
    def zone(self) -> ZoneInfo: ...
    def today(self, now: dt.datetime) -> dt.date: ...


class Standing(standing_records.StoredStanding, Protocol):
    """The line of a patient, as far as it says who comes first."""

    @property
    def outcome(self) -> str: ...
    @property
    def because(self) -> str: ...
    @property
    def quiet(self) -> bool: ...
    @property
    def since(self) -> dt.datetime | None: ...
    @property
    def flag_kind(self) -> str: ...
    @property
    def flag_at(self) -> dt.datetime | None: ...
    @property
    def intake_at(self) -> dt.datetime | None: ...
    @property
    def message_at(self) -> dt.datetime | None: ...
    @property
    def danger_kind(self) -> str: ...
    @property
    def danger_at(self) -> dt.datetime | None: ...
    @property
    def paused_at(self) -> dt.datetime | None: ...
    @property
    def resumed_at(self) -> dt.datetime | None: ...
    @property
    def ends_on(self) -> dt.date | None: ...
    @property
    def ends_kind(self) -> str | None: ...
    @property
    def stage_started_on(self) -> dt.date: ...
    @property
    def last_session_on(self) -> dt.date | None: ...
    @property
    def last_red_on(self) -> dt.date | None: ...
    @property
    def contact_at(self) -> dt.datetime | None: ...


class Group(IntEnum):
    CALL = 1
    DECIDE = 2
    CHASE = 3
    ON_TRACK = 4


@dataclass(frozen=True)
class Reason:
    """Why somebody is on the list: group, rank in it (lower first), code, since when, and the number that is said.

    `about` tells one reason from the next of its kind; a mark is said of it.
    """

    group: Group
    rank: int
    code: str
    since: dt.datetime
    about: str
    number: int | None = None

    @property
    def is_flag(self) -> bool:
        return self.code == "flag"

    @property
    def waits_for_an_act(self) -> bool:
        """Whether a clinician ends it by an act of its own, and no mark sets it aside."""
        return self.code in ("flag", "danger", "intake")

    @property
    def order(self) -> tuple[Group, int, dt.datetime]:
        return self.group, self.rank, self.since


@dataclass(frozen=True)
class Place:
    """Where somebody stands: the reason that speaks (None on track), the `others` that speak, and the most urgent one
    that a mark has silenced."""

    group: Group
    rank: int
    reason: Reason | None = None
    marked: Reason | None = None
    others: tuple[Reason, ...] = ()

    @property
    def is_alarm(self) -> bool:
        """Whether a clinician has to call, and nothing but an act ends it: such a row stands first in every order."""
        return self.reason is not None and self.reason.waits_for_an_act


DECIDE_RANK: dict[str, int] = {Outcome.STEP_BACK: 0, Outcome.REVIEW: 1, Outcome.SUGGEST_NEXT: 2}
MESSAGE, ENDED, SILENT, MORNINGS, STUCK = range(5)
TICKS = sorted(set(map(to_call_first, URGENCY)))
# Twice its place in it is the rank of a tick; its words in a message come right after, those below after them all.
ANSWERS = 2 * len(TICKS)
BAD_DAY, BAD_DAY_SEEN = ANSWERS + 1, ANSWERS + 2


def place_of(standing: Standing, patient: Patient, now: dt.datetime) -> Place:
    """The `Place` of a standing at the instant `now`; the thresholds are those of the patient's clinic."""
    reasons = reasons_of(standing, patient, now)
    today = patient.today(now)
    marks = standing_records.marks(standing)
    quiet = [reason for reason in reasons if is_quiet(reason, marks, today)]
    speaking = [reason for reason in reasons if reason not in quiet]
    marked = quiet[0] if quiet else None
    if not speaking:
        return Place(Group.ON_TRACK, 1 if standing.because == Because.SESSIONS else 0, marked=marked)
    first, *others = speaking
    return Place(first.group, first.rank, first, marked, tuple(others))


def placed_by(clinic: Clinic) -> str:
    """What a place rests on beside the standing and the day, in short: these rules, the clinic's thresholds and its
    hours."""
    rests_on = (RULES, clinic.message_days, clinic.silent_days, clinic.missing_mornings, clinic.stuck_days)
    told = repr((*rests_on, clinic.time_zone, clinic.hours, clinic.closed_dates))
    return blake2b(told.encode(), digest_size=12).hexdigest()


def holds(patient: Patient, now: dt.datetime) -> tuple[dt.datetime, dt.datetime]:
    """From which instant on, and until when, a place of the instant `now` holds while nothing is written: it rests on
    dates alone, the patient's and the clinic's."""
    zones = (patient.zone, ZoneInfo(patient.clinic.time_zone))
    days = [(now.astimezone(zone).date(), zone) for zone in zones]
    begins = (dt.datetime.combine(day, dt.time(), tzinfo=zone).astimezone(dt.UTC) for day, zone in days)
    ends = (dt.datetime.combine(day + DAY, dt.time(), tzinfo=zone).astimezone(dt.UTC) for day, zone in days)
    return min(max(begins), now), min(ends)


def is_quiet(reason: Reason, marks: dict[str, Mark], today: dt.date) -> bool:
    """Whether a mark silences the reason: said of this one since this moment, and its day has not come."""
    mark = marks.get(reason.about)
    if reason.waits_for_an_act or not mark or mark.since != reason.since:
        return False
    return mark.until is None or today < mark.until


def reasons_of(standing: Standing, patient: Patient, now: dt.datetime) -> list[Reason]:
    """Every `Reason` that stands, marks not considered, the most urgent first."""
    found = [
        *_flag(standing),
        *_danger(standing),
        *_intake(standing),
        *_answer(standing),
        *_message(standing, patient.clinic, now),
        *_ended(standing, patient, now),
        *_chases(standing, patient, now),
    ]
    return sorted(found, key=lambda reason: reason.order)


def _flag(standing: Standing) -> Iterator[Reason]:
    if standing.flag_kind:
        yield _flag_reason(standing.flag_kind, _kept(standing.flag_at))


def _flag_reason(kind: str, at: dt.datetime) -> Reason:
    return Reason(Group.CALL, 2 * TICKS.index(to_call_first(kind)), "flag", at, f"flag:{kind}")


def _danger(standing: Standing) -> Iterator[Reason]:
    if standing.danger_kind:
        yield _danger_reason(standing.danger_kind, _kept(standing.danger_at))


def _danger_reason(kind: str, at: dt.datetime) -> Reason:
    """Words of a tick in a message that nobody has read: they may mean something else, so the tick itself comes
    first."""
    return Reason(Group.CALL, 2 * TICKS.index(to_call_first(kind)) + 1, "danger", at, f"danger:{kind}")


def flag_urgency(flag: Flag) -> tuple[tuple[bool, int], dt.datetime]:
    """In which order open flags are said: distress first, then the most urgent, then the oldest."""
    return tick_order(flag.kind, flag.raised_at)


def tick_order(kind: str, at: dt.datetime) -> tuple[tuple[bool, int], dt.datetime]:
    return to_call_first(kind), at


def place_without_programme(
    flags: Collection[Flag], answered_at: dt.datetime | None = None, dangers: Collection[tuple[str, dt.datetime]] = ()
) -> Place | None:
    """The `Place` of a patient without a running programme, whom no `Standing` speaks for, by the open flags, since
    when answers of the start ask for a look, and the words of danger in messages, (tick, instant); None where there is
    none of them."""
    found = [_flag_reason(flag.kind, flag.raised_at) for flag in sorted(flags, key=flag_urgency)[:1]]
    found += [_danger_reason(*danger) for danger in sorted(dangers, key=lambda one: tick_order(*one))[:1]]
    found += [_intake_reason(answered_at)] if answered_at else []
    if not found:
        return None
    first, *others = sorted(found, key=lambda reason: reason.order)
    return Place(first.group, first.rank, first, others=tuple(others))


def _intake(standing: Standing) -> Iterator[Reason]:
    if standing.intake_at:
        yield _intake_reason(standing.intake_at)


def _intake_reason(at: dt.datetime) -> Reason:
    return Reason(Group.CALL, ANSWERS, "intake", at, "intake")


def _kept(instant: dt.datetime | None) -> dt.datetime:
    """A standing keeps what holds and since when together; one without the other must not pass in silence."""
    if instant is None:
        raise ValueError("a reason without the instant that it began at")
    return instant


def _answer(standing: Standing) -> Iterator[Reason]:
    """What the rules said, where it asks somebody to act. A new red day makes it another reason. A bad day asks for no
    call while a decision on it holds, nor once calm days have begun; whose clinic was in touch since comes later."""
    if standing.outcome == Outcome.REDUCE:
        if standing.quiet or is_settling(standing):
            return
        since, heard = _kept(standing.since), standing.contact_at
        group, rank = Group.CALL, BAD_DAY_SEEN if heard and heard >= since else BAD_DAY
    elif standing.outcome in DECIDE_RANK and not standing.quiet:
        group, rank = Group.DECIDE, DECIDE_RANK[standing.outcome]
    elif standing.outcome == Outcome.CANNOT_EVALUATE:
        group, rank = Group.CHASE, MORNINGS
    else:
        return
    about = f"{standing.because}:{standing.last_red_on or ''}"
    yield Reason(group, rank, "review", _kept(standing.since), about)


def is_settling(standing: Standing) -> bool:
    """Whether the latest logged day of which all is known, or enough, was calm and lies after every red one."""
    told = [day for day in standing_records.recent(standing) if day.zone in (*BAD, Zone.GREEN)]
    latest, red = max(told, key=lambda day: day.on, default=None), standing.last_red_on
    return latest is not None and latest.zone == Zone.GREEN and (red is None or latest.on > red)


def _message(standing: Standing, clinic: Clinic, now: dt.datetime) -> Iterator[Reason]:
    if standing.message_at is None:
        return
    zone = ZoneInfo(clinic.time_zone)
    waited = open_days(standing.message_at.astimezone(zone).date(), now.astimezone(zone).date(), clinic)
    if waited >= clinic.message_days:
        yield Reason(Group.CHASE, MESSAGE, "message", standing.message_at, "message", waited)


def _ended(standing: Standing, patient: Patient, now: dt.datetime) -> Iterator[Reason]:
    """What was set until a day that has passed: it holds on, and somebody looks at it."""
    if standing.ends_on and standing.ends_on < patient.today(now):
        about = f"ended:{standing.ends_kind}:{standing.ends_on}"
        yield Reason(Group.CHASE, ENDED, "ended", _midnight(standing.ends_on + DAY, patient), about)


def _chases(standing: Standing, patient: Patient, now: dt.datetime) -> Iterator[Reason]:
    """Silence, missing mornings, a stage that lasts: nothing of it while the programme is paused or they are away."""
    clinic, today = patient.clinic, patient.today(now)
    if standing.paused_at or away_until(standing, today):
        return
    since = logged_until(standing, patient)
    days = days_silent(standing, patient, today)
    if days and days - just_closed(today, clinic) >= clinic.silent_days:
        yield Reason(Group.CHASE, SILENT, "silent", _midnight(since, patient), "silent", days)
    missing = missing_mornings(standing, today)
    if len(missing) >= max(clinic.missing_mornings, 1) and standing.outcome != Outcome.CANNOT_EVALUATE:
        about = f"mornings:{missing[-1]}"
        yield Reason(Group.CHASE, MORNINGS, "mornings", _midnight(missing[-1], patient), about, len(missing))
    stuck = (today - standing.stage_started_on).days
    if stuck >= clinic.stuck_days and standing.because != Because.LONG_IN_STAGE:
        since = _midnight(standing.stage_started_on, patient)
        yield Reason(Group.CHASE, STUCK, "stuck", since, "stuck", stuck)


def _midnight(day: dt.date, patient: Patient) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), tzinfo=patient.zone)


def logged_until(standing: Standing, patient: Patient) -> dt.date:
    """The local date that silence counts from: the last session, or the start of the stage while there is none, or the
    day a pause ended."""
    began = standing.last_session_on or standing.stage_started_on
    return max(began, patient.today(standing.resumed_at)) if standing.resumed_at else began


def days_silent(standing: Standing, patient: Patient, today: dt.date) -> int:
    """Days since then, days away left out; 0 on the day itself and before the programme starts."""
    return counted_days(logged_until(standing, patient), today, standing_records.aways(standing))


def away_until(standing: standing_records.StoredStanding, today: dt.date) -> dt.date | None:
    """The last day of the absence that lasts on `today`, None when there is none."""
    return max(
        (away.last for away in standing_records.aways(standing) if away.first <= today <= away.last), default=None
    )


def missing_mornings(standing: standing_records.StoredStanding, today: dt.date) -> list[dt.date]:
    """The mornings of the last 7 days, oldest first, that follow a logged day and were never answered; the latest one
    is still open (it may be given for 36 hours)."""
    logged = (day.on for day in standing_records.recent(standing) if day.morning is None)
    return [on + DAY for on in logged if today - WEEK * DAY <= on + DAY < today]


def open_days(after: dt.date, until: dt.date, clinic: Clinic) -> int:
    """How many days the clinic was open after the one date, up to the other."""
    span, hours = (until - after).days, clinic.when_open
    return sum(is_open_day(hours, after + n * DAY) for n in range(1, span + 1)) if span < 366 else span


def next_open(today: dt.date, clinic: Clinic) -> dt.date:
    """The next day that the clinic is open; tomorrow where none is known within a year."""
    hours = clinic.when_open
    coming = (today + n * DAY for n in range(1, 366))
    return next((day for day in coming if is_open_day(hours, day)), today + DAY)


def just_closed(today: dt.date, clinic: Clinic) -> int:
    """Length in days of the closed spell that lasts or ended yesterday, so that a weekend alone turns nobody silent:
    what nobody could have chased is not counted towards the threshold."""
    hours = clinic.when_open
    day = today - DAY if is_open_day(hours, today) else today
    before = (n for n in range(366) if is_open_day(hours, day - n * DAY))
    return next(before, 0)
