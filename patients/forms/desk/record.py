"""Why a patient's care ends, and what the patient goes on with."""

from django import forms
from django.utils.translation import gettext_lazy

from patients.domain.consent import Consent
from patients.forms.desk.registration import colleagues
from patients.forms.fields import FROM_THE_LIST, day_field, text_field
from patients.models import Clinic, ConsentHow, DischargeReason


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


class TransferForm(forms.Form):
    """The clinic, by its name alone, and who agreed, when and how."""

    to = forms.ModelChoiceField(
        None,
        label=gettext_lazy("Clinic"),
        empty_label=gettext_lazy("choose"),
        error_messages={"required": gettext_lazy("Please choose the clinic."), "invalid_choice": FROM_THE_LIST},
    )
    consent_by = text_field(
        gettext_lazy("Who agreed"),
        150,
        gettext_lazy("This name is too long. Please keep it under 150 characters."),
        missing=gettext_lazy("Please write who agreed."),
    )
    consent_on = day_field(gettext_lazy("When"))
    consent_how = forms.ChoiceField(
        label=gettext_lazy("How"),
        choices=[("", gettext_lazy("choose")), *((one.value, one.label) for one in ConsentHow)],
        error_messages={"required": gettext_lazy("Please choose how."), "invalid_choice": FROM_THE_LIST},
    )

    def __init__(self, patient, today, data=None, *, typed=None):
        super().__init__(data, initial={"consent_by": patient.name, "consent_on": today, **(typed or {})})
        self.fields["to"].queryset = Clinic.objects.exclude(pk=patient.clinic_id)

    @property
    def offer(self):
        """What the service is told, of a valid form."""
        said = self.cleaned_data
        return {"to": said["to"], "consent": Consent(said["consent_by"], said["consent_on"], said["consent_how"])}


class AcceptForm(forms.Form):
    """Who is the patient's physio from now on."""

    physio = forms.ModelChoiceField(
        None,
        label=gettext_lazy("Physio"),
        empty_label=gettext_lazy("choose"),
        error_messages={"required": gettext_lazy("Please choose the physio."), "invalid_choice": FROM_THE_LIST},
    )

    def __init__(self, clinic, user, data=None):
        super().__init__(data, initial={"physio": user.pk})
        self.fields["physio"].queryset = colleagues([clinic])
