"""What is typed to stay in touch: messages, and what a person wants to be reminded of."""

import uuid

from django import forms
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext_lazy

from patients.forms.fields import FROM_THE_LIST, client_id_field, text_field
from patients.models import DigestEvery
from patients.models.contact import EVERY_DAY
from patients.notices.hosts import is_allowed
from patients.notices.times import in_quiet_hours
from patients.notices.webpush import are_keys

TOO_LONG = gettext_lazy("This message is too long. Please keep it under 2,000 characters.")


class OwnAddressForm(forms.Form):
    email = forms.EmailField(
        label=gettext_lazy("E-mail"),
        max_length=254,
        error_messages={"required": gettext_lazy("Please write your e-mail address.")},
    )


class MessageForm(forms.Form):
    """A message, from either side. Its id makes it arrive once however often it is sent."""

    client_id = client_id_field()
    text = text_field(
        gettext_lazy("Your message"),
        2000,
        TOO_LONG,
        missing=gettext_lazy("Please write something."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, data=None):
        super().__init__(data, initial={"client_id": uuid.uuid4()})


class SeenForm(forms.Form):
    """The newest message that a page showed to whoever looked at it."""

    newest = client_id_field()


class CannedForm(forms.Form):
    """Which of the clinic's texts to put into the box; what is in it already stays above."""

    canned = forms.ModelChoiceField(
        None,
        label=gettext_lazy("A text you write often"),
        empty_label=gettext_lazy("Choose…"),
        error_messages={"required": FROM_THE_LIST, "invalid_choice": FROM_THE_LIST},
    )

    def __init__(self, texts, data=None):
        super().__init__(data)
        self.fields["canned"].queryset = texts


def time_field(label):
    """A time of day in the person's own zone, written as in 17:30."""
    say_which = gettext_lazy("Please enter a time, such as 17:30.")
    return forms.TimeField(
        label=label,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        input_formats=["%H:%M", "%H:%M:%S"],
        error_messages={"required": say_which, "invalid": say_which},
    )


def say_what_is_quiet(form, names):
    """An error at each of these times that lies in the quiet hours of the form."""
    quiet = form.cleaned_data.get("quiet_from"), form.cleaned_data.get("quiet_to")
    for name in names:
        at = form.cleaned_data.get(name)
        if at and None not in quiet and in_quiet_hours(at, *quiet):
            form.add_error(name, gettext_lazy("This lies in the quiet hours, so nothing would be sent."))


class WeekdaysField(forms.TypedMultipleChoiceField):
    """Weekdays as `Reminders` keeps them, Monday first; none chosen is every day."""

    def __init__(self, label):
        choices = [(str(day + 1), name) for day, name in WEEKDAYS_ABBR.items()]
        errors = {"invalid_choice": FROM_THE_LIST, "invalid_list": FROM_THE_LIST}
        super().__init__(
            label=label,
            required=False,
            choices=choices,
            widget=forms.CheckboxSelectMultiple,
            empty_value=EVERY_DAY,
            error_messages=errors,
        )

    def prepare_value(self, value):
        return list(value or "")

    def clean(self, value):
        return "".join(sorted(super().clean(value)))


class RemindersForm(forms.Form):
    """What a patient is reminded of, and when. Times are local."""

    exercise = forms.BooleanField(required=False, label=gettext_lazy("On exercise days"))
    exercise_at = time_field(gettext_lazy("Exercise days: at"))
    exercise_days = WeekdaysField(gettext_lazy("Exercise days: on these weekdays"))
    morning = forms.BooleanField(required=False, label=gettext_lazy("For the morning question"))
    morning_at = time_field(gettext_lazy("Morning question: at"))
    morning_days = WeekdaysField(gettext_lazy("Morning question: on these weekdays"))
    quiet_from = time_field(gettext_lazy("Quiet from"))
    quiet_to = time_field(gettext_lazy("until"))
    by_email = forms.BooleanField(required=False, label=gettext_lazy("By e-mail"))

    def __init__(self, reminders, data=None):
        super().__init__(data, initial={name: getattr(reminders, name) for name in self.base_fields})
        self.initial["by_email"] = reminders.goes_by("by_email")  # ticked by nobody but the patient

    def clean(self):
        cleaned = super().clean()
        say_what_is_quiet(self, [f"{name}_at" for name in ("exercise", "morning") if cleaned.get(name)])
        return cleaned


class PutOffForm(forms.Form):
    """For how long no reminder comes: some hours, the rest of the day, or not put off any more."""

    LATER, TOMORROW, NOW = "later", "tomorrow", "now"
    until = forms.ChoiceField(
        choices=[(one, one) for one in (LATER, TOMORROW, NOW)],
        error_messages={"required": FROM_THE_LIST, "invalid_choice": FROM_THE_LIST},
    )


class DigestForm(forms.Form):
    """How often a physio is told what waits in the caseload."""

    digest = forms.ChoiceField(
        label=gettext_lazy("Tell me by e-mail"),
        choices=DigestEvery.choices,
        widget=forms.RadioSelect,
        error_messages={"required": FROM_THE_LIST, "invalid_choice": FROM_THE_LIST},
    )
    news = forms.BooleanField(required=False, label=gettext_lazy("Tell me of each bad day and of messages"))


class PushForm(forms.Form):
    """What a browser says of itself when it begins to take part."""

    endpoint = forms.CharField(max_length=500)
    p256dh = forms.CharField(max_length=200)
    auth = forms.CharField(max_length=100)

    def clean_endpoint(self):
        endpoint = self.cleaned_data["endpoint"]
        if not is_allowed(endpoint):
            raise forms.ValidationError(gettext_lazy("We do not know the push service of this browser."))
        return endpoint

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not are_keys(cleaned["p256dh"], cleaned["auth"]):
            raise forms.ValidationError(gettext_lazy("This browser sent keys that cannot be used."))
        return cleaned
