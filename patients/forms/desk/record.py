"""Why a patient's care ends, and what the patient goes on with."""

from django import forms
from django.utils.translation import gettext_lazy

from patients.forms.fields import FROM_THE_LIST, text_field
from patients.models import DischargeReason


class DischargeForm(forms.Form):
    reason = forms.ChoiceField(
        label=gettext_lazy("Why"),
        choices=[(one.value, str(one.label).capitalize()) for one in DischargeReason],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Please choose why."), "invalid_choice": FROM_THE_LIST},
    )
    note = text_field(
        gettext_lazy("Note for colleagues, if any"),
        1000,
        gettext_lazy("This note is too long. Please keep it under 1,000 characters."),
    )
    maintenance = text_field(
        gettext_lazy("What the patient goes on with, if anything"),
        4000,
        gettext_lazy("This plan is too long. Please keep it under 4,000 characters."),
    )
