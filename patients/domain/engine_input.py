"""What the engine is told about a patient, put together from what was recorded. No row, no query, no clock here.

`Records` are what was recorded in one stage and when each of it was known, so that any rules can be asked about any
instant of the past, in any process.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import groupby, pairwise
from operator import attrgetter
from typing import Generic, TypeVar

from programs.progression import Away, Ceiling, Flag, History, Measure, MorningCheck, Session
from programs.progression.history import steps_back
from programs.progression.reading import Reading, read
from programs.progression.thresholds import Rules

# Rule 4 looks 28 days behind the stage; the rest is room for the flare before that. Half a year of one stage holds
# every window there is, so a longer past costs nothing.
DAYS_BEFORE_STAGE = 60
DAYS_AT_MOST = 180


def first_day_read(stage_started: dt.date, now: dt.datetime) -> dt.date:
    """The first local date whose records the engine is given at the instant `now`."""
    return max(stage_started - dt.timedelta(days=DAYS_BEFORE_STAGE), now.date() - dt.timedelta(days=DAYS_AT_MOST))


@dataclass(frozen=True)
class Circumstances:
    """What stands beside the log: open flags, days away, the latest directive of each kind (value or None), every pain
    ceiling with the date it holds from, and the stages so far, oldest first, as (position, local date it began on)."""

    flags: tuple[Flag, ...] = ()
    away: tuple[Away, ...] = ()
    directives: dict[str, int | None] = field(default_factory=dict)
    ceilings: tuple[Ceiling, ...] = ()
    stages: tuple[tuple[int, dt.date], ...] = ()

    @property
    def held(self) -> bool:
        return bool(self.directives.get("hold"))

    @property
    def self_paced(self) -> bool:
        return self.directives.get("self_paced") != 0

    @property
    def engine_on(self) -> bool:
        return self.directives.get("engine") != 0 and not self.directives.get("pause")

    def steps_back(self, stage: int) -> tuple[dt.date, ...]:
        """The local dates of the steps back to `stage` or a lower one."""
        return steps_back(((left, entered, on) for (left, _began), (entered, on) in pairwise(self.stages)), stage)


def history(
    circumstances: Circumstances,
    *,
    stage: int,
    stage_started: dt.date,
    as_of: dt.datetime,
    time_zone: str,
    baseline_morning_pain: float,
    affected_side: str,
    sessions: Iterable[Session],
    morning_checks: Iterable[MorningCheck],
    measures: Iterable[Measure] = (),
) -> History:
    """A `progression.History`."""
    *before, ceiling = circumstances.ceilings or (None,)
    return History(
        stage=stage,
        stage_started=stage_started,
        as_of=as_of,
        time_zone=time_zone,
        baseline_morning_pain=baseline_morning_pain,
        affected_side=affected_side,
        steps_back=circumstances.steps_back(stage),
        sessions=tuple(fold(sessions)),
        morning_checks=tuple(morning_checks),
        pain_ceiling=ceiling.value if ceiling else None,
        pain_ceiling_from=ceiling.since if ceiling else None,
        ceilings_before=tuple(before),
        clinician_hold=circumstances.held,
        self_paced=circumstances.self_paced,
        flags=circumstances.flags,
        away=circumstances.away,
        measures=tuple(measures),
    )


def fold(sessions: Iterable[Session]) -> Iterator[Session]:
    """Maintenance work of a day goes into that day's session: its pain counts, and it says nothing of volume,
    symmetry, variation or technique. A day with maintenance alone stays a day of its own."""
    for _day, group in groupby(sorted(sessions, key=attrgetter("day", "at")), key=attrgetter("day")):
        of_day = list(group)
        main = [session for session in of_day if session.completion is not None]
        maintenance = [session for session in of_day if session.completion is None]
        if main and maintenance:
            main[-1] = _with_pain_of(main[-1], maintenance)
        yield from main or maintenance


def within(session: Session, at: dt.datetime, day: dt.date, pain: int | None) -> Session:
    """A session that seems to repeat the one of that instant, training day and pain (0-10): until somebody says that it
    was done once more, its pain is of that visit and it adds nothing. One without a pain says no more of it."""
    during = pain if session.pain_during is None else session.pain_during
    nothing = {"completion": None, "all_sets": None, "symmetry": None, "variation": None}
    return replace(session, at=at, day=day, pain_during=during, **nothing)


def _with_pain_of(session: Session, others: list[Session]) -> Session:
    pains = [one.pain_during for one in (session, *others)]
    known = [pain for pain in pains if pain is not None]
    other_side = [one.pain_other_side for one in (session, *others) if one.pain_other_side is not None]
    if None in pains:  # one unrecorded pain leaves the day unknown; what is known still counts for safety
        other_side += known
    return replace(
        session,
        at=max(one.at for one in (session, *others)),
        pain_during=None if None in pains else max(known),
        pain_other_side=max(other_side, default=None),
        stopped_for_pain=any(one.stopped_for_pain for one in (session, *others)),
    )


Told = TypeVar("Told")


@dataclass(frozen=True, slots=True)
class Known(Generic[Told]):
    """Something the rules are told, and the instants between which it was known; `until` None: it still is."""

    what: Told
    since: dt.datetime
    until: dt.datetime | None = None

    def at(self, instant: dt.datetime) -> bool:
        return self.since <= instant and (self.until is None or instant < self.until)


@dataclass(frozen=True, slots=True)
class GivenDirective:
    """A clinician's directive, and the local date from which on days are read by it."""

    kind: str
    value: int | None
    at: dt.datetime
    on: dt.date


def in_force(
    given: Iterable[GivenDirective],
) -> tuple[dict[str, int | None], tuple[Ceiling, ...]]:
    """Of directives in the order they were given: the latest of each kind, and every ceiling with its date."""
    asked = tuple(given)
    ceilings = tuple(Ceiling(one.value, one.on) for one in asked if one.kind == "ceiling")
    return {one.kind: one.value for one in asked}, ceilings


@dataclass(frozen=True, kw_only=True)
class Records:
    """What was recorded about one stage of one patient, without name or id, and when it was known: a record from when
    it arrived until it was voided, a flag while it was open, a directive from when it was given.

    `baseline` is 0-10 NRS. `stages` are those up to this one, oldest first, as (position,
    local date it began on).
    """

    stage: int
    stage_started: dt.date
    time_zone: str
    affected_side: str
    baseline: float
    sessions: tuple[Known[Session], ...] = ()
    mornings: tuple[Known[MorningCheck], ...] = ()
    measures: tuple[Known[Measure], ...] = ()
    flags: tuple[Known[Flag], ...] = ()
    aways: tuple[Known[Away], ...] = ()
    directives: tuple[GivenDirective, ...] = ()
    stages: tuple[tuple[int, dt.date], ...] = ()

    def circumstances(self, instant: dt.datetime) -> Circumstances:
        given = sorted(
            (directive for directive in self.directives if directive.at <= instant), key=lambda directive: directive.at
        )
        directives, ceilings = in_force(given)
        return Circumstances(
            flags=_known(self.flags, instant),
            away=_known(self.aways, instant),
            directives=directives,
            ceilings=ceilings,
            stages=self.stages,
        )

    def history(self, instant: dt.datetime, circumstances: Circumstances) -> History:
        """What the engine would have been told at `instant`."""
        first = first_day_read(self.stage_started, instant)
        return history(
            circumstances,
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


def _known(records: Iterable[Known[Told]], instant: dt.datetime) -> tuple[Told, ...]:
    return tuple(one.what for one in records if one.at(instant))


def read_as_known(
    rules: Rules, records: Records, instant: dt.datetime, circumstances: Circumstances | None = None
) -> Reading:
    """`Records` as they were known at an instant, in the words of some rules; ValueError if they have no such stage.
    The circumstances are those of the instant, unless whoever asks has them already."""
    return read(rules, records.history(instant, circumstances or records.circumstances(instant)))
