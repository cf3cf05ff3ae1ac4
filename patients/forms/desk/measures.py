"""Numbers beside the log: noted by the physio, or asked of the patient."""

import uuid

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext_lazy

from patients.domain.entries import MeasureEntry
from patients.domain.instruments import INSTRUMENTS
from patients.forms.fields import FROM_THE_LIST, day_field, text_field
from patients.models import Side
from patients.wording import plain
from patients.wording.instruments import NAMES

ACTIVITY_TOO_LONG = gettext_lazy("Please name it in fewer than 120 characters.")


def activity_field():
    return text_field(gettext_lazy("Which activity, in the patient’s words"), 120, ACTIVITY_TOO_LONG)


class MeasureForm(forms.Form):
    """A number that no session carries; `kinds` are the (kind, words) on offer."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What"), error_messages={"required": FROM_THE_LIST, "invalid_choice": FROM_THE_LIST}
    )
    label = activity_field()
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

    def __init__(self, kinds, today, data=None, *, earlier=None):
        shown = {name: getattr(earlier, name) for name in ("kind", "label", "side", "on")} if earlier else {"on": today}
        super().__init__(data, initial=shown | ({"value": plain(earlier.value)} if earlier else {}))
        self.fields["kind"].choices = kinds
        self.helper = FormHelper()

    def entry(self):
        """The checked `MeasureEntry`."""
        return MeasureEntry(client_id=uuid.uuid4(), **self.cleaned_data)


class AskForm(forms.Form):
    """What the patient is to answer on the phone."""

    kind = forms.ChoiceField(
        choices=[(kind, NAMES[kind]) for kind, one in INSTRUMENTS.items() if one.asked],
        label=gettext_lazy("What"),
        error_messages={"required": FROM_THE_LIST, "invalid_choice": FROM_THE_LIST},
    )
    label = activity_field()
