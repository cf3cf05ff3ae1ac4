"""The answers of the start, and which of them ask for a look. Our choice of what does; a clinician decides."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from patients.domain.red_flags import red_flags
from patients.models import Intake
from patients.wording.intake import place_words
from programs.prepared import ID, prepared


@dataclass(frozen=True)
class IntakeAnswer:
    """One question with its answer in words, "" where it stayed open; `look` is why a clinician should see it."""

    code: str
    question: str
    answer: str
    look: str = ""


@dataclass(frozen=True)
class IntakeRead:
    """What was answered at the start. `is_answered` is false after "not now"; `row` is the standing `Intake`."""

    row: Intake
    answers: list

    @property
    def is_answered(self):
        return any(one.answer for one in self.answers)

    @property
    def looks(self):
        """The answers that ask for a look."""
        return [one for one in self.answers if one.look]


def intake_of(assignment):
    """The `IntakeRead` of an assignment, None where nobody has been asked yet; one query."""
    row = assignment.intakes.valid().select_related("seen_by").first()
    return IntakeRead(row, _answers(row, assignment)) if row else None


def intakes_of(assignment):
    """(`intake_of` the running programme of a patient, `unseen_intakes` of theirs): one query."""
    rows = _of_patient(patient=assignment.patient_id)
    own = next((row for row in rows if row.assignment_id == assignment.pk and row.voided_at is None), None)
    unseen = [row for row in rows if row.seen_at is None and row.assignment.standing.intake_at]
    return own and IntakeRead(own, _answers(own, assignment)), _looked_for(unseen)


@prepared(patient=ID)
def _of_patient(patient):
    rows = Intake.objects.filter(assignment__patient=patient)
    return rows.select_related("assignment__version__program", "assignment__standing", "seen_by")


def unseen_answers(patients):
    """Each `Intake` that may ask for a look and was not marked seen, the newest first, of whichever programme; also one
    that the patient has changed since."""
    rows = Intake.objects.filter(seen_at=None, assignment__standing__intake_at__isnull=False)
    return rows.filter(assignment__patient__in=patients).select_related("assignment__standing")


def unseen_intakes(patient):
    """Each `IntakeRead` of a patient whose answers ask for a look and were not marked seen, the newest first."""
    return _looked_for(unseen_answers([patient]).select_related("assignment__version__program"))


def _looked_for(rows):
    found = [IntakeRead(row, _answers(row, row.assignment)) for row in rows]
    return [intake for intake in found if intake.looks]


def _answers(row, assignment):
    places, red = place_words(assignment.version.program.pain_at), red_flags(row)
    return [
        IntakeAnswer(
            "where",
            _("Where it hurts"),
            ", ".join(places.get(code, code) for code in row.where),
            _("Pain there can have another cause.") if "where" in red else "",
        ),
        IntakeAnswer(
            "age",
            _("Age"),
            "" if row.age is None else str(row.age),
            _("In young people the bone can be involved.") if "age" in red else "",
        ),
        _yes(row.sudden, "sudden", _("Began suddenly"), _("Something may be torn.")),
        _yes(row.cancer, "cancer", _("Ever had cancer"), _("Pain that is new is looked at more closely.")),
        _yes(row.quinolones, "quinolones", _("Quinolones in 6 months"), _("They can weaken tendons.")),
        IntakeAnswer("other", _("Other tendons or injuries"), row.other),
        IntakeAnswer("sport", _("Sport or work that matters"), row.sport),
    ]


def _yes(value, code, question, look):
    words = {True: _("Yes"), False: _("No"), None: ""}[value]
    return IntakeAnswer(code, question, words, look if value else "")
