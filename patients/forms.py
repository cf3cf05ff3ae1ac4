"""What people type, checked. A form never stores anything; it hands a typed entry to a service."""

import datetime as dt
import uuid

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Div, Field, Layout
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from patients.entries import MorningEntry, SessionEntry, SetEntry
from patients.models import FlagKind, Review
from programs.models import Role

SCALE = [(str(number), str(number)) for number in range(11)]
CHOOSE_A_NUMBER = gettext_lazy("Please choose a number. 0 means no pain.")
FROM_0_TO_10 = gettext_lazy("Please choose a whole number from 0 to 10. 0 means no pain.")
SIDE_LABELS = {"left": gettext_lazy("Left"), "right": gettext_lazy("Right"), "both": gettext_lazy("Both legs")}
FELT = [
    ("cramp", gettext_lazy("Cramp")),
    ("tired", gettext_lazy("Tired muscle")),
    ("back", gettext_lazy("Back")),
    ("other", gettext_lazy("Other place")),
]
MOST_IN_A_SET = 600


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
    return forms.UUIDField(
        widget=forms.HiddenInput,
        error_messages={
            "required": gettext_lazy("This page is out of date. Please reload it; nothing was saved."),
            "invalid": gettext_lazy("This page is out of date. Please reload it; nothing was saved."),
        },
    )


class LocalDateTimeField(forms.DateTimeField):
    """A date and a time in one zone, from one day to another: what lies outside is refused before it is computed
    with, so that the year 9999 is a wrong answer and not a crash."""

    def __init__(self, zone, earliest, latest, **options):
        super().__init__(
            input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
            widget=forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"}),
            error_messages={"invalid": gettext_lazy("Please enter a day and a time, such as 2026-03-01 18:30.")},
            **options,
        )
        self.zone, self.earliest, self.latest = zone, earliest, latest

    def to_python(self, value):
        if value in self.empty_values:
            return None
        try:
            naive = dt.datetime.fromisoformat(str(value).strip())
        except ValueError:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from None
        if naive.tzinfo:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        if naive.date() > self.latest:
            raise forms.ValidationError(_("This time is in the future. Please enter when you did it."))
        if naive.date() < self.earliest:
            raise forms.ValidationError(
                _("Your programme began on %(day)s. Please choose a later day.") % {"day": _day(self.earliest)}
            )
        return naive.replace(tzinfo=self.zone)

    def prepare_value(self, value):
        if isinstance(value, dt.datetime) and value.tzinfo:
            return value.astimezone(self.zone).replace(tzinfo=None)
        return value


def _day(date):
    return f"{date.day} {date:%B %Y}"


class SessionForm(forms.Form):
    """One session of one exercise: as prescribed, or set by set.

    `prescriptions` is what may be logged now, the exercise itself among them; the rest of the form follows from the
    one that was chosen.
    """

    mode = forms.ChoiceField(
        choices=[("plan", gettext_lazy("As prescribed")), ("sets", gettext_lazy("Set by set"))],
        widget=forms.RadioSelect,
        label=gettext_lazy("How did you do it?"),
    )
    stopped_for_pain = forms.BooleanField(required=False, label=gettext_lazy("I stopped because of pain"))
    painkiller = forms.BooleanField(required=False, label=gettext_lazy("I took a painkiller today"))
    felt = forms.MultipleChoiceField(
        required=False,
        choices=FELT,
        widget=forms.CheckboxSelectMultiple,
        label=gettext_lazy("Did you feel something else?"),
        error_messages={"invalid_choice": gettext_lazy("Please choose from the list.")},
    )
    effort = forms.TypedChoiceField(
        required=False,
        choices=[("", gettext_lazy("not said")), *SCALE],
        coerce=int,
        empty_value=None,
        label=gettext_lazy("How hard was it?"),
        help_text=gettext_lazy("0 is no effort, 10 is the most you can do."),
        error_messages={"invalid_choice": gettext_lazy("Please choose a whole number from 0 to 10.")},
    )
    note = forms.CharField(
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        label=gettext_lazy("Note for your physio"),
        error_messages={"max_length": gettext_lazy("This note is too long. Please keep it under 2,000 characters.")},
    )

    def __init__(self, assignment, prescriptions, now, data=None, *, chosen=None, mode="plan", initial=None):
        self.assignment, self.now = assignment, now
        self.by_id = {str(one.pk): one for one in prescriptions}
        self.prescription = self.by_id.get(str(data.get("prescription", ""))) if data else chosen
        defaults = {"client_id": uuid.uuid4(), "mode": mode, "prescription": chosen and chosen.pk, **(initial or {})}
        super().__init__(data, initial=defaults)
        self._add_first_fields()
        if self.prescription:
            self._add_exercise_fields()
        self._add_pain_fields()
        self._add_time_field()
        self.helper = self._helper()

    def _add_first_fields(self):
        self.fields["client_id"] = client_id_field()
        self.fields["prescription"] = forms.CharField(widget=forms.HiddenInput, required=False)

    def _add_exercise_fields(self):
        one = self.prescription
        self.set_names = [(n, side, f"set-{n}-{side}") for n in range(1, one.sets + 1) for side in one.sides]
        for number, side, name in self.set_names:
            self.fields[name] = self._set_field(number, side)
        variations = list(one.exercise.variations.all())
        self.variations = {variation.slug: variation for variation in variations}
        if len(variations) > 1:
            self.fields["variation"] = forms.ChoiceField(
                choices=[(v.slug, v.name) for v in variations],
                widget=forms.RadioSelect,
                label=_("Which way?"),
                error_messages={"required": _("Please choose which way you did it.")},
            )
        if one.stage.technique_required and one.role == Role.MAIN:
            self.fields["technique_ok"] = forms.TypedChoiceField(
                choices=[("yes", _("Yes")), ("no", _("No"))],
                coerce=lambda value: value == "yes",
                empty_value=None,
                required=False,
                widget=forms.RadioSelect,
                label=_("Did your back stay still?"),
            )

    def _set_field(self, number, side):
        unit = _("seconds") if self.prescription.is_hold else _("repetitions")
        field = forms.IntegerField(
            required=False,
            min_value=0,
            max_value=MOST_IN_A_SET,
            label=_("Set %(number)s, %(side)s, %(unit)s")
            % {"number": number, "side": str(SIDE_LABELS[side]).lower(), "unit": unit},
            widget=forms.TextInput(attrs={"inputmode": "numeric", "placeholder": self.prescription.target}),
            error_messages={
                "invalid": _("Set %(number)s: please enter a whole number.") % {"number": number},
                "min_value": _("Set %(number)s: this cannot be less than 0.") % {"number": number},
                "max_value": _("Set %(number)s: more than 600 cannot be right.") % {"number": number},
            },
        )
        return field

    def _add_pain_fields(self):
        affected = self.assignment.affected_sides
        for side in sorted(("left", "right"), key=lambda side: side not in affected):
            mine = side in affected
            note = _("your affected side") if mine else _("only if it hurt")
            self.fields[f"pain_{side}"] = pain_field(SIDE_LABELS[side], required=mine, note=note)

    def _add_time_field(self):
        patient = self.assignment.patient
        self.fields["performed_at"] = LocalDateTimeField(
            patient.zone,
            self.assignment.started_on,
            patient.today(self.now),
            required=False,
            label=_("When did you do it?"),
            help_text=_("Leave it empty for now."),
        )

    def _helper(self):
        helper = FormHelper()
        helper.form_id, helper.form_class, helper.form_tag = "log", "stack-5", True
        helper.attrs = {"novalidate": ""}
        first = self.assignment.affected_sides[0]
        second = "right" if first == "left" else "left"
        helper.layout = Layout(
            "client_id",
            "prescription",
            HTML('{% include "patient/_sets.html" %}'),
            *([Field("variation", template="patient/_segment_field.html")] if "variation" in self.fields else []),
            Div(
                HTML('{% include "patient/_pain_intro.html" %}'),
                Field(f"pain_{first}", template="patient/_pain_scale.html"),
                Field(f"pain_{second}", template="patient/_pain_scale.html"),
                css_class="stack",
            ),
            *([Field("technique_ok", template="patient/_segment_field.html")] if "technique_ok" in self.fields else []),
            Field("felt", template="patient/_pick_field.html"),
            Div(
                Field("stopped_for_pain", template="patient/_check_row.html"),
                Field("painkiller", template="patient/_check_row.html"),
            ),
            Div("note", "effort", "performed_at"),
        )
        return helper

    def clean_prescription(self):
        if self.prescription is None:
            raise forms.ValidationError(self._unknown_exercise())
        return self.prescription

    def _unknown_exercise(self):
        wanted = self.data.get("prescription", "")
        stages = self.assignment.version.stages
        if wanted.isascii() and wanted.isdigit() and len(wanted) < 10 and stages.filter(prescriptions=wanted).exists():
            return _("This exercise belongs to a later stage. Your physio opens it when you are ready for it.")
        return _("We do not know this exercise. Please go back to Today and choose it there.")

    def clean_performed_at(self):
        at = self.cleaned_data["performed_at"] or self.now
        if at > self.now + dt.timedelta(minutes=5):
            raise forms.ValidationError(_("This time is in the future. Please enter when you did it."))
        return at

    def clean(self):
        cleaned = super().clean()
        if self.prescription and cleaned.get("mode") == "sets" and not self._filled() and not self.errors:
            if not cleaned.get("stopped_for_pain"):
                self.add_error(None, _("Fill in at least one set, or choose “As prescribed”."))
        return cleaned

    def _filled(self):
        return [name for _n, _side, name in self.set_names if self.cleaned_data.get(name) is not None]

    def set_rows(self):
        """For the table: one row a set, each with its bound fields."""
        rows = {}
        for number, _side, name in getattr(self, "set_names", ()):
            rows.setdefault(number, []).append(self[name])
        return rows.items()

    def entry(self):
        """The checked `SessionEntry`."""
        data, one = self.cleaned_data, self.prescription
        done = {name: one.target if data["mode"] == "plan" else data.get(name) for _n, _side, name in self.set_names}
        only = next(iter(self.variations.values()), None)
        return SessionEntry(
            client_id=data["client_id"],
            performed_at=data["performed_at"],
            prescription=one,
            sets=tuple(SetEntry(n, side, done[name]) for n, side, name in self.set_names if done[name] is not None),
            variation=self.variations[data["variation"]] if "variation" in data else only,
            pain_left=data["pain_left"],
            pain_right=data["pain_right"],
            stopped_for_pain=data["stopped_for_pain"],
            technique_ok=data.get("technique_ok"),
            effort=data["effort"],
            painkiller=data["painkiller"],
            felt=tuple(data["felt"]),
            note=data["note"],
        )


class MorningForm(forms.Form):
    """The one question of the morning. Its date is the morning asked about."""

    def __init__(self, assignment, now, data=None, *, on=None):
        super().__init__(data, initial={"client_id": uuid.uuid4(), "on": on})
        self.assignment = assignment
        self.fields["client_id"] = client_id_field()
        self.fields["on"] = forms.DateField(
            label=_("Which morning?"),
            widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            input_formats=["%Y-%m-%d"],
            error_messages={"invalid": _("Please enter a day, such as 2026-03-01."), "required": _("Which morning?")},
        )
        for side in assignment.affected_sides:
            self.fields[f"pain_{side}"] = pain_field(SIDE_LABELS[side], required=True, note=_("your affected side"))
        self.fields["painkiller"] = forms.BooleanField(required=False, label=_("I took a painkiller"))
        self.today = assignment.patient.today(now)
        self.helper = self._helper()

    def _helper(self):
        helper = FormHelper()
        helper.form_id, helper.form_class = "morning", "stack-5"
        helper.attrs = {"novalidate": ""}
        scales = [Field(f"pain_{side}", template="patient/_pain_scale.html") for side in self.assignment.affected_sides]
        helper.layout = Layout(
            "client_id", "on", Div(*scales, css_class="stack"), Field("painkiller", template="patient/_check_row.html")
        )
        return helper

    def clean_on(self):
        on = self.cleaned_data["on"]
        if on > self.today:
            raise forms.ValidationError(_("This morning has not come yet."))
        if on < self.assignment.started_on:
            raise forms.ValidationError(
                _("Your programme began on %(day)s. Please choose a later day.")
                % {"day": _day(self.assignment.started_on)}
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
        )


class FlagForm(forms.Form):
    """Something new or alarming: at least one tick."""

    client_id = client_id_field()
    kinds = forms.MultipleChoiceField(
        choices=FlagKind.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": gettext_lazy("Tick what is new, or go back to Today."),
            "invalid_choice": gettext_lazy("Please choose from the list."),
        },
    )


class AwayForm(forms.Form):
    """Away or ill from one day to another, both included."""

    from_on = forms.DateField(label=gettext_lazy("From"), widget=forms.DateInput(attrs={"type": "date"}))
    to_on = forms.DateField(label=gettext_lazy("Until, this day included"), widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, assignment, now, data=None):
        self.today = assignment.patient.today(now)
        super().__init__(data, initial={"from_on": self.today})
        self.helper = FormHelper()
        self.helper.form_id, self.helper.form_class = "away", "stack"
        self.helper.attrs = {"novalidate": ""}

    def clean(self):
        cleaned = super().clean()
        first, last = cleaned.get("from_on"), cleaned.get("to_on")
        if first and last and last < first:
            self.add_error("to_on", _("The last day away is before the first."))
        if first and last and (last - first).days > 180:
            self.add_error("to_on", _("That is more than half a year. Please tell your physio instead."))
        if first and abs((first - self.today).days) > 365:
            self.add_error("from_on", _("Please choose a day within a year of today."))
        return cleaned


class DecisionForm(forms.Form):
    """A clinician's decision on the open review."""

    decision = forms.ChoiceField(choices=Review.Decision.choices)
    reason = forms.CharField(
        required=False,
        max_length=1000,
        widget=forms.TextInput,
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("The patient reads it with your name."),
    )
    stage = forms.ModelChoiceField(
        queryset=None, required=False, empty_label=gettext_lazy("Another stage…"), label=gettext_lazy("Another stage")
    )

    def __init__(self, assignment, data=None):
        super().__init__(data)
        self.fields["stage"].queryset = assignment.version.stages.exclude(pk=assignment.standing.stage_id)


class CloseFlagForm(forms.Form):
    words = forms.CharField(
        max_length=1000,
        label=gettext_lazy("A line for the patient"),
        error_messages={"required": gettext_lazy("Please write a line for the patient.")},
    )
