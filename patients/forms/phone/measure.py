"""One number that the patient was asked for."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Field, Layout
from django import forms
from django.utils.translation import gettext as _

from patients.domain.entries import MeasureEntry
from patients.domain.instruments import INSTRUMENTS
from patients.forms.fields import FROM_THE_LIST, WholeNumberField, text_field
from patients.forms.phone.base import PhoneForm, columns_of
from patients.wording import plain
from patients.wording.instruments import NAMES

ASKED = [(kind, NAMES[kind]) for kind, one in INSTRUMENTS.items() if one.asked]


class MeasureForm(PhoneForm):
    """A kind, for an activity its name, and a whole number on the kind's scale."""

    kind = forms.ChoiceField(choices=ASKED, error_messages={"required": FROM_THE_LIST, "invalid_choice": FROM_THE_LIST})

    def __init__(self, assignment, now, data=None, *, earlier=None):
        shown = {**columns_of(earlier, "kind", "label"), "value": plain(earlier.value)} if earlier else None
        super().__init__(assignment, now, data, initial=shown)
        self.earlier = earlier
        self.fields["label"] = text_field("", 120, FROM_THE_LIST)
        self.fields["value"] = self._value_field(INSTRUMENTS.get(self.data.get("kind")))
        self.helper = FormHelper()
        self.helper.layout = Layout("client_id", Field("kind", type="hidden"), Field("label", type="hidden"), "value")

    def _value_field(self, asked):
        least, most = (asked.least, asked.most) if asked else (0, 0)
        say = _("Please choose a whole number from %(least)s to %(most)s.") % {"least": least, "most": most}
        errors = dict.fromkeys(("required", "invalid", "min_value", "max_value"), say)
        return WholeNumberField(min_value=least, max_value=most, label=_("Value"), error_messages=errors)

    def entry(self):
        """The checked `MeasureEntry`, of the day it was given on the phone; put right, of the day it is about."""
        data = self.cleaned_data
        on = self.earlier.on if self.earlier else self.captured_on
        return MeasureEntry(data["client_id"], on, data["kind"], data["value"], data["label"], capture=self.capture)
