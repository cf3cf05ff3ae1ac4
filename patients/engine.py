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
from operator import itemgetter
from typing import Any

from django.db.models import CharField, DateField, DateTimeField, F, IntegerField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Cast

from patients.domain.engine_input import (
    DAYS_BEFORE_STAGE,
    Circumstances,
    GivenDirective,
    Known,
    Records,
    first_day_read,
    history,
    in_force,
    within,
)
from patients.domain.plan_reading import Act, ActKind, Easing
from patients.domain.standing_records import RecentDay, days_to_keep
from patients.domain.todays_plan import Plan, todays_plan
from patients.models import (
    Assignment,
    DirectiveKind,
    FlagKind,
    Measure,
    MorningCheck,
    Review,
    StageChange,
    TrainingSession,
)
from programs import progression
from programs.models import Stage
from programs.progression import History, Recommendation, reading, stored
from programs.progression.facts import row_ended
from programs.progression.history import all_known
from programs.progression.metrics import METRICS
from programs.progression.reading import Reading
from programs.progression.thresholds import CriterionRule, Rules
from programs.progression.zones import Limits


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


def ask(assignment: Assignment, now: dt.datetime) -> Answered:
    """What the published rules say of an assignment at the instant `now`: `Answered`. Writes nothing. NotValid where
    the rules cannot be read."""
    return _answered(assignment, _circumstances_of(assignment), now)


def without_distress(assignment: Assignment, now: dt.datetime) -> Recommendation:
    """What the rules would say at `now` if no distress were open; any other flag still stops them. Writes nothing."""
    circumstances = _circumstances_of(assignment)
    others = tuple(flag for flag in circumstances.flags if flag.kind != FlagKind.DISTRESS)
    return _answered(assignment, replace(circumstances, flags=others), now).recommendation


def _answered(assignment: Assignment, circumstances: Circumstances, now: dt.datetime) -> Answered:
    rules = stored.rules_from_json(assignment.version.rules)
    measures = _measures_of(assignment) if _asks_for_measures(rules) else ()
    told = _history_of(assignment, circumstances, now, measures)
    return Answered(progression.evaluate(rules, told), told, reading.read(rules, told), circumstances)


def read(assignment: Assignment, now: dt.datetime) -> Reading:
    """The `Reading` that a page says days and zones of. It rests on no criterion, so it can be said where one cannot be
    read."""
    rules = stored.rules_from_json(stored.without_criteria(assignment.version.rules))
    return reading.read(rules, _history_of(assignment, _circumstances_of(assignment), now))


def limits(assignment: Assignment, now: dt.datetime) -> Limits:
    """The edges of the zones that hold for an assignment today: one query. They rest on no entry and no criterion."""
    rules = stored.rules_from_json(stored.without_criteria(assignment.version.rules))
    told = _told(assignment, _circumstances_of(assignment), now, assignment.patient.time_zone)
    return reading.read(rules, told).limits


def plan(assignment: Assignment, now: dt.datetime) -> Plan:
    """How much is asked of the patient at `now`, whether the engine is on or off: five queries. It rests on no
    criterion."""
    rules = stored.rules_from_json(stored.without_criteria(assignment.version.rules))
    told = _history_of(assignment, _circumstances_of(assignment), now)
    easings = (Easing(row.at, row.until_on, row.sessions) for row in assignment.easings.all())
    return todays_plan(rules, told, _acts_of(assignment), easings)


def _acts_of(assignment: Assignment) -> Iterator[Act]:
    """What clinicians did that today's plan reads: one query."""
    given = assignment.directives.filter(kind__in=(DirectiveKind.PAUSE, DirectiveKind.WHOLE_PLAN)).order_by()
    closed = assignment.patient.flags.filter(closed_at__gte=assignment.assigned_at).exclude(kind=FlagKind.DISTRESS)
    declined = assignment.reviews.declined_step_back().order_by()
    rows = given.values_list("kind", "value", "at").union(
        closed.order_by().values_list(Value(ActKind.ALARM_CLOSED.value, CharField()), NO_NUMBER, "closed_at"),
        declined.values_list(Value(ActKind.STEP_BACK_DECLINED.value, CharField()), NO_NUMBER, "decided_at"),
        all=True,
    )
    for kind, value, at in rows:
        goes_on = kind == DirectiveKind.PAUSE and not value
        yield Act(ActKind.RESUME if goes_on else kind, at)


def findings_with_row(assignment: Assignment, review: Review | None) -> list[dict[str, Any]]:
    """The findings of the stored `Review` of an assignment, and beside them what ended the row of good days that they
    count. No query; it rests on no criterion."""
    if review is None:
        return []
    rules = stored.rules_from_json(stored.without_criteria(assignment.version.rules))
    ended = row_ended(reading.read(rules, stored.history_from_json(review.inputs)))
    return [*review.findings, *([stored.finding_to_json(ended)] if ended else [])]


def read_again(review: Review) -> Reading:
    """The `Reading` of what a stored `Review` had read, under the rules that its patient is on now."""
    rules = stored.rules_from_json(review.assignment.version.rules)
    return reading.read(rules, stored.history_from_json(review.inputs))


def _circumstances_of(assignment: Assignment) -> Circumstances:
    """The `Circumstances` of an assignment, in one query over its flags, days away, directives and stages."""
    rows = (_away_rows(assignment), _directive_rows(assignment), _stage_rows(assignment))
    flags: list[progression.Flag] = []
    away: list[progression.Away] = []
    directives: list[tuple[dt.datetime, int, GivenDirective]] = []
    stages: list[tuple[dt.datetime, int, int, dt.date]] = []
    for source, kind, at, from_on, to_on, value, pk in _flag_rows(assignment).union(*rows, all=True):
        if source == "flag":
            flags.append(progression.Flag(kind=kind, at=at))
        elif source == "away":
            away.append(progression.Away(first=from_on, last=to_on))
        elif source == "stage":
            if value is not None:
                stages.append((at, pk, value, from_on))
        else:
            directives.append((at, pk, _directive(assignment, kind, value, at)))
    latest, ceilings = in_force(given for *_order, given in sorted(directives, key=itemgetter(0, 1)))
    entered = tuple((position, on) for *_order, position, on in sorted(stages))
    return Circumstances(tuple(flags), tuple(away), latest, ceilings, entered)


NO_KIND = Value("", CharField())
NO_DATE = Cast(Value(None), DateField())
NO_INSTANT = Cast(Value(None), DateTimeField())
NO_NUMBER = Cast(Value(None), IntegerField())


def _for_union(rows: QuerySet[Any], source: str, **lacking: Any) -> QuerySet[Any, Any]:
    """Rows that say which `source` they come from; a union wants the same columns of each, so what one is `lacking`
    comes empty, with its type."""
    labelled: QuerySet[Any, Any] = rows.order_by().annotate(source=Value(source, CharField()), **lacking)
    return labelled


def _flag_rows(assignment: Assignment) -> QuerySet[Any, Any]:
    rows = _for_union(assignment.patient.flags.open(), "flag", from_on=NO_DATE, to_on=NO_DATE, value=NO_NUMBER)
    return rows.values_list("source", "kind", "raised_at", "from_on", "to_on", "value", "pk")


def _away_rows(assignment: Assignment) -> QuerySet[Any, Any]:
    rows = _for_union(assignment.aways.valid(), "away", kind=NO_KIND, at=NO_INSTANT, value=NO_NUMBER)
    return rows.values_list("source", "kind", "at", "from_on", "to_on", "value", "pk")


def _directive_rows(assignment: Assignment) -> QuerySet[Any, Any]:
    rows = _for_union(assignment.directives.all(), "directive", from_on=NO_DATE, to_on=NO_DATE)
    return rows.values_list("source", "kind", "at", "from_on", "to_on", "value", "pk")


def _stage_rows(assignment: Assignment) -> QuerySet[Any, Any]:
    """With the place that each stage has in the patient's version; none for a stage that it no longer has."""
    here = Stage.objects.filter(version=assignment.version_id, key=OuterRef("stage__key"))
    place = Subquery(here.values("position")[:1])
    rows = _for_union(assignment.stage_changes.all(), "stage", kind=NO_KIND, to_on=NO_DATE, place=place)
    return rows.values_list("source", "kind", "at", "started_on", "to_on", "place", "pk")


def _history_of(
    assignment: Assignment, circumstances: Circumstances, now: dt.datetime, measures: Iterable[progression.Measure] = ()
) -> History:
    """All that the rules are told of an assignment at `now`: two queries, over its valid sessions and mornings."""
    standing = assignment.standing
    first_day = first_day_read(standing.stage_started_on, now)
    sessions = with_key(assignment.sessions.valid().filter(local_date__gte=first_day))
    sessions = sessions.order_by("local_date", "performed_at", "pk")
    mornings = list(assignment.morning_checks.valid().filter(on__gte=first_day).order_by("on"))
    return _told(
        assignment,
        circumstances,
        now,
        _zone_now(assignment, mornings, now),
        sessions=[_told_now(assignment, standing.stage.key, row) for row in sessions],
        morning_checks=[_morning(assignment, row) for row in mornings],
        measures=measures,
    )


def _told(
    assignment: Assignment,
    circumstances: Circumstances,
    now: dt.datetime,
    time_zone: str,
    sessions: Iterable[progression.Session] = (),
    morning_checks: Iterable[progression.MorningCheck] = (),
    measures: Iterable[progression.Measure] = (),
) -> History:
    standing = assignment.standing
    return history(
        circumstances,
        sessions=sessions,
        morning_checks=morning_checks,
        measures=measures,
        stage=standing.stage.position,
        stage_started=standing.stage_started_on,
        as_of=now,
        time_zone=time_zone,
        affected_side=assignment.side,
        baseline_morning_pain=float(standing.baseline),
    )


def _zone_now(assignment: Assignment, mornings: list[MorningCheck], now: dt.datetime) -> str:
    """The zone that tells what day it is: the patient's, or that of a phone further east, where a morning came first. A
    bad one counts at once, and not when its date has come at home."""
    today = assignment.patient.today(now)
    return next((row.time_zone for row in mornings if row.on > today), assignment.patient.time_zone)


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
        directives=tuple(_directive(assignment, row.kind, row.value, row.at) for row in assignment.directives.all()),
        stages=stages,
    )


def with_key(sessions: QuerySet[TrainingSession]) -> QuerySet[TrainingSession]:
    """Sessions with the `key` of the stage they were done in; it outlives a change of version, id and number do not.
    What they seem to repeat comes with them."""
    return sessions.select_related("repeats").annotate(key=F("stage__key"))  # type: ignore[no-redef]  # the row says that it may be there


def _session(assignment: Assignment, key: str, row: TrainingSession) -> progression.Session:
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


def _told_now(assignment: Assignment, key: str, row: TrainingSession) -> progression.Session:
    told = _session(assignment, key, row)
    return told if row.adds else _within_first(assignment, told, row)


def _within_first(assignment: Assignment, told: progression.Session, row: TrainingSession) -> progression.Session:
    first = row.repeats
    assert first is not None  # of a double
    return within(told, first.performed_at, first.training_day, worse_side(assignment, first)[0])


def _known(assignment: Assignment, key: str, row: TrainingSession) -> Iterator[Known[progression.Session]]:
    """A session that seemed to be saved already adds from the answer on that it was done once more."""
    told, arrived = _session(assignment, key, row), max(row.received_at, row.performed_at)
    if row.repeats_id is None:
        yield Known(told, arrived, row.voided_at)
        return
    answered = row.repeat_answered_at if row.adds else None
    yield Known(_within_first(assignment, told, row), arrived, answered or row.voided_at)
    if answered:
        yield Known(told, max(arrived, answered), row.voided_at)


def _morning(assignment: Assignment, row: MorningCheck) -> progression.MorningCheck:
    return progression.MorningCheck(on=row.on, pain=worse_side(assignment, row)[0], late=row.late)


def _directive(assignment: Assignment, kind: str, value: int | None, at: dt.datetime) -> GivenDirective:
    """What was agreed when the programme was assigned holds from its first day on."""
    on = assignment.patient.today(at)
    return GivenDirective(kind, value, at, min(on, assignment.started_on) if at <= assignment.assigned_at else on)


def _measure(row: Measure) -> progression.Measure:
    return progression.Measure(kind=row.kind, on=row.on, value=float(row.value), side=row.side or None)


def worse_side(assignment: Assignment, row: TrainingSession | MorningCheck) -> tuple[int | None, int | None]:
    """(worse affected side, other side), 0-10 NRS or None. Both sides affected and one of them not recorded: the
    day's pain is not known, and the number that is known still counts as the other side, for safety."""
    pain = {"left": row.pain_left, "right": row.pain_right}
    affected = [pain.pop(side) for side in assignment.affected_sides]
    told = all_known(affected)
    if told is None:
        known = [value for value in (*affected, *pain.values()) if value is not None]
        return None, max(known, default=None)
    return max(told), next(iter(pain.values()), None)


def _as_float(number: Decimal | None) -> float | None:
    return None if number is None else float(number)
