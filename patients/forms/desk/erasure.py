"""Which record is erased, and why: its number and the name, for the two together are typed by nobody by mistake."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from patients.models import ErasureReason

REASONS = [(one.value, one.label) for one in ErasureReason if one != ErasureReason.AGAIN]


class EraseForm(forms.Form):
    record = forms.UUIDField(
        label=gettext_lazy("Number of the record"),
        error_messages={
            "invalid": gettext_lazy("This is not the number of a record."),
            "required": gettext_lazy("Please type the number of the record."),
        },
    )
    typed = forms.CharField(
        label=gettext_lazy("Name of the patient, as it stands in the record"),
        max_length=150,
        error_messages={"required": gettext_lazy("Please type the name of the patient.")},
    )
    reason = forms.ChoiceField(
        label=gettext_lazy("Reason"),
        choices=[("", gettext_lazy("choose")), *REASONS],
        error_messages={"required": gettext_lazy("Please choose the reason.")},
    )

    def __init__(self, clinic, data=None, **options):
        super().__init__(data, **options)
        self.clinic = clinic

    def clean_record(self):
        """The patient."""
        patient = self.clinic.patients.filter(public_id=self.cleaned_data["record"], erased_at=None).first()
        if patient is None:
            raise forms.ValidationError(_("No record of this clinic has this number."))
        return patient
