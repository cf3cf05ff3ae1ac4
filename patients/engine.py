"""The one door to the rules: rows become what the engine reads here, in as few queries as it takes, and nowhere else.

`ask` answers for an assignment as it is, `without_distress` as if that tick were closed; `read` says what a page needs
of its days; `plan` how much is asked today; `records_of` gives what was known when, for rules that are only tried. What
was stored as the engine read it is no row: it is asked again as it stands.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import Any

from patients.beside import directive_of
from patients.domain.engine_input import (
    DAYS_BEFORE_STAGE,
    Circumstances,
    Known,
    Records,
    history,
    within,
)
from patients.domain.standing_records import RecentDay, days_to_keep
from patients.domain.todays_plan import Plan, todays_plan
from patients.models import (
    Assignment,
    FlagKind,
    Measure,
    MorningCheck,
    Review,
    Side,
    StageChange,
    TrainingSession,
)
from patients.rows import Rows, rows_of
from patients.told import Logged, Morning, Told
from programs import progression
from programs.progression import History, Recommendation, reading, stored
from programs.progression.facts import row_ended
from programs.progression.metrics import METRICS
from programs.progression.reading import Reading
from programs.progression.thresholds import CriterionRule, Rules
from programs.progression.zones import Limits

SessionRow = TrainingSession | Logged
MorningRow = MorningCheck | Morning


@dataclass(frozen=True)
class Answered:
    """What the rules said of an assignment, and all that they were told: the history, the same as they read it, and
    the circumstances beside the log."""

    recommendation: Recommendation
    history: History
    reading: Reading
    circumstances: Circumstances

    @cached_property
    def days(self) -> tuple[RecentDay, ...]:
        """The last logged days, oldest first."""
        return days_to_keep(self.reading)


def ask(assignment: Assignment, now: dt.datetime, told: Told | None = None) -> Answered:
    """What the published rules say of an assignment at the instant `now`: `Answered`, from rows read anew, unless
    whoever has locked its log has them `told`. Writes nothing. NotValid where the rules cannot be read."""
    rows = told or Told(assignment, now)
    return _answered(rows, rows.circumstances)


def without_distress(assignment: Assignment, now: dt.datetime) -> Recommendation:
    """What the rules would say at `now` if no distress were open; any other flag still stops them. Writes nothing."""
    rows = rows_of(assignment, now)
    others = tuple(flag for flag in rows.circumstances.flags if flag.kind != FlagKind.DISTRESS)
    return _answered(rows, replace(rows.circumstances, flags=others)).recommendation


def _answered(rows: Rows | Told, circumstances: Circumstances) -> Answered:
    rules = stored.rules_from_json(rows.assignment.version.rules)
    measures = _measures_of(rows.assignment) if _asks_for_measures(rules) else ()
    told = _history_of(rows, circumstances, measures)
    read = reading.read(rules, told)
    return Answered(progression.answer_of(read), told, read, circumstances)


def read(assignment: Assignment, now: dt.datetime) -> Reading:
    """The `Reading` that a page says days and zones of. It rests on no criterion, so it can be said where one cannot be
    read."""
    rows = rows_of(assignment, now)
    if rows.reading is None:
        rows.reading = reading.read(_rules_to_read_by(rows), _told_now(rows))
    return rows.reading


def limits(assignment: Assignment, now: dt.datetime) -> Limits:
    """The edges of the zones that hold for an assignment today: one query. They rest on no entry and no criterion."""
    rows = rows_of(assignment, now)
    told = _told(rows, rows.circumstances, assignment.patient.time_zone)
    return reading.read(_rules_to_read_by(rows), told).limits


def plan(assignment: Assignment, now: dt.datetime) -> Plan:
    """How much is asked of the patient at `now`, whether the engine is on or off: three queries. It rests on no
    criterion."""
    return plan_of(rows_of(assignment, now))


def plan_of(rows: Rows) -> Plan:
    """`plan` from rows that were read already, as far as they were."""
    return todays_plan(_rules_to_read_by(rows), _told_now(rows), rows.acts, rows.easings)


def _rules_to_read_by(rows: Rows) -> Rules:
    if rows.rules is None:
        rows.rules = stored.rules_from_json(stored.without_criteria(rows.assignment.version.rules))
    return rows.rules


def findings_with_row(assignment: Assignment, review: Review | None) -> list[dict[str, Any]]:
    """The findings of the stored `Review` of an assignment, and beside them what ended the row of good days that they
    count. No query; it rests on no criterion."""
    if review is None:
        return []
    rows = assignment.rows or Rows(assignment, review.created_at)
    ended = row_ended(reading.read(_rules_to_read_by(rows), stored.history_from_json(review.inputs)))
    return [*review.findings, *([stored.finding_to_json(ended)] if ended else [])]


def read_again(review: Review) -> Reading:
    """The `Reading` of what a stored `Review` had read, under the rules that its patient is on now."""
    rules = stored.rules_from_json(review.assignment.version.rules)
    return reading.read(rules, stored.history_from_json(review.inputs))


def _told_now(rows: Rows) -> History:
    """All that the rules are told of it, but for measures: made once of the same rows."""
    if rows.history is None:
        rows.history = _history_of(rows, rows.circumstances)
    return rows.history


def _history_of(
    rows: Rows | Told, circumstances: Circumstances, measures: Iterable[progression.Measure] = ()
) -> History:
    key = rows.assignment.standing.stage.key
    return _told(
        rows,
        circumstances,
        _zone_now(rows),
        sessions=[_adding_or_not(rows, key, row) for row in rows.sessions],
        morning_checks=[_morning(rows.assignment, row) for row in rows.mornings],
        measures=measures,
    )


def _told(
    rows: Rows | Told,
    circumstances: Circumstances,
    time_zone: str,
    sessions: Iterable[progression.Session] = (),
    morning_checks: Iterable[progression.MorningCheck] = (),
    measures: Iterable[progression.Measure] = (),
) -> History:
    assignment, standing = rows.assignment, rows.assignment.standing
    return history(
        circumstances,
        sessions=sessions,
        morning_checks=morning_checks,
        measures=measures,
        stage=standing.stage.position,
        stage_started=standing.stage_started_on,
        as_of=rows.now,
        time_zone=time_zone,
        affected_side=assignment.side,
        baseline_morning_pain=float(standing.baseline),
    )


def _zone_now(rows: Rows | Told) -> str:
    """The zone that tells what day it is: the patient's, or that of a phone further east, where a morning came first. A
    bad one counts at once, and not when its date has come at home."""
    patient = rows.assignment.patient
    today = patient.today(rows.now)
    return next((row.time_zone for row in rows.mornings if row.on > today), patient.time_zone)


def _measures_of(assignment: Assignment) -> Iterable[progression.Measure]:
    """What was measured, as the rules read it, oldest first."""
    return map(_measure, assignment.measures.valid().order_by("on", "pk"))


def _asks_for_measures(rules: Rules) -> bool:
    """Whether they have a criterion that sessions and mornings cannot answer; where not, measures cost no query."""
    return any(METRICS[one.metric].reads_measures(one) for one in _criteria(rules))


def _criteria(rules: Rules) -> list[CriterionRule]:
    return [one for stage in rules.stages for one in stage.criteria]


def criteria_of(rules: Any) -> list[CriterionRule]:
    """What published rules (as stored) ask beside the gate, stage by stage. NotValid where they cannot be read."""
    return _criteria(stored.rules_from_json(rules))


def records_of(
    assignment: Assignment, change: StageChange, stages: tuple[tuple[int, dt.date], ...], last: dt.date
) -> Records:
    """The `Records` of the stage that a `StageChange` began, up to the local date `last`. The rows of the assignment
    were fetched with it, voided and closed ones too, sessions `with_key`; `stages` are those up to this one, which is
    the last of them."""
    position, first = stages[-1][0], change.started_on - dt.timedelta(days=DAYS_BEFORE_STAGE)
    sessions = [row for row in assignment.sessions.all() if first <= row.local_date <= last]
    mornings = [row for row in assignment.morning_checks.all() if first <= row.on <= last]
    return Records(
        stage=position,
        stage_started=change.started_on,
        time_zone=assignment.patient.time_zone,
        affected_side=assignment.side,
        baseline=float(change.baseline),
        sessions=tuple(known for row in sessions for known in _known(assignment, change.stage.key, row)),
        mornings=tuple(Known(_morning(assignment, row), row.received_at, row.voided_at) for row in mornings),
        measures=tuple(Known(_measure(row), row.at, row.voided_at) for row in assignment.measures.all()),
        flags=tuple(
            Known(progression.Flag(row.kind, row.raised_at), row.raised_at, row.closed_at)
            for row in assignment.patient.flags.all()
        ),
        aways=tuple(
            Known(progression.Away(row.from_on, row.to_on), row.said_at, row.voided_at)
            for row in assignment.aways.all()
        ),
        directives=tuple(directive_of(assignment, row.kind, row.value, row.at) for row in assignment.directives.all()),
        stages=stages,
    )


def _session(assignment: Assignment, key: str, row: SessionRow) -> progression.Session:
    """One session as the rules read it, its volume too. Pain counts whatever the stage; volume only for the stage it
    was done in, and not where the phone's clock was wrong by more than a day: it is no evidence for more load."""
    during, other = worse_side(assignment, row)
    same_stage = row.key == key and not row.clock_is_no_evidence
    return progression.Session(
        id=str(row.client_id),
        at=row.performed_at,
        day=row.training_day,
        pain_during=during,
        pain_other_side=other,
        completion=_as_float(row.completion) if same_stage else None,
        all_sets=row.all_sets if same_stage else None,
        symmetry=_as_float(row.symmetry) if same_stage else None,
        variation=(row.variation or None) if same_stage else None,
        technique_ok=row.technique_ok,
        stopped_for_pain=row.stopped_for_pain,
        effort=row.effort,
    )


def _adding_or_not(rows: Rows | Told, key: str, row: SessionRow) -> progression.Session:
    told = _session(rows.assignment, key, row)
    return told if row.adds else _within(rows.assignment, told, rows.first_of(row))


def _within(assignment: Assignment, told: progression.Session, first: SessionRow) -> progression.Session:
    return within(told, first.performed_at, first.training_day, worse_side(assignment, first)[0])


def _known(assignment: Assignment, key: str, row: TrainingSession) -> Iterator[Known[progression.Session]]:
    """A session that seemed to be saved already adds from the answer on that it was done once more."""
    told, arrived = _session(assignment, key, row), max(row.received_at, row.performed_at)
    if row.repeats_id is None:
        yield Known(told, arrived, row.voided_at)
        return
    answered = row.repeat_answered_at if row.adds else None
    yield Known(_within(assignment, told, Rows.first_of(row)), arrived, answered or row.voided_at)
    if answered:
        yield Known(told, max(arrived, answered), row.voided_at)


def _morning(assignment: Assignment, row: MorningRow) -> progression.MorningCheck:
    return progression.MorningCheck(on=row.on, pain=worse_side(assignment, row)[0], late=row.late)


def _measure(row: Measure) -> progression.Measure:
    return progression.Measure(kind=row.kind, on=row.on, value=float(row.value), side=row.side or None)


def worse_side(assignment: Assignment, row: SessionRow | MorningRow) -> tuple[int | None, int | None]:
    """(worse affected side, other side), 0-10 NRS or None. Both sides affected and one of them not recorded: the
    day's pain is not known, and the number that is known still counts as the other side, for safety."""
    left, right = row.pain_left, row.pain_right
    if assignment.side != Side.BOTH:
        return (left, right) if assignment.side == Side.LEFT else (right, left)
    known = [pain for pain in (left, right) if pain is not None]
    return (max(known), None) if None not in (left, right) else (None, max(known, default=None))


def _as_float(number: Decimal | float | None) -> float | None:
    return None if number is None else float(number)
