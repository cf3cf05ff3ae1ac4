"""From rows to what the rules read: a bounded history, in as few queries as it takes."""

from django.db.models import CharField, DateField, DateTimeField, F, IntegerField, Value
from django.db.models.functions import Cast

from patients.domain.engine_input import Circumstances, first_day_read, history
from programs import progression
from programs.progression import stored
from programs.progression.metrics import METRICS


def circumstances_of(assignment):
    """The `Circumstances` of an assignment, in one query over its flags, days away, directives and stages."""
    rows = (_away_rows(assignment), _directive_rows(assignment), _stage_rows(assignment))
    flags, away, directives, stages = [], [], [], []
    for source, kind, at, from_on, to_on, value, number in _flag_rows(assignment).union(*rows, all=True):
        if source == "flag":
            flags.append(progression.Flag(kind=kind, at=at))
        elif source == "away":
            away.append(progression.Away(first=from_on, last=to_on))
        elif source == "stage":
            stages.append((at, number, value, from_on))
        else:
            directives.append((at, number, kind, value))
    latest = {kind: value for _, _, kind, value in sorted(directives, key=lambda row: row[:2])}
    stages = tuple((position, on) for *_order, position, on in sorted(stages))
    return Circumstances(tuple(flags), tuple(away), latest, stages)


NO_DATE = Cast(Value(None), DateField())
NO_INSTANT = Cast(Value(None), DateTimeField())
NO_NUMBER = Cast(Value(None), IntegerField())


def _row(rows, source, **columns):
    return rows.order_by().annotate(source=Value(source, CharField()), **columns)


def _flag_rows(assignment):
    rows = _row(assignment.flags.open(), "flag", a=NO_DATE, b=NO_DATE, c=NO_NUMBER)
    return rows.values_list("source", "kind", "raised_at", "a", "b", "c", "pk")


def _away_rows(assignment):
    rows = _row(assignment.aways.all(), "away", a=Value("", CharField()), b=NO_INSTANT, c=NO_NUMBER)
    return rows.values_list("source", "a", "b", "from_on", "to_on", "c", "pk")


def _directive_rows(assignment):
    rows = _row(assignment.directives.all(), "directive", a=NO_DATE, b=NO_DATE)
    return rows.values_list("source", "kind", "at", "a", "b", "value", "pk")


def _stage_rows(assignment):
    rows = _row(assignment.stage_changes.all(), "stage", a=Value("", CharField()), b=NO_DATE)
    return rows.values_list("source", "a", "at", "started_on", "b", "stage__position", "pk")


def history_of(assignment, now, circumstances=None, measures=None):
    """All that the engine reads about an assignment at the instant `now`: a `progression.History`. The `measures` are
    looked up, where the rules ask for any, unless they are given."""
    standing = assignment.standing
    first_day = first_day_read(standing.stage_started_on, now)
    sessions = with_position(assignment.sessions.valid().filter(local_date__gte=first_day))
    sessions = sessions.order_by("local_date", "performed_at", "pk")
    mornings = assignment.morning_checks.valid().filter(on__gte=first_day).order_by("on")
    if measures is None:
        measures = measures_of(assignment) if asks_for_measures(assignment.version.rules) else ()
    return history(
        circumstances or circumstances_of(assignment),
        sessions=[session_read(assignment, standing.stage.position, row) for row in sessions],
        morning_checks=[morning_read(assignment, row) for row in mornings],
        measures=tuple(measures),
        stage=standing.stage.position,
        stage_started=standing.stage_started_on,
        as_of=now,
        time_zone=assignment.patient.time_zone,
        affected_side=assignment.side,
        baseline_morning_pain=float(standing.baseline),
    )


def asks_for_measures(rules):
    """Whether published rules (as stored) have a criterion that sessions and mornings cannot answer; else no query.
    NotValid where they cannot be read."""
    return any(METRICS[one.metric].reads_measures(one) for one in criteria_of(rules))


def criteria_of(rules):
    """What published rules (as stored) ask beside the gate, stage by stage. NotValid where they cannot be read."""
    return [one for stage in stored.rules_from_json(rules).stages for one in stage.criteria]


def measures_of(assignment):
    """What was noted beside sessions and mornings, as the rules read it."""
    return map(measure_read, assignment.measures.valid().order_by("on", "pk"))


def with_position(sessions):
    """Sessions with the `position` of the stage they were done in; it outlives a change of version, an id not."""
    return sessions.annotate(position=F("stage__position"))


def session_read(assignment, position, row):
    """One session as the rules read it. Pain counts whatever the stage; volume only for the stage it was done in, and
    not where the phone's clock was wrong by more than a day: it is no evidence for more load."""
    during, other = worse_side(assignment, row)
    same_stage = row.position == position and not row.clock_is_no_evidence
    return progression.Session(
        id=str(row.client_id),
        at=row.performed_at,
        day=row.local_date,
        pain_during=during,
        pain_other_side=other,
        completion=as_float(row.completion) if same_stage else None,
        all_sets=row.all_sets if same_stage else None,
        symmetry=as_float(row.symmetry) if same_stage else None,
        variation=(row.variation or None) if same_stage else None,
        technique_ok=row.technique_ok,
        stopped_for_pain=row.stopped_for_pain,
        effort=row.effort,
    )


def morning_read(assignment, row):
    return progression.MorningCheck(on=row.on, pain=worse_side(assignment, row)[0])


def measure_read(row):
    return progression.Measure(kind=row.kind, on=row.on, value=float(row.value), side=row.side or None)


def worse_side(assignment, row):
    """(worse affected side, other side), 0-10 NRS or None. Both sides affected and one of them not recorded: the
    day's pain is not known, and the number that is known still counts as the other side, for safety."""
    pain = {"left": row.pain_left, "right": row.pain_right}
    affected = [pain.pop(side) for side in assignment.affected_sides]
    if None in affected:
        known = [value for value in (*affected, *pain.values()) if value is not None]
        return None, max(known, default=None)
    return max(affected), next(iter(pain.values()), None)


def as_float(number):
    return None if number is None else float(number)
