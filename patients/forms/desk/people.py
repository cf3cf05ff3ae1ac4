"""Who takes over patients: all of them or each by itself, when somebody leaves; and several at once."""

import datetime as dt
import hashlib
from collections import Counter

from django import forms
from django.utils.translation import gettext_lazy

from patients.forms.desk.registration import colleagues
from patients.forms.fields import FROM_THE_LIST, day_field
from patients.models import Patient, Role
from patients.selectors import desk

CHOOSE = gettext_lazy("choose")


def heir_field(clinics, before, label, *, missing="", empty=CHOOSE):
    """A physio of the clinics other than the one `before`; `missing` is what to say where nobody is chosen."""
    return forms.ModelChoiceField(
        colleagues(clinics).filter(is_active=True).exclude(pk=before.pk),
        label=label,
        required=bool(missing),
        empty_label=empty,
        error_messages={"required": missing, "invalid_choice": FROM_THE_LIST},
    )


class LeaveForm(forms.Form):
    """Who takes over the patients of somebody who leaves. Whoever sees them chooses for each that is not to go with the
    others; whoever does not see them chooses for all."""

    def __init__(self, member, roles, data=None, *, by_name=False):
        super().__init__(data)
        theirs = Patient.objects.current().filter(clinic=member.clinic, physio=member.user).order_by("name")
        self.patients = list(theirs) if Role.PHYSIO in roles else []
        if self.patients:
            self.fields["to"] = heir_field([member.clinic], member.user, gettext_lazy("Patients go to"))
        for patient in self.patients if by_name else ():
            one = heir_field([member.clinic], member.user, str(patient), empty=gettext_lazy("as the others"))
            self.fields[_name(patient)] = one

    @property
    def each_field(self):
        return [self[name] for name in self.fields if name != "to"]

    @property
    def shown(self):
        """Names the patients that are there now, without saying who they are."""
        return hashlib.sha256(repr(sorted(patient.pk for patient in self.patients)).encode()).hexdigest()

    @property
    def choice(self):
        """What the service is told, of a valid form."""
        each = {patient.pk: self.cleaned_data.get(_name(patient)) for patient in self.patients}
        return {
            "to": self.cleaned_data.get("to"),
            "each": {patient_id: heir for patient_id, heir in each.items() if heir},
            "seen": [*each],
        }

    @property
    def outcome(self):
        """[(heir or None, how many go there)], of a valid form."""
        choice = self.choice
        going = Counter(choice["each"].get(patient_id, choice["to"]) for patient_id in choice["seen"])
        return sorted(going.items(), key=lambda pair: str(pair[0]))


def _name(patient):
    return f"to-{patient.public_id}"


class InviteForm(forms.Form):
    """Whom the clinic takes in, and as what."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=150,
        error_messages={"required": gettext_lazy("Please write their name.")},
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail"),
        max_length=254,
        error_messages={"required": gettext_lazy("Please write their e-mail address: the letter goes there.")},
    )
    roles = forms.MultipleChoiceField(
        label=gettext_lazy("As"),
        choices=Role.choices,
        error_messages={
            "required": gettext_lazy("Please tick what they do in the clinic."),
            "invalid_choice": FROM_THE_LIST,
        },
    )


class HandOverForm(forms.Form):
    """Which of the patients of the physio `of` go to another one of the clinics."""

    def __init__(self, clinics, of, patients, data=None):
        super().__init__(data)
        self.fields["patients"] = forms.ModelMultipleChoiceField(
            patients,
            to_field_name="public_id",
            label=gettext_lazy("Who goes"),
            error_messages={
                "required": gettext_lazy("Please tick who goes."),
                "invalid_choice": gettext_lazy("Somebody whom you ticked is not here any more. Please look again."),
                "invalid_pk_value": FROM_THE_LIST,
            },
        )
        self.fields["to"] = heir_field(
            clinics, of, gettext_lazy("They go to"), missing=gettext_lazy("Please choose who takes over.")
        )


class AuditForm(forms.Form):
    """Of which person, patient, act and day the audit of a clinic is wanted; each may be left open."""

    def __init__(self, clinic, data):
        super().__init__(data)
        self.zone = clinic.zone
        wrong = {"invalid_choice": FROM_THE_LIST}
        self.fields["person"] = forms.ModelChoiceField(
            desk.people_of(clinic),
            label=gettext_lazy("Who"),
            required=False,
            empty_label=gettext_lazy("everybody"),
            error_messages=wrong,
        )
        self.fields["act"] = forms.ChoiceField(
            label=gettext_lazy("Act"),
            required=False,
            choices=[("", gettext_lazy("every act")), *desk.acts_of(clinic)],
            error_messages=wrong,
        )
        self.fields["day"] = day_field(gettext_lazy("Day"))
        self.fields["day"].required = False
        self.fields["patient"] = forms.UUIDField(
            label=gettext_lazy("Number of the record"),
            required=False,
            error_messages={"invalid": gettext_lazy("Please copy the number from a line of the audit.")},
        )

    def clean_day(self):
        """From the first instant of the day to that of the next, where the clinic is."""
        day = self.cleaned_data["day"]
        if day is None:
            return None
        ends = day + dt.timedelta(days=1) if day < dt.date.max else day
        return tuple(dt.datetime.combine(one, dt.time(), tzinfo=self.zone) for one in (day, ends))
