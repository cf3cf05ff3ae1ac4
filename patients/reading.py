"""From rows to what the rules read: a bounded history, in as few queries as it takes."""

import datetime as dt
from dataclasses import dataclass, field, replace
from itertools import groupby
from operator import attrgetter

from django.db.models import CharField, DateField, DateTimeField, IntegerField, Value
from django.db.models.functions import Cast

from patients.models import DirectiveKind
from programs.progression import history as progression

# Rule 4 looks 28 days behind the stage; the rest is room for the flare before that. Half a year of one stage holds
# every window there is, so a longer past costs nothing.
DAYS_BEFORE_STAGE = 60
DAYS_AT_MOST = 180


@dataclass(frozen=True)
class Circumstances:
    """What stands beside the log: open flags, days away, and the latest directive of each kind."""

    flags: tuple = ()
    away: tuple = ()
    directives: dict = field(default_factory=dict)

    @property
    def held(self):
        return bool(self.directives.get(DirectiveKind.HOLD))

    @property
    def ceiling(self):
        return self.directives.get(DirectiveKind.CEILING)

    @property
    def self_paced(self):
        return self.directives.get(DirectiveKind.SELF_PACED, 1) != 0

    @property
    def engine_on(self):
        return self.directives.get(DirectiveKind.ENGINE, 1) != 0


def circumstances_of(assignment):
    """The `Circumstances` of an assignment, in one query over its flags, days away and directives."""
    rows = _flag_rows(assignment).union(_away_rows(assignment), _directive_rows(assignment), all=True)
    flags, away, directives = [], [], []
    for source, kind, at, from_on, to_on, value, number in rows:
        if source == "flag":
            flags.append(progression.Flag(kind=kind, at=at))
        elif source == "away":
            away.append(progression.Away(first=from_on, last=to_on))
        else:
            directives.append((at, number, kind, value))
    latest = {kind: value for _, _, kind, value in sorted(directives, key=lambda row: row[:2])}
    return Circumstances(tuple(flags), tuple(away), latest)


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


def history_of(assignment, now, circumstances=None):
    """All that the engine reads about an assignment at the instant `now`: a `progression.History`."""
    beside = circumstances or circumstances_of(assignment)
    standing = assignment.standing
    first_day = max(
        standing.stage_started_on - dt.timedelta(days=DAYS_BEFORE_STAGE), now.date() - dt.timedelta(days=DAYS_AT_MOST)
    )
    sessions = (
        assignment.sessions.standing().filter(local_date__gte=first_day).order_by("local_date", "performed_at", "pk")
    )
    mornings = assignment.morning_checks.standing().filter(on__gte=first_day).order_by("on")
    return progression.History(
        stage=standing.stage.position,
        stage_started=standing.stage_started_on,
        as_of=now,
        time_zone=assignment.patient.time_zone,
        affected_side=assignment.side,
        baseline_morning_pain=float(standing.baseline),
        pain_ceiling=beside.ceiling,
        clinician_hold=beside.held,
        self_paced=beside.self_paced,
        flags=beside.flags,
        away=beside.away,
        sessions=tuple(fold(session_read(assignment, standing.stage_id, row) for row in sessions)),
        morning_checks=tuple(morning_read(assignment, row) for row in mornings),
    )


def session_read(assignment, stage_id, row):
    """One session as the rules read it. Pain counts whatever the stage; volume only for the stage it was done in."""
    during, other = worse_side(assignment, row)
    same_stage = row.stage_id == stage_id
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
    )


def fold(sessions):
    """Maintenance work of a day goes into that day's session: its pain counts, and it says nothing of volume,
    symmetry, variation or technique. A day with maintenance alone stays a day of its own."""
    for _day, group in groupby(sessions, key=attrgetter("day")):
        of_day = list(group)
        main = [session for session in of_day if session.completion is not None]
        beside = [session for session in of_day if session.completion is None]
        if main and beside:
            main[-1] = _with_pain_of(main[-1], beside)
        yield from main or beside


def _with_pain_of(session, others):
    pains = [one.pain_during for one in (session, *others)]
    other_side = [one.pain_other_side for one in (session, *others) if one.pain_other_side is not None]
    if None in pains:  # one unrecorded pain leaves the day unknown; what is known still counts for safety
        other_side += [pain for pain in pains if pain is not None]
    return replace(
        session,
        at=max(one.at for one in (session, *others)),
        pain_during=None if None in pains else max(pains),
        pain_other_side=max(other_side, default=None),
        stopped_for_pain=any(one.stopped_for_pain for one in (session, *others)),
    )


def morning_read(assignment, row):
    return progression.MorningCheck(on=row.on, pain=worse_side(assignment, row)[0])


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
