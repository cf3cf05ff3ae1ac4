"""The fields that several forms share: pain, ids, days, whole numbers. What is wrong is said in a sentence."""

import datetime as dt
import re
import unicodedata
import zoneinfo
from decimal import Decimal

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from patients.domain.phone_clock import corrected, instant
from programs.progression.time_zones import zone_names

POINTS = str.maketrans(",٫", "..")  # between whole and parts, as people write it
PHONE = re.compile(r"[+*#\d][\d\s()/.*#-]*")
SCALE = [(str(number), str(number)) for number in range(11)]
CHOOSE_A_NUMBER = gettext_lazy("Please choose a number. 0 means no pain.")
FROM_0_TO_10 = gettext_lazy("Please choose a whole number from 0 to 10. 0 means no pain.")
FROM_THE_LIST = gettext_lazy("Please choose from the list.")
OUT_OF_DATE = gettext_lazy("This page is out of date. Please reload it; nothing was saved.")
UNREADABLE = gettext_lazy("This text holds a character that cannot be kept. Please type it again.")


def pain_field(label, *, required, note=""):
    """Eleven radio buttons, none of them preset; only the whole numbers 0-10 pass."""
    return forms.TypedChoiceField(
        label=label,
        choices=SCALE,
        coerce=int,
        empty_value=None,
        required=required,
        widget=forms.RadioSelect,
        help_text=note,
        error_messages={"required": CHOOSE_A_NUMBER, "invalid_choice": FROM_0_TO_10},
    )


def client_id_field():
    return forms.UUIDField(widget=forms.HiddenInput, error_messages={"required": OUT_OF_DATE, "invalid": OUT_OF_DATE})


def day_field(label):
    """A local date, written as in 2026-03-01."""
    say_which = gettext_lazy("Please enter a day, such as 2026-03-01.")
    return forms.DateField(
        label=label,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        input_formats=["%Y-%m-%d"],
        error_messages={"required": say_which, "invalid": say_which},
    )


def phone_field(label, **options):
    """A telephone number as people write it, or nothing."""
    unreadable = gettext_lazy("This is not a telephone number. Digits, spaces, + and brackets can be dialled.")
    field = forms.RegexField(f"^(?:{PHONE.pattern})$", label=label, max_length=40, required=False, **options)
    field.error_messages["invalid"] = unreadable
    field.widget.input_type = "tel"
    return field


def zone_named(name):
    """The zone of an IANA name such as Europe/London, None for any other text."""
    return zoneinfo.ZoneInfo(name) if name in zone_names() else None


def text_field(label, most, too_long, *, missing="", **options):
    """Words for another person to read, `most` characters at most; `missing` is what to say when there are none."""
    return forms.CharField(
        label=label,
        required=bool(missing),
        max_length=most,
        error_messages={"required": missing, "max_length": too_long, "null_characters_not_allowed": UNREADABLE},
        **options,
    )


def plain_digits(value):
    """What was typed, in the digits 0-9 of whatever script it has."""
    return "".join(str(unicodedata.decimal(one, one)) for one in str(value).strip())


class WholeNumberField(forms.IntegerField):
    """Digits of any script alone: Python would also read 1_0 and 3.0."""

    def to_python(self, value):
        text = plain_digits(value) if value not in self.empty_values else ""
        if text and not re.fullmatch(r"-?[0-9]+", text):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(text)


class KilogramsField(forms.DecimalField):
    """A weight as people write it, "12.5" or "12,5", with two places at most."""

    widget = forms.TextInput

    def __init__(self, **options):
        options["error_messages"] = dict.fromkeys(("invalid", "min_value", "max_value"), options.pop("refusal"))
        super().__init__(required=False, **options)

    def to_python(self, value):
        text = plain_digits(value).translate(POINTS) if value not in self.empty_values else ""
        if text and not re.fullmatch(r"[0-9]{1,3}(\.[0-9]{0,2})?", text):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(text)

    def prepare_value(self, value):
        return f"{value.normalize():f}" if isinstance(value, Decimal) else value


class LocalDateTimeField(forms.DateTimeField):
    """A date and a time in one zone, from one day to another: what lies outside is refused before it is computed
    with, so that the year 9999 is a wrong answer and not a crash. `ahead`: the phone's clock is so many seconds ahead,
    and what it calls a time to come is taken back by as much. `offset`: it is so many minutes ahead of UTC."""

    def __init__(self, zone, earliest, latest, *, ahead=None, offset=None, **options):
        super().__init__(
            input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
            widget=forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"}),
            error_messages={"invalid": gettext_lazy("Please enter a day and a time, such as 2026-03-01 18:30.")},
            **options,
        )
        self.zone, self.earliest, self.latest, self.ahead, self.offset = zone, earliest, latest, ahead, offset

    def to_python(self, value):
        if value in self.empty_values:
            return None
        try:
            naive = dt.datetime.fromisoformat(str(value).strip())
        except ValueError:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from None
        if naive.tzinfo:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        if naive.date() > self.latest and self.ahead:
            naive = self._taken_back(naive)
        if naive.date() > self.latest:
            raise forms.ValidationError(_("This time is in the future. Please enter when you did it."))
        if naive.date() < self.earliest:
            raise forms.ValidationError(
                _("Your programme began on %(day)s. Please choose a later day.") % {"day": day_words(self.earliest)}
            )
        return instant(naive, self.zone, self.offset)

    def _taken_back(self, naive):
        return (
            corrected(naive.replace(tzinfo=self.zone).astimezone(dt.UTC), self.ahead)
            .astimezone(self.zone)
            .replace(tzinfo=None)
        )

    def prepare_value(self, value):
        if isinstance(value, dt.datetime) and value.tzinfo:
            return value.astimezone(self.zone).replace(tzinfo=None)
        return value


def day_words(date):
    return f"{date.day} {date:%B %Y}"
