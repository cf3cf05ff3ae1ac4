"""From rows to stages as they were logged. A fixed number of queries for any number of patients; names are not read."""

import datetime as dt
from itertools import groupby, pairwise
from operator import attrgetter

from django.db.models import Prefetch

from patients.domain.engine_input import DAYS_BEFORE_STAGE
from patients.engine import measure_read, morning_read, session_read, with_position
from patients.models import Assignment, Directive, Patient, StageChange, TrainingSession
from patients.what_if.compare import KNOWN_AFTER
from patients.what_if.replay import GivenDirective, Known, LoggedStage
from programs.progression import Away as Absence
from programs.progression import Flag as Ticked


def patients_with(program_id, now):
    """The ids of all patients who were on a programme by `now`, in whichever version, in order."""
    assigned = Assignment.objects.filter(version__program=program_id, assigned_at__lte=now)
    return Patient.objects.filter(assignments__in=assigned).order_by("pk").values_list("pk", flat=True).distinct()


def logged_stages_of(program_id, patient_ids, now):
    """For each of some patients the list of their `LoggedStage`es, as all was known at `now`.

    A stage in which nothing was logged says nothing about rules and is left out.
    """
    assignments = (
        Assignment.objects.filter(version__program=program_id, patient__in=patient_ids, assigned_at__lte=now)
        .select_related("patient")
        .only("side", "ended_at", "patient__time_zone")
        .prefetch_related(*_records())
        .order_by("patient_id", "assigned_at")
    )
    for _patient, group in groupby(assignments, key=attrgetter("patient_id")):
        yield [logged_stage for assignment in group for logged_stage in _of_assignment(assignment, now)]


def _records():
    changes = StageChange.objects.select_related("stage").order_by("at", "pk")
    sessions = with_position(TrainingSession.objects.defer("note", "felt"))
    sessions = sessions.order_by("local_date", "performed_at", "pk")
    return (
        Prefetch("stage_changes", changes),
        Prefetch("sessions", sessions),
        Prefetch("directives", Directive.objects.order_by("at", "pk")),
        *("morning_checks", "measures", "flags", "aways"),
    )


def _of_assignment(assignment, now):
    ended = min(assignment.ended_at or now, now)
    changes = [change for change in assignment.stage_changes.all() if change.at <= ended]
    stages = tuple((change.stage.position, change.started_on) for change in changes)
    for number, (change, following) in enumerate(pairwise((*changes, None)), 1):
        logged_stage = _stretch(assignment, change, following.at if following else ended, ended, stages[:number])
        if any(
            one.what.day >= logged_stage.stage_started and one.since < logged_stage.ends
            for one in logged_stage.sessions
        ):
            yield logged_stage


def _stretch(assignment, change, ends, followed_until, stages):
    position = change.stage.position
    first = change.started_on - dt.timedelta(days=DAYS_BEFORE_STAGE)
    last = (ends + KNOWN_AFTER).date()
    return LoggedStage(
        stage=position,
        stage_started=change.started_on,
        begins=change.at,
        ends=ends,
        followed_until=followed_until,
        time_zone=assignment.patient.time_zone,
        affected_side=assignment.side,
        baseline=float(change.baseline),
        sessions=tuple(
            Known(session_read(assignment, position, row), max(row.received_at, row.performed_at), row.voided_at)
            for row in assignment.sessions.all()
            if first <= row.local_date <= last
        ),
        mornings=tuple(
            Known(morning_read(assignment, row), row.received_at, row.voided_at)
            for row in assignment.morning_checks.all()
            if first <= row.on <= last
        ),
        measures=tuple(Known(measure_read(row), row.at, row.voided_at) for row in assignment.measures.all()),
        flags=tuple(_flag(row) for row in assignment.flags.all()),
        aways=tuple(Known(Absence(row.from_on, row.to_on), row.said_at) for row in assignment.aways.all()),
        directives=tuple(GivenDirective(row.kind, row.value, row.at) for row in assignment.directives.all()),
        stages=stages,
    )


def _flag(row):
    return Known(Ticked(row.kind, row.raised_at), row.raised_at, row.closed_at)
