"""What a physio types, checked: decisions, the plan of one patient, measures, marks in the list."""

from patients.forms.desk.correction import WhyForm
from patients.forms.desk.decisions import (
    CloseFlagForm,
    DecisionForm,
    DirectiveForm,
    MarkForm,
    NextForm,
    StageForm,
    UndoForm,
    WholePlanForm,
)
from patients.forms.desk.in_clinic import speak_of_the_patient
from patients.forms.desk.measures import AskForm, MeasureForm
from patients.forms.desk.plan import DoseForm, EaseForm, EndForm, LineForm, MovesForm, NoteForm, VersionForm

__all__ = (
    "AskForm",
    "CloseFlagForm",
    "DecisionForm",
    "DirectiveForm",
    "DoseForm",
    "EaseForm",
    "EndForm",
    "LineForm",
    "MarkForm",
    "MeasureForm",
    "MovesForm",
    "NextForm",
    "NoteForm",
    "StageForm",
    "UndoForm",
    "VersionForm",
    "WholePlanForm",
    "WhyForm",
    "speak_of_the_patient",
)
