"""What a physio types about a new patient and a programme's start, at the desk or in the admin, checked.

The forms store nothing; services do.
"""

import datetime as dt

from django import forms
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from patients.forms.desk.identity import AskingForm, DetailsForm, address_field
from patients.forms.fields import CHOOSE_A_NUMBER, FROM_0_TO_10, SCALE
from patients.models import Clinic, ClinicProgram, Membership, Patient, Side
from patients.services.care import PAIN_THAT_NEEDS_A_CEILING
from patients.services.details import DETAILS
from programs.editor.forms import date_input
from programs.models import ProgramVersion
from programs.progression.time_zones import zone_names

HIGHEST_CEILING = 5
SEVERE_MORNING = 6  # red wherever it would be logged; the option values in contact.css and admin.css begin there too
EARLIEST_START_DAYS, LATEST_START_DAYS = 365, 28


def time_zones():
    """The names people know: a region and a city."""
    names = (name for name in zone_names() if "/" in name and not name.startswith(("Etc/", "posix/")))
    return [(name, name.replace("_", " ")) for name in sorted(names)]


def language_field(clinics, beside=""):
    """In which language somebody reads the exercises: one that a clinic offers of those that the installation has, or
    `beside`, which is chosen already."""
    offered = {code for clinic in clinics for code in clinic.languages or settings.CONTENT_LANGUAGES} | {beside}
    return forms.ChoiceField(
        label=gettext_lazy("Language of the exercises"),
        choices=[("", _("English")), *(one for one in settings.CONTENT_LANGUAGES.items() if one[0] in offered)],
        required=False,
        help_text=gettext_lazy("What is not translated stays English, and so do the buttons and sentences around it."),
    )


def colleagues(clinics):
    """The physios of the clinics now."""
    members = Membership.objects.treating().filter(clinic__in=clinics).values("user")
    return get_user_model().objects.filter(pk__in=members).order_by("name")


class NewPatientForm(AskingForm, DetailsForm):
    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=150,
        error_messages={"required": gettext_lazy("Please write the patient’s name.")},
    )
    email = address_field()
    clinic = forms.ModelChoiceField(None, label=gettext_lazy("Clinic"), empty_label=None)
    physio = forms.ModelChoiceField(None, label=gettext_lazy("Physio"), empty_label=None)
    time_zone = forms.ChoiceField(label=gettext_lazy("Time zone"), required=False)

    def __init__(self, user, clinics, now, data=None):
        super().__init__(data, initial={"physio": user.pk, "clinic": clinics[0].pk})
        self.clinics, self.now = clinics, now
        self.fit_to(clinics)
        self.fields["physio"].queryset = colleagues(clinics)
        self.fields["time_zone"].choices = [("", _("as the clinic")), *time_zones()]
        if settings.CONTENT_LANGUAGES:
            self.fields["language"] = language_field(clinics)
        if len(clinics) > 1:
            self.fields["clinic"].queryset = Clinic.objects.filter(pk__in=[clinic.pk for clinic in clinics])
        else:
            del self.fields["clinic"]

    def clean(self):
        data = super().clean()
        clinic = data.setdefault("clinic", self.clinics[0]) if len(self.clinics) == 1 else data.get("clinic")
        physio = data.get("physio")
        if clinic and physio and not colleagues([clinic]).filter(pk=physio.pk).exists():
            self.add_error("physio", _("%(name)s does not work in this clinic.") % {"name": physio})
        if clinic and not data.get("time_zone"):
            data["time_zone"] = clinic.time_zone
        if clinic:
            self.check_details(clinic, self.now.astimezone(clinic.zone).date())
            typed = {name: data.get(name) or "" for name in ("name", "phone", "record_number")}
            self.ask(clinic, data.get("email"), born_on=data.get("born_on"), **typed)
        return data

    @property
    def person(self):
        """What `add_patient` takes, by name."""
        return {name: value for name, value in self.cleaned_data.items() if name != "another"}


class PatientForm(forms.ModelForm, DetailsForm):
    time_zone = forms.ChoiceField(label=gettext_lazy("Time zone"))

    class Meta:
        model = Patient
        fields = ("name", *DETAILS, "physio", "time_zone", "language")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["time_zone"].choices = time_zones()
        self.fields["born_on"].required = False
        if "language" in self.fields:
            self.fields["language"] = language_field([self.instance.clinic], self.instance.language)
        here = colleagues([self.instance.clinic_id])
        self.fields["physio"].queryset = get_user_model().objects.filter(
            Q(pk__in=here.values("pk")) | Q(pk=self.instance.physio_id)
        )
        self.fields["physio"].empty_label = None

    def clean(self):
        data = super().clean()
        self.check_details(self.instance.clinic, self.instance.today(self.now), but=self.instance)
        return data


def assignable_versions(clinics, *, anywhere=False):
    """The latest published version of each programme on offer that all of the clinics have chosen, or `anywhere` one of
    them."""
    versions = ProgramVersion.objects.latest_published().filter(program__retired_at=None)
    for group in [clinics] if anywhere else [[clinic] for clinic in clinics]:
        versions = versions.filter(program__in=ClinicProgram.objects.filter(clinic__in=group).values("program"))
    return versions.select_related("program").order_by("program__name")


class StartForm(forms.Form):
    """Which version of which programme, and from which day on. `today` is the patients' local date. `only` is the one
    version that there is to assign; of several nobody is given one that was not chosen."""

    version = forms.ModelChoiceField(
        None,
        label=gettext_lazy("Programme and version"),
        empty_label=gettext_lazy("choose"),
        error_messages={
            "required": gettext_lazy("Please choose the programme."),
            "invalid_choice": gettext_lazy("This version is not offered any more. Please choose again."),
        },
    )
    started_on = forms.DateField(
        label=gettext_lazy("Starts on"),
        widget=date_input(),
        error_messages={"invalid": gettext_lazy("Please enter a day, such as 2026-03-01.")},
    )

    def __init__(self, clinics, today, data=None, *, anywhere=False, **options):
        super().__init__(data, **options)
        self.today = today
        versions = assignable_versions(clinics, anywhere=anywhere)
        self.only = versions[0] if len(versions) == 1 else None
        self.fields["version"].queryset = versions
        self.fields["started_on"].initial = today
        if self.only:
            self.fields["version"].initial, self.fields["version"].empty_label = self.only, None

    def clean_started_on(self):
        day = self.cleaned_data["started_on"]
        if day < self.today - dt.timedelta(days=EARLIEST_START_DAYS):
            raise ValidationError(_("This is more than a year ago. Please check the day."))
        if day > self.today + dt.timedelta(days=LATEST_START_DAYS):
            raise ValidationError(_("This is more than 4 weeks ahead. Please check the day."))
        return day


def _number_field(label, highest, *, required, invalid_choice, help_text=""):
    choices = [("", _("choose")), *SCALE[: highest + 1]]
    return forms.TypedChoiceField(
        label=label,
        choices=choices,
        coerce=int,
        empty_value=None,
        required=required,
        help_text=help_text,
        error_messages={"required": CHOOSE_A_NUMBER, "invalid_choice": invalid_choice},
    )


class IntakeForm(forms.Form):
    """One patient's side and usual morning; above 3 nobody could pass "at most 3", so a ceiling and its reason. From 6
    on it is named as severe, and refused nowhere."""

    severe_words = gettext_lazy(
        "Morning pain of 6 or more is severe. Please look at this patient before the first session, and whether this "
        "programme fits now. It can be assigned all the same."
    )
    side = forms.ChoiceField(
        label=gettext_lazy("Affected side"),
        choices=[(value, str(label).capitalize()) for value, label in Side.choices],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Please choose the affected side.")},
    )
    intake_morning_pain = _number_field(
        gettext_lazy("Usual morning pain, 0 to 10"),
        10,
        required=True,
        invalid_choice=FROM_0_TO_10,
        help_text=gettext_lazy(
            "Ask: on an ordinary day, in your first 10 minutes out of bed? Later mornings are compared with it."
        ),
    )
    ceiling = _number_field(
        gettext_lazy("Pain that counts as calm, up to"),
        HIGHEST_CEILING,
        required=False,
        invalid_choice=gettext_lazy("Please choose a whole number from 0 to 5."),
        help_text=gettext_lazy("For this patient, in place of 3. Red stays red."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Why this number"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    @property
    def warning(self):
        """What to say once more when it is assigned; empty where nothing is to say. Of a valid form."""
        return self.severe_words if self.cleaned_data["intake_morning_pain"] >= SEVERE_MORNING else ""

    def clean(self):
        data = super().clean()
        pain, ceiling = data.get("intake_morning_pain"), data.get("ceiling")
        needs_ceiling = pain is not None and pain > PAIN_THAT_NEEDS_A_CEILING
        if needs_ceiling and ceiling is None and "ceiling" not in self.errors:
            self.add_error("ceiling", _("With mornings above 3, please choose up to what pain counts as calm."))
        if (needs_ceiling or ceiling is not None) and not data.get("reason") and "reason" not in self.errors:
            self.add_error("reason", _("Please say why this number."))
        return data


class AssignForm(IntakeForm, StartForm):
    """A programme for one patient."""

    field_order = ("version", "side", "started_on", "intake_morning_pain", "ceiling", "reason")
