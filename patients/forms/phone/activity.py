"""An activity beside the exercises, and the one-tap reason behind a bad day."""

import datetime as dt

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Field, Layout
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from patients.domain.entries import ActivityEntry, ReasonEntry
from patients.forms.fields import FROM_THE_LIST, WholeNumberField, day_field, pain_field, text_field
from patients.forms.phone.base import PhoneForm, columns_of
from patients.models import ActivityKind, ReasonKind
from patients.models.day import MOST_MINUTES

LIST = {"required": FROM_THE_LIST, "invalid_choice": FROM_THE_LIST}


class ActivityForm(PhoneForm):
    """What loaded the tendon beside the exercises, today or yesterday; one that is put right stays on its day."""

    kind = forms.ChoiceField(
        choices=[(kind, label.capitalize()) for kind, label in ActivityKind.choices],
        widget=forms.RadioSelect,
        label=gettext_lazy("What was it?"),
        error_messages={
            "required": gettext_lazy("Please choose what it was."),
            "invalid_choice": FROM_THE_LIST,
        },
    )
    minutes = WholeNumberField(
        min_value=1,
        max_value=MOST_MINUTES,
        label=gettext_lazy("How many minutes?"),
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "required": gettext_lazy("Please enter the minutes, as a whole number."),
            "invalid": gettext_lazy("Please enter the minutes, as a whole number."),
            "min_value": gettext_lazy("Please enter at least 1 minute."),
            "max_value": gettext_lazy("A day has 1,440 minutes. Please enter fewer."),
        },
    )
    day = forms.ChoiceField(
        choices=[("today", gettext_lazy("Today")), ("yesterday", gettext_lazy("Yesterday"))],
        widget=forms.RadioSelect,
        label=gettext_lazy("When?"),
        error_messages=LIST,
    )
    note = text_field(
        gettext_lazy("Note"),
        200,
        gettext_lazy("This note is too long. Please keep it under 200 characters."),
        help_text=gettext_lazy("Optional, such as the route or the match."),
    )

    def __init__(self, assignment, now, data=None, *, earlier=None):
        shown = columns_of(earlier, "kind", "minutes", "pain", "note") if earlier else {}
        super().__init__(assignment, now, data, initial={"day": "today", **shown})
        self.earlier = earlier
        if earlier:
            del self.fields["day"]
        note = _("optional, the worst of it")
        self.fields["pain"] = pain_field(
            _("Pain %s") % assignment.version.program.where_it_hurts, required=False, note=note
        )
        self.helper = FormHelper()
        self.helper.form_id, self.helper.form_class = "activity", "stack-5"
        self.helper.attrs = {"novalidate": "", "data-outbox": _("Activity")}
        self.helper.layout = Layout(
            "client_id",
            Field("kind", template="patient/_choose_field.html"),
            *([] if earlier else [Field("day", template="patient/_segment_field.html")]),
            "minutes",
            Field("pain", template="patient/_pain_scale.html"),
            Div("note"),
        )

    def _day_of(self, day):
        """The local date by the phone's own time: "today" said without signal is not the day it is sent."""
        return self.captured_on if day == "today" else self.captured_on - dt.timedelta(days=1)

    def clean_day(self):
        day = self.cleaned_data["day"]
        if self._day_of(day) < self.assignment.started_on:
            raise forms.ValidationError(_("Your programme began today. Please choose today."))
        return day

    def entry(self):
        """The checked `ActivityEntry`."""
        data = self.cleaned_data
        return ActivityEntry(
            client_id=data["client_id"],
            on=self.earlier.on if self.earlier else self._day_of(data["day"]),
            kind=data["kind"],
            minutes=data["minutes"],
            pain=data["pain"],
            note=data["note"],
            clock_off=self.clock_off,
            capture=self.capture,
        )


class ReasonForm(PhoneForm):
    """What was behind a bad day: one tap, one reason."""

    on = day_field("")
    kind = forms.ChoiceField(
        choices=[(kind, words.capitalize()) for kind, words in ReasonKind.choices],
        widget=forms.RadioSelect,
        label=gettext_lazy("What was behind it?"),
        error_messages=LIST,
    )

    def __init__(self, assignment, now, data=None, *, earlier=None):
        super().__init__(assignment, now, data, initial=columns_of(earlier, "on", "kind") if earlier else None)
        self.helper = FormHelper()
        self.helper.layout = Layout(
            "client_id", Field("on", type="hidden"), Field("kind", template="patient/_choose_field.html")
        )

    def entry(self):
        """The checked `ReasonEntry`."""
        data = self.cleaned_data
        how = {"clock_off": self.clock_off, "capture": self.capture}
        return ReasonEntry(client_id=data["client_id"], on=data["on"], kind=data["kind"], **how)
