"""The difference between a patient's version of the programme and another one."""

from dataclasses import dataclass

from patients.domain.landing import landing
from programs.editor.comparison import differences
from programs.models import Prescription, ProgramVersion, Stage
from programs.selectors import stages_of


@dataclass(frozen=True)
class VersionPage:
    """`kept`: the patient's stage in the new version, None where a clinician has to choose one; `lost`: doses set for
    this patient that cannot go along; `notes`: the versions since the patient's that say what changed, oldest first."""

    before: ProgramVersion
    after: ProgramVersion
    notes: list
    differences: list
    stage: Stage
    kept: Stage | None
    lost: list


def version_page(assignment, version):
    stage = assignment.standing.stage
    return VersionPage(
        before=assignment.version,
        after=version,
        notes=notes_between(assignment.version, version),
        differences=differences(assignment.version, version),
        stage=stage,
        kept=landing(stage, stages_of(version)),
        lost=_lost(assignment, version),
    )


def notes_between(before, after):
    """The versions after one up to another that say what changed; where it goes back, only the one it goes to."""
    since = min(before.number, after.number - 1)
    between = ProgramVersion.objects.filter(program=after.program_id, number__gt=since, number__lte=after.number)
    return list(between.exclude(changes="").order_by("number"))


def _lost(assignment, version):
    changes = assignment.doses_set()
    if not changes:
        return []
    there = set(Prescription.objects.filter(stage__version=version).values_list("stage__key", "exercise_id"))
    set_here = Prescription.objects.filter(pk__in=changes).select_related("stage", "exercise")
    return [one for one in set_here if (one.stage.key, one.exercise_id) not in there]
