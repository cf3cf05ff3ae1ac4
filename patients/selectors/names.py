"""What fills the sentences about one patient."""

from patients.domain.countries import hospital_of
from patients.domain.escalation import at_work, who_is_there
from patients.models import DirectiveKind
from patients.selectors.reminders import reminders_of
from patients.selectors.told import rota_of, told_of_bad_day
from patients.wording import hears_words
from programs import wording


def names_of(assignment, today):
    """What the sentences are filled with: people, the clinic, the stages, the reason of a hold."""
    standing = assignment.standing
    stages = {stage.position: stage.name for stage in assignment.version.stages.all()}
    position = standing.stage.position
    hold = assignment.directives.filter(kind=DirectiveKind.HOLD).first()
    patient = assignment.patient
    there = rota_of(patient.clinic).people
    physio = (
        patient.physio.get_short_name() if patient.physio_id in who_is_there(there, patient.physio_id, today) else ""
    )
    return wording.Names(
        physio=physio,
        hears=_hears(assignment, physio, there, today),
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


def _hears(assignment, physio, there, today):
    """Who hears of a bad day: the caseload says it while the rules answer, else a letter alone does."""
    told = told_of_bad_day(assignment, today)
    silent = not told and assignment.standing.review_id is None and not reminders_of(assignment.patient.physio).news
    return "" if silent else hears_words(physio, told, somebody=bool(at_work(there)))
