"""What a day brings beside a session: the morning, something alarming, days away."""

import datetime as dt

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Field, Layout
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from patients.domain.entries import AwayEntry, MorningEntry
from patients.domain.phone_clock import CLOCK_IS_EVIDENCE
from patients.forms.fields import FROM_THE_LIST, day_field, day_words, pain_field
from patients.forms.phone.base import PhoneForm, columns_of
from patients.models import FlagKind

MORNING = ("on", "pain_left", "pain_right", "painkiller")
ASKS_AFTER = 28  # days
LONGEST_KEPT = dt.timedelta(days=366)  # a phone that says that it kept an alarm for longer has a wrong clock
SIDE_LABELS = {"left": gettext_lazy("Left"), "right": gettext_lazy("Right"), "both": gettext_lazy("Both legs")}


class MorningForm(PhoneForm):
    """The one question of the morning. Its date is the morning asked about."""

    def __init__(self, assignment, now, data=None, *, on=None, earlier=None):
        super().__init__(assignment, now, data, initial=columns_of(earlier, *MORNING) if earlier else {"on": on})
        self.fields["on"] = day_field(_("Which morning?"))
        self.fields["on"].widget.attrs["data-this-morning"] = ""
        for side in assignment.affected_sides:
            self.fields[f"pain_{side}"] = pain_field(SIDE_LABELS[side], required=True, note=_("your affected side"))
        self.fields["painkiller"] = forms.BooleanField(required=False, label=_("I took a painkiller"))
        self.helper = self._helper()

    def _helper(self):
        helper = FormHelper()
        helper.form_id, helper.form_class = "morning", "stack-5"
        helper.attrs = {"novalidate": "", "data-outbox": _("Morning answer")}
        scales = [Field(f"pain_{side}", template="patient/_pain_scale.html") for side in self.assignment.affected_sides]
        helper.layout = Layout(
            "client_id", "on", Div(*scales, css_class="stack"), Field("painkiller", template="patient/_check_row.html")
        )
        return helper

    def clean_on(self):
        on = self.cleaned_data["on"]
        if on > self.today and self.captured and abs(self.clock_off or 0) > CLOCK_IS_EVIDENCE:
            on = self.captured_on  # the phone was in another year
        if on > self.today:
            raise forms.ValidationError(_("This morning has not come yet."))
        if on < self.assignment.started_on:
            raise forms.ValidationError(
                _("Your programme began on %(day)s. Please choose a later day.")
                % {"day": day_words(self.assignment.started_on)}
            )
        return on

    def entry(self):
        """The checked `MorningEntry`."""
        data = self.cleaned_data
        return MorningEntry(
            client_id=data["client_id"],
            on=data["on"],
            pain_left=data.get("pain_left"),
            pain_right=data.get("pain_right"),
            painkiller=data["painkiller"],
            answered_at=self._answered_at(data["on"]),
            clock_off=self.clock_off,
            capture=self.capture,
        )

    def _answered_at(self, on):
        """When it was answered on the phone; None where that cannot be: a morning is not answered before it."""
        at = self.captured.at if self.captured else None
        return at if at and self.captured_on >= on else None


class FlagForm(PhoneForm):
    """Something new or alarming: at least one tick. It asks for no programme."""

    kinds = forms.MultipleChoiceField(
        label="",
        choices=FlagKind.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": gettext_lazy("Tick what is new, or go back to Today."),
            "invalid_choice": FROM_THE_LIST,
        },
    )

    def __init__(self, patient, now, data=None, *, ticked=()):
        known = [kind for kind in ticked if kind in FlagKind.values]
        self._receive(patient, patient.today(now) - LONGEST_KEPT, now, data, {"kinds": known})


class AwayForm(PhoneForm):
    """Away or ill from one day to another, both included."""

    from_on = day_field(gettext_lazy("From"))
    to_on = day_field(gettext_lazy("Until, this day included"))
    sure = forms.BooleanField(
        required=False, widget=forms.HiddenInput, label=gettext_lazy("Yes, I am away for that long")
    )

    def __init__(self, assignment, now, data=None, *, earlier=None):
        shown = columns_of(earlier, "from_on", "to_on") if earlier else {"from_on": assignment.patient.today(now)}
        super().__init__(assignment, now, data, initial=shown)
        self.fields["client_id"].required = False  # the days are their own id
        self.helper = FormHelper()
        self.helper.form_id, self.helper.form_class = "away", "stack"
        self.helper.attrs = {"novalidate": "", "data-outbox": _("Ill or away")}

    def clean(self):
        cleaned = super().clean()
        first, last = cleaned.get("from_on"), cleaned.get("to_on")
        if first and last and last < first:
            self.add_error("to_on", _("The last day away is before the first."))
        if first and last and (last - first).days > 180:
            self.add_error("to_on", _("That is more than half a year. Please tell your physio instead."))
        if first and abs((first - self.today).days) > 365:
            self.add_error("from_on", _("Please choose a day within a year of today."))
        if first and last and (last - first).days >= ASKS_AFTER and not cleaned.get("sure") and not self.errors:
            self._ask_once(last)
        return cleaned

    def _ask_once(self, last):
        """A wrong month silences the reminders for weeks."""
        self.fields["sure"].widget = forms.CheckboxInput()
        self.add_error("sure", _("That is more than 4 weeks, until %(day)s. Is that right?") % {"day": day_words(last)})

    def entry(self):
        """The checked `AwayEntry`."""
        return AwayEntry(self.cleaned_data["from_on"], self.cleaned_data["to_on"], self.capture)
