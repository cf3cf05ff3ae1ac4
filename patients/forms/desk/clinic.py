"""What people write about a clinic, checked: "8-12, 13-18" a weekday, closed dates, and whom a patient calls."""

import datetime as dt
import re
from copy import copy
from itertools import pairwise

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from patients.domain.countries import countries
from patients.domain.opening_hours import END_OF_DAY, stored_time
from patients.forms.desk.people import heir_field
from patients.forms.fields import PHONE, day_field
from patients.models import Clinic
from patients.models.clinic import NUMBERS

TIME = re.compile(r"(\d{1,2})(?:[:.h](\d\d)?)?\s*(?:(a|p)\.?m\.?)?", re.IGNORECASE)
BETWEEN = re.compile(r"\s*(?:–|—|-|\bto\b|\buntil\b|\btill?\b)\s*", re.IGNORECASE)
NEXT = re.compile(r"\s*(?:,|;|&|\band\b)\s*", re.IGNORECASE)
DATES = ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d %B %Y", "%d %b %Y", "%A %d %B %Y")
MOST_DATES = 200
LONGEST_ABSENCE = 366  # days


class NumbersForm(forms.ModelForm):
    """Whom a patient of a clinic calls. An empty number is not told to anybody, and its button is not there."""

    country = forms.ChoiceField(
        label=gettext_lazy("Country"),
        required=False,
        choices=lambda: [("", _("none")), *((one.code, one.name) for one in countries().values())],
        error_messages={"invalid_choice": gettext_lazy("“%(value)s” is no country whose numbers are known here.")},
    )

    class Meta:
        model = Clinic
        fields = NUMBERS
        error_messages = {"phone": {"required": gettext_lazy("Please give the number of the clinic.")}}

    def __init__(self, clinic, country="", data=None):
        offered = {"country": country, **countries()[country].numbers} if country in countries() else {}
        super().__init__(data, instance=copy(clinic), initial=offered)  # the clinic keeps its own meanwhile
        self.fields["emergency_phone"].required = True
        self.fields["emergency_phone"].error_messages["required"] = _("Please give an emergency number.")

    def clean(self):
        data = super().clean()
        for name in ("phone", "emergency_phone", "out_of_hours_phone", "crisis_phone"):
            if data.get(name) and not PHONE.fullmatch(data[name]):
                self.add_error(name, _("“%(text)s” is not a telephone number.") % {"text": data[name]})
        for name in ("out_of_hours", "crisis"):
            if data.get(f"{name}_phone") and not data.get(f"{name}_name"):
                self.add_error(f"{name}_name", _("Please say who answers."))
        return data


DAYS = tuple(f"hours_{number}" for number in range(1, 8))


class WeekForm(forms.ModelForm):
    """Opening hours of a clinic, a line a weekday, as people write them."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, day in zip(DAYS, self.instance.hours or [()] * len(DAYS), strict=True):
            self.initial.setdefault(name, day)

    def clean(self):
        data = super().clean()
        self.instance.hours = [data.get(name, []) for name in DAYS]
        return data


class AbsenceForm(forms.Form):
    """From when to when a physio of `clinics` is away, both days included, and who of their colleagues stands in."""

    away_from = day_field(gettext_lazy("Away from"))
    away_to = day_field(gettext_lazy("Until, this day included"))

    def __init__(self, user, clinics, today, data=None):
        super().__init__(data)
        self.today = today
        for field in self.fields.values():
            field.required = False
        self.fields["cover"] = heir_field(
            clinics, user, gettext_lazy("Who stands in"), empty=gettext_lazy("nobody in particular")
        )

    def clean(self):
        data = super().clean()
        first, last = data.get("away_from"), data.get("away_to")
        if self.errors:
            return data
        if not (first and last):
            self.add_error("away_to" if first else "away_from", _("Please give the first and the last day."))
        elif last < first:
            self.add_error("away_to", _("The last day away is before the first."))
        elif last < self.today:
            self.add_error("away_to", _("This day has passed. Please choose a later one."))
        elif (last - first).days > LONGEST_ABSENCE:
            self.add_error("away_to", _("That is more than a year. Please have the administrator end the membership."))
        return data


class TakeOutForm(forms.Form):
    """Which absence is taken out, by its first day."""

    take_out = day_field(gettext_lazy("Away from"))


class SpansField(forms.CharField):
    """The opening hours of one weekday: pairs of stored times in order, none for closed."""

    def __init__(self, **options):
        super().__init__(required=False, max_length=120, **options)

    def prepare_value(self, value):
        if isinstance(value, str) or value is None:
            return value
        return ", ".join(_("%(begins)s to %(until)s") % {"begins": begins, "until": until} for begins, until in value)

    def clean(self, value):
        text = super().clean(value)
        if not text or text.lower() == _("closed"):
            return []
        spans = sorted(map(_span, NEXT.split(text)))
        for before, after in pairwise(spans):
            if after[0] < before[1]:
                raise ValidationError(_("%(text)s: these times overlap.") % {"text": text})
        return [[stored_time(begins), stored_time(until)] for begins, until in spans]

    def has_changed(self, initial, data):
        try:
            return [list(span) for span in initial or []] != self.clean(data)
        except ValidationError:
            return True


def _span(text):
    parts = BETWEEN.split(text)
    if len(parts) != 2:
        raise ValidationError(_("“%(text)s”: please write from and to, such as 8:00 to 18:00.") % {"text": text})
    begins, until = map(_minutes, parts)
    until = until or END_OF_DAY  # up to midnight
    if begins >= until:
        raise ValidationError(
            _("“%(text)s”: the end is not after the beginning. Past midnight belongs to the next day.") % {"text": text}
        )
    return begins, until


def _minutes(text):
    found = TIME.fullmatch(text.strip())
    if not found:
        raise ValidationError(_("“%(text)s” is not a time. Please write it as 8:00 or 17:30.") % {"text": text})
    hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "").lower()
    if half:
        if not 1 <= hour <= 12:
            raise ValidationError(_("“%(text)s” is not a time. Please write it as 8:00 or 17:30.") % {"text": text})
        hour = hour % 12 + (12 if half == "p" else 0)
    minutes = hour * 60 + minute
    if minute > 59 or minutes > END_OF_DAY:
        raise ValidationError(_("“%(text)s” is not a time of the day.") % {"text": text})
    return minutes


class ClosedDatesField(forms.CharField):
    """One date a line, stored as ISO dates in order."""

    widget = forms.Textarea(attrs={"rows": 4})

    def prepare_value(self, value):
        return value if isinstance(value, str) or value is None else "\n".join(value)

    def clean(self, value):
        lines = [line.strip() for line in super().clean(value).splitlines() if line.strip()]
        if len(lines) > MOST_DATES:
            raise ValidationError(_("Please take out dates that have passed: at most %(n)s.") % {"n": MOST_DATES})
        return sorted({_date(line).isoformat() for line in lines})

    def has_changed(self, initial, data):
        try:
            return list(initial or []) != self.clean(data)
        except ValidationError:
            return True


class AbsencesField(forms.CharField):
    """One absence a line, from and to, stored as pairs of ISO dates in order."""

    widget = forms.Textarea(attrs={"rows": 2})

    def prepare_value(self, value):
        if isinstance(value, str) or value is None:
            return value
        return "\n".join(_("%(first)s to %(last)s") % {"first": first, "last": last} for first, last in value)

    def clean(self, value):
        lines = [line.strip() for line in super().clean(value).splitlines() if line.strip()]
        if len(lines) > MOST_DATES:
            raise ValidationError(_("Please take out dates that have passed: at most %(n)s.") % {"n": MOST_DATES})
        found = sorted(map(_stretch, lines))
        for before, after in pairwise(found):
            if after[0] <= before[1]:
                raise ValidationError(_("Two of these absences overlap."))
        return found

    def has_changed(self, initial, data):
        try:
            return [list(one) for one in initial or []] != self.clean(data)
        except ValidationError:
            return True


def _stretch(text):
    parts = re.split(r"\s+(?:–|—|-|to|until)\s+", text)
    if len(parts) != 2:
        raise ValidationError(_("“%(text)s”: away needs a first and a last day.") % {"text": text})
    first, last = map(_date, parts)
    if last < first:
        raise ValidationError(_("“%(text)s”: the last day away is before the first.") % {"text": text})
    return [first.isoformat(), last.isoformat()]


def _date(text):
    for known in DATES:
        try:
            return dt.datetime.strptime(text, known).date()
        except ValueError:
            continue
    raise ValidationError(
        _("“%(text)s” is not a date. Please write one a line, such as 2026-12-25 or 25 December 2026.") % {"text": text}
    )


for number, name in enumerate(DAYS):
    WeekForm.base_fields[name] = WeekForm.declared_fields[name] = SpansField(label=WEEKDAYS[number])
