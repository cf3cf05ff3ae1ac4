"""The plan of one patient: doses, lines, notes, its end, another version."""

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from patients.domain.dose import dose_of
from patients.domain.entries import NoteEntry
from patients.forms.desk.decisions import CHOOSE_A_STAGE, end_field, reason_field
from patients.forms.fields import FROM_THE_LIST, KilogramsField, WholeNumberField, day_field, text_field
from patients.models import LineKind
from patients.models.care import MOST_LOAD
from programs.models import LEAST_LOAD, Prescription

LINES = [(kind.value, kind.label) for kind in LineKind if kind != LineKind.MAINTENANCE]
SETS = gettext_lazy("Please enter a whole number of sets from 1 to 30.")
LOAD = gettext_lazy("Please enter kilograms from 0.25 to 500, such as 12.5, or nothing for the programme’s own load.")
TARGET = gettext_lazy("Please enter a whole number of repetitions or seconds from 1 to 600.")
QUICK = {
    "less": gettext_lazy("One set less for now."),
    "own": gettext_lazy("The programme’s own dose again."),
}


class DoseForm(forms.Form):
    """Another dose of one exercise: typed, or one tap on one set less, the programme's own again."""

    prescription = forms.ModelChoiceField(
        queryset=None, error_messages={"required": FROM_THE_LIST, "invalid_choice": FROM_THE_LIST}
    )
    sets = WholeNumberField(
        label=gettext_lazy("Sets"),
        required=False,
        min_value=1,
        max_value=30,
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), SETS),
    )
    target = WholeNumberField(
        label=gettext_lazy("Repetitions or seconds"),
        required=False,
        min_value=1,
        max_value=600,
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), TARGET),
    )
    load_kg = KilogramsField(
        label=gettext_lazy("Weight, kg"),
        min_value=LEAST_LOAD,
        max_value=MOST_LOAD,
        max_digits=5,
        decimal_places=2,
        refusal=LOAD,
    )
    quick = forms.ChoiceField(
        required=False, choices=list(QUICK.items()), error_messages={"invalid_choice": FROM_THE_LIST}
    )
    until_on = end_field()
    reason = reason_field(missing="")

    def __init__(self, assignment, data=None):
        super().__init__(data)
        self.assignment = assignment
        of_version = Prescription.objects.filter(stage__version=assignment.version_id)
        self.fields["prescription"].queryset = of_version.select_related("stage", "exercise")

    def clean(self):
        cleaned = super().clean()
        quick, one = cleaned.pop("quick", ""), cleaned.get("prescription")
        if quick and one:
            for name in ("sets", "target", "load_kg"):
                self.errors.pop(name, None)  # what stands in the boxes is not what was asked for
            cleaned |= self._quick(quick, one)
            cleaned["reason"] = cleaned.get("reason") or str(QUICK[quick])
        elif not cleaned.get("reason", "").strip() and "reason" not in self.errors:
            self.add_error("reason", _("Please give a reason. It stands beside the change from now on."))
        return cleaned

    def _quick(self, quick, one):
        dose = dose_of(one, self.assignment.doses_set().get(one.pk))
        asked = {
            "less": (max(dose.sets - 1, 1), dose.target, dose.load_kg),
            "own": (None, None, None),
        }[quick]
        return dict(zip(("sets", "target", "load_kg"), asked, strict=True))


class EaseForm(forms.Form):
    """Half for now, until a date or for a number of sessions; the button that ends it sends neither."""

    until_on = end_field()
    sessions = WholeNumberField(
        label=gettext_lazy("Sessions"),
        required=False,
        min_value=1,
        max_value=30,
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"),
            gettext_lazy("Please enter a whole number of sessions from 1 to 30."),
        ),
    )
    reason = reason_field()


class LineForm(forms.Form):
    """A line that the patient reads on Today; empty ends it."""

    kind = forms.ChoiceField(choices=LINES, error_messages={"required": FROM_THE_LIST, "invalid_choice": FROM_THE_LIST})
    text = text_field(
        gettext_lazy("Line"), 300, gettext_lazy("This line is too long. Please keep it under 300 characters.")
    )
    on = day_field(gettext_lazy("Day"))
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, data=None):
        super().__init__(data)
        self.fields["on"].required = False


class NoteForm(forms.Form):
    text = text_field(
        gettext_lazy("Note"),
        4000,
        gettext_lazy("This note is too long. Please keep it under 4,000 characters."),
        missing=gettext_lazy("Please write something."),
    )

    def __init__(self, data=None, *, earlier=None):
        super().__init__(data, initial={"text": earlier.text} if earlier else None)
        self.helper = FormHelper()

    def entry(self):
        """The checked `NoteEntry`."""
        return NoteEntry(self.cleaned_data["text"])


class EndForm(forms.Form):
    """The end of the programme, and what the patient goes on with."""

    reason = reason_field(gettext_lazy("Please say why it ends."))
    maintenance = text_field(
        gettext_lazy("What the patient goes on with"),
        4000,
        gettext_lazy("This plan is too long. Please keep it under 4,000 characters."),
    )


class VersionForm(forms.Form):
    """Another published version of the same programme, and the stage there where it is not the same as before."""

    reason = reason_field(missing="")
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, page, data=None):
        [mover] = page.movers
        super().__init__(data, initial={"seen": mover.stage.pk})
        if mover.kept is None:
            self.fields["stage"] = _stage_field(page)


def _stage_field(page, **options):
    return forms.ModelChoiceField(
        queryset=page.after.stages.all(),
        label=_("Stage from now on"),
        empty_label=_("choose"),
        error_messages=dict.fromkeys(("required", "invalid_choice"), CHOOSE_A_STAGE),
        **options,
    )


class MoveForm(forms.Form):
    """One patient of several: whether they go to the other version, and the stage there where it is not the same."""

    moves = forms.BooleanField(required=False)
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, page, mover, data=None, *, ticked=False):
        super().__init__(data, prefix=str(mover.assignment.public_id), initial={"moves": ticked})
        self.mover = mover
        if mover.kept is None:
            self.fields["stage"] = _stage_field(page, required=False)
            self.fields["stage"].choices = [("", _("choose")), *((one.pk, str(one)) for one in page.stages)]

    def clean(self):
        data = super().clean()
        if self.mover.kept is None and "stage" not in self.errors:
            if data["moves"] and data["stage"] is None:
                self.add_error("stage", _("Please choose a stage: this patient was not moved."))
            elif data["stage"] and not data["moves"]:
                self.add_error("moves", _("A stage is chosen, but the patient is not ticked and was not moved."))
        return data


class MovesForm(forms.Form):
    """Several patients of a page, a row each, and one reason for all. What is wrong in a row stops that row alone."""

    reason = reason_field(missing="")

    def __init__(self, page, data=None, *, tick=False):
        """`tick`: begin with everybody ticked who stays in the same stage."""
        super().__init__(data)
        self.rows = [MoveForm(page, one, data, ticked=tick and one.kept is not None) for one in page.movers]

    @property
    def going(self):
        """The rows that can be moved."""
        return [row for row in self.rows if row.is_valid() and row.cleaned_data["moves"]]

    @property
    def refused(self):
        return [row for row in self.rows if row.errors]
