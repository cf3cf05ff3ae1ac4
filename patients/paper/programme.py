"""The programme on paper: stages up to the patient's own in full, later ones by name, and whom to call."""

from dataclasses import dataclass

from patients import engine
from patients.domain.alarm import by_urgency
from patients.domain.dose import Dose, dose_of
from patients.models import FlagKind, LineKind
from patients.selectors import directives_in_force, flag_texts, say_to
from patients.selectors.names import names_of
from patients.wording import dose_set_by, plan_words
from programs import wording
from programs.models import Prescription, Role, Stage
from programs.selectors import stages_of
from programs.storage import bytes_of


@dataclass(frozen=True)
class PaperDose:
    """One exercise of a stage, its `Dose` for this patient, who set that if it is not the programme's, and the ways to
    do it, each with what `Shown` of it."""

    prescription: Prescription
    dose: Dose
    set_by: str
    ways: list

    @property
    def is_main(self):
        return self.prescription.role == Role.MAIN


@dataclass(frozen=True)
class PaperStage:
    stage: Stage
    is_current: bool
    doses: list
    rule: list


def programme_paper(assignment, now):
    """(context, pictures) of print/programme.html."""
    today = assignment.patient.today(now)
    directives = directives_in_force(assignment, today)
    ceiling = directives["ceiling"].value if "ceiling" in directives else None
    stages = stages_of(assignment.version)
    here = assignment.standing.stage.position
    pictures = {}
    say_to(assignment, stages=stages, prescriptions=[one for stage in stages for one in stage.prescriptions.all()])
    context = {
        "assignment": assignment,
        "clinic": assignment.patient.clinic,
        "today": today,
        "stages": [_stage(stage, assignment, today, ceiling, pictures) for stage in stages if stage.position <= here],
        "later": [stage for stage in stages if stage.position > here],
        "lines": _lines(assignment),
        "directives": directives.values(),
        "eased": plan_words(
            engine.plan(assignment, now),
            names_of(assignment, today),
            decides=assignment.standing.review_id is not None,
        ),
        "alarms": flag_texts(assignment.patient.clinic, by_urgency(FlagKind.values)),
    }
    return context, pictures


def _stage(stage, assignment, today, ceiling, pictures):
    changes = assignment.doses_set()
    doses = [_dose(one, changes.get(one.pk), today, pictures) for one in stage.prescriptions.all()]
    is_current = stage.pk == assignment.standing.stage_id
    return PaperStage(stage, is_current, doses, wording.rule_sentences(stage, ceiling))


def _dose(prescription, change, today, pictures):
    dose = dose_of(prescription, change)
    ways = _ways(prescription, pictures) if prescription.role == Role.MAIN else []
    return PaperDose(prescription, dose, dose_set_by(dose, today), ways)


def _ways(prescription, pictures):
    """(variation, `Shown` or None) of each; the bytes of what was uploaded go to `pictures`, by name. What storage does
    not give out is not shown."""
    ways = [(variation, variation.shown) for variation in prescription.variations]
    wanted = {still.uploaded for _variation, shown in ways if shown for still in shown.stills if still.uploaded}
    pictures |= {name: held for name in wanted - pictures.keys() if (held := bytes_of(name))}
    return [(variation, shown and shown.only(pictures)) for variation, shown in ways]


def _lines(assignment):
    """What the physio wrote for this patient; an appointment is not for paper."""
    return [line for kind, line in assignment.lines_set().items() if kind != LineKind.APPOINTMENT]
