"""Who a patient is, typed at the desk and checked. The forms store nothing; services do."""

from django import forms
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from patients.domain.names import plain_record_number
from patients.forms.fields import day_field, phone_field
from patients.models import Asked
from patients.selectors import desk
from patients.services.address import KnownAddress, plain_address, refuse_known
from patients.services.details import DETAILS, with_record_number
from patients.wording import birth_date_fault

ADDRESS = "address"  # what was answered about an address, beside the ids of patients


class AskingForm(forms.Form):
    """Asks whether somebody is meant who is in the clinic already. `another` holds what was answered with "No": the ids
    of the patients that were named, and `ADDRESS`; whoever comes up anew is asked about anew."""

    another = forms.CharField(required=False, max_length=2000, widget=forms.HiddenInput)
    alike, known, asks, asked = (), "", False, ""

    @property
    def alike_told_apart(self):
        return [(one, desk.apart_by(one)) for one in self.alike]

    def ask(self, clinic, email, *, but=None, **typed):
        """Adds the questions that nobody has answered yet: about the address, and about whoever is like what was
        `typed`. `but` is the patient whose page it is."""
        data, answered = self.cleaned_data, set(self.cleaned_data.get("another", "").split(","))
        try:
            refuse_known(plain_address(email), clinic, but=but and but.user)
        except KnownAddress as known:
            self.known = str(known)
        self.alike = desk.alike(clinic, but=but, email=plain_address(email), **typed)
        asked = {str(one.public_id) for one in self.alike} | ({ADDRESS} if self.known else set())
        data["shared"], self.asked = bool(self.known), ",".join(sorted(asked | answered - {""}))
        self.asks = bool(asked - answered)
        if self.asks:
            self.add_error(None, _("Please answer the question below. Nothing is saved yet."))


class DetailsForm(forms.Form):
    """What tells a patient apart, and whom to call beside them. All of it may be left out, where the clinic's settings
    do not say otherwise."""

    must_ask = False
    born_on = day_field(gettext_lazy("Date of birth"))
    record_number = forms.CharField(label=gettext_lazy("Your record number"), max_length=40, required=False)
    phone = phone_field(gettext_lazy("Phone"), help_text=gettext_lazy("Whom to call when an alarm comes in."))
    emergency_name = forms.CharField(label=gettext_lazy("Emergency contact"), max_length=80, required=False)
    emergency_phone = phone_field(gettext_lazy("Phone of the emergency contact"))
    gp_name = forms.CharField(label=gettext_lazy("GP"), max_length=80, required=False)
    gp_practice = forms.CharField(label=gettext_lazy("Practice"), max_length=120, required=False)
    gp_phone = phone_field(gettext_lazy("Phone of the GP"))

    def fit_to(self, clinics):
        """Asks for what one of the clinics wants asked."""
        for name, setting in SETTINGS.items():
            wanted = {getattr(clinic, setting) for clinic in clinics}
            self.fields[name].required = False
            self.must_ask = self.must_ask or Asked.MUST in wanted
            if wanted == {Asked.NO}:
                del self.fields[name]

    @property
    def opens(self):
        """Whether the folded part has something that must be seen."""
        return self.must_ask or any(name in self.errors for name in DETAILS if name != "phone")

    def check_details(self, clinic, today, *, but=None):
        """What only the clinic knows; `today` is its local date, `but` the patient whose details these are."""
        data = self.cleaned_data
        for name, setting in SETTINGS.items():
            missing = data.get(name) in (None, "") and name not in self.errors
            if missing and name in self.fields and getattr(clinic, setting) == Asked.MUST:
                self.add_error(name, _("Your clinic asks for it."))
        if data.get("born_on") and (fault := birth_date_fault(data["born_on"], today)):
            self.add_error("born_on", fault)
        data["record_number"] = plain_record_number(data.get("record_number", ""))
        if whose := with_record_number(clinic, data["record_number"], but=but):
            self.add_error("record_number", taken_words(whose))


SETTINGS = {"born_on": "ask_born_on", "record_number": "ask_record_number"}


def taken_words(whose):
    """Says with a link whose record number it is."""
    link = format_html('<a href="{}">{}</a>', reverse("patient-page", args=[whose.public_id]), whose.name)
    return format_html(_("This record number is that of {}."), link)


class IdentityForm(DetailsForm):
    """Name and details of one patient, as they are."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=150,
        error_messages={"required": gettext_lazy("Please write the patient’s name.")},
    )

    def __init__(self, patient, today, data=None):
        super().__init__(data, initial={name: getattr(patient, name) for name in ("name", *DETAILS)})
        self.patient, self.today = patient, today
        self.fit_to([patient.clinic])

    def clean(self):
        data = super().clean()
        self.check_details(self.patient.clinic, self.today, but=self.patient)
        return {name: value for name, value in data.items() if name in self.fields}


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
            self.ask(patient.clinic, data["email"], but=patient)
        return data
