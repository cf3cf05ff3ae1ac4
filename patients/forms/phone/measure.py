"""One number that the patient was asked for."""

from django import forms
from django.utils.translation import gettext as _

from patients.domain.entries import MeasureEntry
from patients.domain.instruments import INSTRUMENTS
from patients.forms.fields import FROM_THE_LIST, WholeNumberField, text_field
from patients.forms.phone.base import PhoneForm
from patients.wording.instruments import NAMES

ASKED = [(kind, NAMES[kind]) for kind, one in INSTRUMENTS.items() if one.asked]


class MeasureForm(PhoneForm):
    """A kind, for an activity its name, and a whole number on the kind's scale."""

    kind = forms.ChoiceField(choices=ASKED, error_messages={"required": FROM_THE_LIST, "invalid_choice": FROM_THE_LIST})

    def __init__(self, assignment, now, data=None):
        super().__init__(assignment, now, data)
        self.fields["label"] = text_field("", 120, FROM_THE_LIST)
        self.fields["value"] = self._value_field(INSTRUMENTS.get(self.data.get("kind")))

    def _value_field(self, asked):
        least, most = (asked.least, asked.most) if asked else (0, 0)
        say = _("Please choose a whole number from %(least)s to %(most)s.") % {"least": least, "most": most}
        errors = dict.fromkeys(("required", "invalid", "min_value", "max_value"), say)
        return WholeNumberField(min_value=least, max_value=most, error_messages=errors)

    def entry(self):
        """The checked `MeasureEntry`, of the day it was given on the phone."""
        data = self.cleaned_data
        on = self.assignment.patient.today(self.captured.at if self.captured else self.now)
        return MeasureEntry(data["client_id"], on, data["kind"], data["value"], data["label"])
