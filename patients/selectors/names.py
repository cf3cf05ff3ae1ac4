"""What fills the sentences about one patient."""

from patients.domain.countries import hospital_of
from patients.models import DirectiveKind
from programs import wording


def names_of(assignment, today):
    """What the sentences are filled with: people, the clinic, the stages, the reason of a hold."""
    standing = assignment.standing
    stages = {stage.position: stage.name for stage in assignment.version.stages.all()}
    position = standing.stage.position
    hold = assignment.directives.filter(kind=DirectiveKind.HOLD).first()
    patient = assignment.patient
    return wording.Names(
        physio=patient.physio.get_short_name(),
        clinic=patient.clinic.name,
        phone=patient.clinic.phone,
        hospital=hospital_of(patient.clinic.country),
        today=today,
        stage=position,
        stage_name=standing.stage.name,
        next_stage_name=stages.get(position + 1, ""),
        reason=hold.reason if hold and hold.value else "",
        exercise_before=stages.get(position - 1, ""),
    )
