"""What a physio types, checked: decisions, levers, measures, the line that closes a flag."""

from django import forms
from django.core.validators import MaxValueValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from patients.fields import FROM_THE_LIST, OUT_OF_DATE, WholeNumberField, day_field, text_field
from patients.models import DirectiveKind, Review, Side

TOO_LONG_FOR_A_LINE = gettext_lazy("This is too long. Please keep it under 1,000 characters.")


class DecisionForm(forms.Form):
    """A clinician's decision on the open review."""

    decision = forms.ChoiceField(
        choices=Review.Decision.choices,
        error_messages=dict.fromkeys(("required", "invalid_choice"), gettext_lazy("Please choose what you decide.")),
    )
    reason = text_field(gettext_lazy("Reason"), 1000, TOO_LONG_FOR_A_LINE)
    stage = forms.ModelChoiceField(
        queryset=None,
        required=False,
        empty_label=gettext_lazy("Another stage…"),
        label=gettext_lazy("Another stage"),
        error_messages={"invalid_choice": gettext_lazy("Please choose a stage of this programme.")},
    )

    def __init__(self, assignment, data=None):
        super().__init__(data)
        self.fields["stage"].queryset = assignment.version.stages.exclude(pk=assignment.standing.stage_id)


class DirectiveForm(forms.Form):
    """One of the clinician's levers: its kind, its value (empty: back to the programme's default), and why."""

    kind = forms.ChoiceField(
        choices=DirectiveKind.choices, error_messages={"required": FROM_THE_LIST, "invalid_choice": FROM_THE_LIST}
    )
    value = WholeNumberField(
        required=False,
        min_value=0,
        max_value=5,
        label=gettext_lazy("Value"),
        error_messages={
            "invalid": gettext_lazy("Please choose a whole number from 0 to 5."),
            "min_value": gettext_lazy("Please choose a whole number from 0 to 5."),
            "max_value": gettext_lazy("A ceiling above 5 is not offered: from 6 on a day is red."),
        },
    )
    reason = text_field(
        gettext_lazy("Reason"),
        1000,
        TOO_LONG_FOR_A_LINE,
        missing=gettext_lazy("Please give a reason. It appears in every later explanation."),
    )

    def __init__(self, assignment, data=None):
        super().__init__(data)
        self.fields["value"].validators.append(MaxValueValidator(assignment.version.ceiling_max))

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("kind") not in (None, DirectiveKind.CEILING) and cleaned.get("value") not in (None, 0, 1):
            self.add_error("value", _("This is either on or off."))
        return cleaned


class CloseFlagForm(forms.Form):
    words = text_field(
        gettext_lazy("A line for the patient"),
        1000,
        TOO_LONG_FOR_A_LINE,
        missing=gettext_lazy("Please write a line for the patient."),
    )


class MarkForm(forms.Form):
    """ "Done" with the reason that stands in the list, or "remind me on" a day, with a line for colleagues."""

    about = forms.CharField(max_length=40, widget=forms.HiddenInput, error_messages={"required": OUT_OF_DATE})
    until = day_field(gettext_lazy("Remind me on"))
    note = text_field(
        gettext_lazy("Note"), 200, gettext_lazy("This note is too long. Please keep it under 200 characters.")
    )

    def __init__(self, data=None):
        super().__init__(data)
        self.fields["until"].required = self.data.get("mark") == "remind"

    def clean(self):
        cleaned = super().clean()
        if self.data.get("mark") != "remind":
            cleaned["until"] = None
        return cleaned


class MeasureForm(forms.Form):
    """A number that the programme's rules ask for and no session carries; `kinds` are the (kind, words) on offer."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What"), error_messages={"required": FROM_THE_LIST, "invalid_choice": FROM_THE_LIST}
    )
    value = forms.DecimalField(
        label=gettext_lazy("Value"),
        min_value=0,
        max_value=10_000,
        decimal_places=2,
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value", "max_decimal_places"),
            gettext_lazy("Please enter a number from 0 to 10,000."),
        ),
    )
    side = forms.ChoiceField(
        label=gettext_lazy("Side"),
        required=False,
        choices=[("", gettext_lazy("no side")), (Side.LEFT, gettext_lazy("left")), (Side.RIGHT, gettext_lazy("right"))],
        error_messages={"invalid_choice": FROM_THE_LIST},
    )
    on = day_field(gettext_lazy("Day"))

    def __init__(self, kinds, today, data=None):
        super().__init__(data, initial={"on": today})
        self.fields["kind"].choices = kinds
