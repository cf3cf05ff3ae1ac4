"""What fills the sentences about one patient."""

from patients.beside import beside_of
from patients.domain.countries import hospital_of
from patients.models import DirectiveKind
from patients.selectors.reminders import reminders_of
from patients.selectors.told import looks_after, somebody_is_told, told_of_bad_day
from patients.wording import hears_words
from programs import wording


def names_of(assignment, today):
    """What the sentences are filled with: people, the clinic, the stages, the reason of a hold."""
    standing = assignment.standing
    before, after = _stages_beside(assignment)
    hold = next((one for one in reversed(beside_of(assignment).directives) if one.kind == DirectiveKind.HOLD), None)
    patient = assignment.patient
    there = looks_after(patient, today)
    return wording.Names(
        physio=there.get_short_name() if there else "",
        hears=_hears(assignment, there, today),
        clinic=patient.clinic.name,
        phone=patient.clinic.phone,
        hospital=hospital_of(patient.clinic.country),
        today=today,
        stage=standing.stage.position,
        stage_name=standing.stage.name,
        next_stage_name=after,
        reason=hold.reason if hold and hold.value else "",
        exercise_before=before,
    )


def _stages_beside(assignment):
    """The names of the stages before and after the patient's, "" where there is none; one query where the assignment
    was not read with them."""
    known = vars(assignment)
    if "stage_before" in known:
        return known["stage_before"] or "", known["stage_after"] or ""
    stages = {stage.position: stage.name for stage in assignment.version.stages.all()}
    position = assignment.standing.stage.position
    return stages.get(position - 1, ""), stages.get(position + 1, "")


def _hears(assignment, there, today):
    """Who hears of a bad day: the caseload says it while the rules answer, else a letter alone does."""
    told = told_of_bad_day(assignment, today)
    reader = there or assignment.patient.physio
    silent = not told and assignment.standing.review_id is None and not reminders_of(reader).news
    name = there.get_short_name() if there else ""
    return "" if silent else hears_words(name, told, somebody=somebody_is_told(assignment.patient))
