"""The difference between a patient's version of the programme and another one."""

from dataclasses import dataclass

from programs.editor.comparison import differences
from programs.models import Prescription, ProgramVersion, Stage


@dataclass(frozen=True)
class VersionPage:
    """`kept`: the patient's stage exists in both; `lost`: doses set for this patient that cannot go along."""

    before: ProgramVersion
    after: ProgramVersion
    differences: list
    stage: Stage
    kept: bool
    lost: list


def version_page(assignment, version):
    position = assignment.standing.stage.position
    return VersionPage(
        before=assignment.version,
        after=version,
        differences=differences(assignment.version, version),
        stage=assignment.standing.stage,
        kept=version.stages.filter(position=position).exists(),
        lost=_lost(assignment, version),
    )


def _lost(assignment, version):
    changes = assignment.doses_set()
    if not changes:
        return []
    there = set(Prescription.objects.filter(stage__version=version).values_list("stage__position", "exercise_id"))
    set_here = Prescription.objects.filter(pk__in=changes).select_related("stage", "exercise")
    return [one for one in set_here if (one.stage.position, one.exercise_id) not in there]
