"""Who a patient is, typed at the desk and checked. The forms store nothing; services do."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from patients.services.address import KnownAddress, plain_address, refuse_known, sharing

ADDRESS = "address"  # what was answered about an address, beside the ids of patients


class AskingForm(forms.Form):
    """Asks whether somebody is meant who is in the clinic already. `another` holds what was answered with "No": the ids
    of the patients that were named, and `ADDRESS`; whoever comes up anew is asked about anew."""

    another = forms.CharField(required=False, max_length=2000, widget=forms.HiddenInput)
    alike, known, asks, asked = (), "", False, ""

    def ask(self, clinic, email, alike=(), *, but=None):
        """Adds the questions that nobody has answered yet."""
        data, answered = self.cleaned_data, set(self.cleaned_data.get("another", "").split(","))
        try:
            refuse_known(plain_address(email), clinic, but=but)
        except KnownAddress as known:
            self.known = str(known)
        self.alike = list(alike)
        asked = {str(one.public_id) for one in self.alike} | ({ADDRESS} if self.known else set())
        data["shared"], self.asked = bool(self.known), ",".join(sorted(asked | answered - {""}))
        self.asks = bool(asked - answered)
        if self.asks:
            self.add_error(None, _("Please answer the question below. Nothing is saved yet."))


def address_field():
    return forms.EmailField(
        label=gettext_lazy("E-mail"),
        max_length=254,
        required=False,
        help_text=gettext_lazy("To write to. Once the patient has used it, sign-in codes can go there, too."),
    )


class AddressForm(AskingForm):
    """Another address of one patient, or none."""

    email = address_field()

    def __init__(self, patient, data=None):
        super().__init__(data, initial={"email": patient.email})
        self.patient = patient

    def clean(self):
        data, patient = super().clean(), self.patient
        if "email" in data:
            here = sharing(data["email"], patient.clinic, but=patient.user) if data["email"] else ()
            self.ask(patient.clinic, data["email"], here, but=patient.user)
        return data
