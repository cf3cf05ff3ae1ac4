"""One stage of one patient, replayed as it was logged: what some rules would have said, and when.

At each moment the rules are told what was known then: a record counts from when it arrived until it was voided, a
flag while it was open, a directive from when it was given. Needs no database, so that it runs in any process.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import pairwise

from patients.domain.engine_input import Circumstances, first_day_read, history
from programs.progression import MET, Because, Outcome
from programs.progression.engine import first_answer
from programs.progression.history import DAY, local_date
from programs.progression.reading import read
from programs.progression.validity import valid_until

MOMENT = timedelta(microseconds=1)
TOO_MUCH = frozenset((Because.TWO_REDS, Because.STRAINED_RUN, Because.FLARE_UNSETTLED))


@dataclass(frozen=True, slots=True)
class Known:
    """Something the rules are told, and the instants between which it was known; `until` None: it still is."""

    what: object
    since: datetime
    until: datetime | None = None

    def at(self, instant: datetime) -> bool:
        return self.since <= instant and (self.until is None or instant < self.until)


@dataclass(frozen=True, slots=True)
class GivenDirective:
    """A clinician's directive."""

    kind: str
    value: int | None
    at: datetime


@dataclass(frozen=True)
class LoggedStage:
    """One stage of one patient, without name or id. It was entered at `begins` and left, or last looked at, at `ends`.

    Sessions come ordered by day and, like the mornings, reach beyond the end of the stage, until `followed_until`: what
    came after a suggestion is read from them. `baseline` is 0-10 NRS. `stages` are those up to this one, oldest first,
    as (position, local date it began on).
    """

    stage: int
    stage_started: date
    begins: datetime
    ends: datetime
    followed_until: datetime
    time_zone: str
    affected_side: str
    baseline: float
    sessions: tuple[Known, ...] = ()
    mornings: tuple[Known, ...] = ()
    measures: tuple[Known, ...] = ()
    flags: tuple[Known, ...] = ()
    aways: tuple[Known, ...] = ()
    directives: tuple[GivenDirective, ...] = ()
    stages: tuple[tuple[int, date], ...] = ()

    @cached_property
    def moments(self) -> tuple[datetime, ...]:
        """When something became known or ceased to be, from the beginning of the stage to before its end."""
        records = self.sessions + self.mornings + self.measures + self.flags + self.aways
        instants = {one.since for one in records} | {one.until for one in records if one.until}
        instants |= {directive.at for directive in self.directives}
        return tuple(sorted({self.begins} | {at for at in instants if self.begins < at < self.ends}))

    def circumstances(self, instant: datetime) -> Circumstances:
        given = sorted(
            (directive for directive in self.directives if directive.at <= instant), key=lambda directive: directive.at
        )
        return Circumstances(
            flags=_known(self.flags, instant),
            away=_known(self.aways, instant),
            directives={directive.kind: directive.value for directive in given},
            stages=self.stages,
        )

    def history(self, instant: datetime, beside: Circumstances):
        """What the engine would have been told at `instant`."""
        first = first_day_read(self.stage_started, instant)
        return history(
            beside,
            sessions=[session for session in _known(self.sessions, instant) if session.day >= first],
            morning_checks=[check for check in _known(self.mornings, instant) if check.on >= first],
            measures=_known(self.measures, instant),
            stage=self.stage,
            stage_started=self.stage_started,
            as_of=instant,
            time_zone=self.time_zone,
            affected_side=self.affected_side,
            baseline_morning_pain=self.baseline,
        )


def _known(records, instant):
    return tuple(one.what for one in records if one.at(instant))


@dataclass(frozen=True, slots=True)
class Course:
    """How a stage went under some rules: when everything it asks was first met, so that a clinician was asked;
    whether it was ever called too much; on how many local dates less load was advised."""

    suggested_at: datetime | None
    stepped_back: bool
    easing_days: int


def replay(rules, logged_stage):
    """The `Course` of a logged_stage under `rules`; ValueError if they have no such stage."""
    suggested_at, stepped_back, reduction = None, False, set()
    for since, until, answer in answers(rules, logged_stage):
        if suggested_at is None and reaches_the_end(answer):
            suggested_at = since
        stepped_back = stepped_back or answer.because in TOO_MUCH
        if answer.outcome is Outcome.REDUCE:
            reduction.update(_dates(since, until, logged_stage.time_zone))
    return Course(suggested_at, stepped_back, len(reduction))


def reaches_the_end(answer):
    return answer.because in MET


def answers(rules, logged_stage):
    """(since, until, answer) through the stage, oldest first. Evaluated when something became known, and when the
    passing of time alone changed the answer. Nothing while the clinic had the engine off."""
    for moment, following in pairwise((*logged_stage.moments, logged_stage.ends)):
        beside = logged_stage.circumstances(moment)
        if beside.engine_on:
            yield from _answers_between(read(rules, logged_stage.history(moment, beside)), following)


def _answers_between(reading, following):
    answered = {}

    def answer_to(later):
        if later.now not in answered:
            answered[later.now] = first_answer(later)
        return answered[later.now]

    def says(later):
        """What would hold once more is known is not asked for: it only differs."""
        return None if later.now >= following else answer_to(later).says

    while reading.now < following:
        until = min(valid_until(reading, says) or following, following)
        yield reading.now, until, answer_to(reading)
        reading = reading.at(until)


def _dates(since, until, time_zone):
    first, last = local_date(since, time_zone), local_date(until - MOMENT, time_zone)
    return [first + n * DAY for n in range((last - first).days + 1)]
