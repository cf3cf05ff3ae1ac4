"""From rows to stages as they were logged. A fixed number of queries for any number of patients; names are not read."""

from itertools import groupby, pairwise
from operator import attrgetter

from django.db.models import Prefetch

from patients.engine import records_of
from patients.models import Assignment, Directive, Patient, StageChange, TrainingSession
from patients.rows import with_key
from patients.what_if.compare import KNOWN_AFTER
from patients.what_if.replay import LoggedStage


def patients_with(program_id, now):
    """The ids of all patients who were on a programme by `now`, in whichever version, in order."""
    assigned = Assignment.objects.filter(version__program=program_id, assigned_at__lte=now)
    return Patient.objects.filter(assignments__in=assigned).order_by("pk").values_list("pk", flat=True).distinct()


NOWHERE = 0  # the place of a stage that a version does not have


def places_of(version):
    """{key: position} of the stages of a version."""
    return dict(version.stages.values_list("key", "position"))


def logged_stages_of(program_id, patient_ids, now, published, draft):
    """For each of some patients the list of their `LoggedStage`es, as all was known at `now`; `published` and `draft`
    are the `places_of` the versions that are compared.

    A stage in which nothing was logged says nothing about rules and is left out.
    """
    assignments = (
        Assignment.objects.filter(version__program=program_id, patient__in=patient_ids, assigned_at__lte=now)
        .select_related("patient")
        .only("side", "started_on", "assigned_at", "ended_at", "patient__time_zone")
        .prefetch_related(*_records())
        .order_by("patient_id", "assigned_at")
    )
    for _patient, group in groupby(assignments, key=attrgetter("patient_id")):
        yield [stage for assignment in group for stage in _of_assignment(assignment, now, published, draft)]


def _records():
    changes = StageChange.objects.select_related("stage").order_by("at", "pk")
    sessions = with_key(TrainingSession.objects.defer("note", "felt", "repeats__note", "repeats__felt"))
    sessions = sessions.order_by("local_date", "performed_at", "pk")
    return (
        Prefetch("stage_changes", changes),
        Prefetch("sessions", sessions),
        Prefetch("directives", Directive.objects.order_by("at", "pk")),
        *("morning_checks", "measures", "patient__flags", "aways"),
    )


def _of_assignment(assignment, now, published, draft):
    ended = min(assignment.ended_at or now, now)
    changes = [change for change in assignment.stage_changes.all() if change.at <= ended]
    for number, (change, following) in enumerate(pairwise((*changes, None)), 1):
        stages, in_draft = _up_to(changes[:number], published), _up_to(changes[:number], draft)
        places = {"draft_stage": in_draft[-1][0], "draft_stages": in_draft}
        logged_stage = _stretch(assignment, change, following.at if following else ended, ended, stages, **places)
        if any(
            one.what.day >= logged_stage.stage_started and one.since < logged_stage.ends
            for one in logged_stage.sessions
        ):
            yield logged_stage


def _up_to(changes, places):
    """The stages so far by their place, without those that are nowhere any more; the last is the stage itself."""
    *before, last = ((places.get(change.stage.key, NOWHERE), change.started_on) for change in changes)
    return (*(one for one in before if one[0] != NOWHERE), last)


def _stretch(assignment, change, ends, followed_until, stages, **places):
    records = records_of(assignment, change, stages, last=(ends + KNOWN_AFTER).date())
    return LoggedStage(**vars(records), begins=change.at, ends=ends, followed_until=followed_until, **places)
