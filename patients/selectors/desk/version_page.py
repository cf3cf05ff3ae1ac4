"""The difference between two versions of a programme, and where each patient comes out who is moved."""

from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import Count

from patients.domain.landing import landing
from patients.models import Assignment, DoseChange, VersionChange
from programs.editor.comparison import differences
from programs.models import Prescription, ProgramVersion, Stage
from programs.selectors import stages_of

MOST_AT_ONCE = 50  # each is evaluated anew, and a page must not wait for hundreds


@dataclass(frozen=True)
class Mover:
    """A patient who may go: `kept` is their stage in the new version, None where a clinician has to choose one, and
    then `is_gone` says that there is no such stage, rather than one with another exercise; `lost` are prescriptions
    whose dose was set for this patient and cannot go along."""

    assignment: Assignment
    stage: Stage
    kept: Stage | None
    is_gone: bool
    lost: list


@dataclass(frozen=True)
class VersionPage:
    """`notes` are the versions since `before` that say what changed, oldest first; `stages` those of `after`."""

    before: ProgramVersion
    after: ProgramVersion
    notes: list
    differences: list
    stages: list
    movers: list


def version_page(assignment, version):
    """Of one patient."""
    return _page(assignment.version, version, [assignment])


@dataclass(frozen=True)
class MovingPage(VersionPage):
    """`others` are further published versions to go to; `page` is Django's, of everybody who is on `before`."""

    others: list
    page: Page


def moving_page(user, before, after, number=1, ids=None):
    """Everybody in care of `user` who is on `before`, `MOST_AT_ONCE` a page; where `ids` are said, those alone."""
    there = Assignment.objects.active().in_care_of(user).filter(version=before)
    if ids is not None:
        there = there.filter(public_id__in=ids)
    page = Paginator(there.with_its_page().order_by("patient__name", "pk"), MOST_AT_ONCE).get_page(number)
    others = ProgramVersion.objects.published().filter(program=before.program_id).exclude(pk__in=(before.pk, after.pk))
    return MovingPage(**vars(_page(before, after, list(page))), others=list(others.defer("rules")), page=page)


def left_in_care(user, before, ids):
    """Of these public `ids` the programmes that are not on `before` any more, or have ended."""
    asked = Assignment.objects.in_care_of(user).filter(public_id__in=ids).with_its_page()
    return [one for one in asked if one.ended_at or one.version_id != before.pk]


def moved_at(now, user):
    """{id of an assignment: the decision, as it is named to undo it} of those whom `user` moved at that instant."""
    made = VersionChange.objects.filter(at=now, by=user).values_list("assignment", "pk")
    return {assignment: f"version:{pk}" for assignment, pk in made}


def versions_in_care(user):
    """[(version, how many patients of `user` are on it, a newer published one or None)], by programme and number."""
    counted = Assignment.objects.active().in_care_of(user).order_by().values_list("version").annotate(n=Count("pk"))
    counts = dict(counted)
    programs = ProgramVersion.objects.filter(pk__in=counts).values("program")
    versions = ProgramVersion.objects.published().filter(program__in=programs).select_related("program").defer("rules")
    newest = {one.program_id: one for one in versions.order_by("number")}
    in_use = [one for one in versions.order_by("program__name", "number") if one.pk in counts]
    return [(one, counts[one.pk], newest[one.program_id] if newest[one.program_id] != one else None) for one in in_use]


def _page(before, after, assignments):
    stages = stages_of(after)
    return VersionPage(
        before=before,
        after=after,
        notes=notes_between(before, after),
        differences=differences(before, after),
        stages=stages,
        movers=_movers(before, after, stages, assignments),
    )


def _movers(before, after, stages, assignments):
    was = {stage.pk: stage for stage in stages_of(before)}
    keys, lost = {stage.key for stage in stages}, _lost(before, after, assignments)
    here = [(one, was[one.standing.stage_id]) for one in assignments]
    return [
        Mover(one, stage, landing(stage, stages), stage.key not in keys, lost.get(one.pk, [])) for one, stage in here
    ]


def notes_between(before, after):
    """The versions after one up to another that say what changed; where it goes back, only the one it goes to."""
    since = min(before.number, after.number - 1)
    between = ProgramVersion.objects.filter(program=after.program_id, number__gt=since, number__lte=after.number)
    return list(between.exclude(changes="").order_by("number"))


def _lost(before, after, assignments):
    """{id of an assignment: prescriptions}."""
    there = set(Prescription.objects.filter(stage__version=after).values_list("stage__key", "exercise_id"))
    changes = DoseChange.objects.filter(assignment__in=assignments, prescription__stage__version=before)
    changes = changes.order_by("at", "pk").select_related("prescription__stage", "prescription__exercise")
    latest = {(one.assignment_id, one.prescription_id): one for one in changes}
    lost = {}
    for (assignment, _prescription), change in latest.items():
        of = change.prescription
        if (change.sets or change.target) and (of.stage.key, of.exercise_id) not in there:
            lost.setdefault(assignment, []).append(of)
    return lost
