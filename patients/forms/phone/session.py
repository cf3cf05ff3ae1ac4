"""One session of one exercise, as the phone sends it."""

import datetime as dt
from dataclasses import replace

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Div, Field, Layout
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from patients.domain.dose import dose_of
from patients.domain.entries import LOAD, SessionEntry, SetEntry, load_field_name, set_field_name
from patients.domain.todays_plan import Volume
from patients.forms.fields import (
    FROM_THE_LIST,
    SCALE,
    KilogramsField,
    LocalDateTimeField,
    WholeNumberField,
    pain_field,
    text_field,
)
from patients.forms.phone.base import PhoneForm
from patients.forms.phone.daily import SIDE_LABELS
from patients.models.care import MOST_LOAD
from patients.wording import dose_reason
from patients.wording.felt import FELT
from patients.wording.sets import dose_said, tapped_words
from programs.models import Role
from programs.progression.history import training_day

MOST_IN_A_SET = 600
MOST_SETS = 30


class SessionForm(PhoneForm):
    """One session of one exercise: as prescribed, or set by set.

    `prescriptions` is what may be logged now, the exercise itself among them; the rest of the form follows from the
    one that was chosen. The form carries the dose it shows, for "as prescribed" means what the person read, even when
    the page was kept on the phone and another dose holds by the time it is sent.
    """

    mode = forms.ChoiceField(
        choices=[("plan", gettext_lazy("As prescribed")), ("sets", gettext_lazy("Set by set"))],
        widget=forms.RadioSelect,
        label=gettext_lazy("How did you do it?"),
        error_messages={"required": FROM_THE_LIST, "invalid_choice": FROM_THE_LIST},
    )
    stopped_for_pain = forms.BooleanField(required=False, label=gettext_lazy("I stopped because of pain"))
    painkiller = forms.BooleanField(required=False, label=gettext_lazy("I took a painkiller today"))
    felt = forms.MultipleChoiceField(
        required=False,
        choices=FELT,
        widget=forms.CheckboxSelectMultiple,
        label=gettext_lazy("Did you feel something else?"),
        error_messages={"invalid_choice": FROM_THE_LIST},
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
    note = text_field(
        gettext_lazy("Note for your physio"),
        2000,
        gettext_lazy("This note is too long. Please keep it under 2,000 characters."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    last_time = ""  # what was done in this exercise the last time, in words
    done = 0  # sets of it that the day has already, where this entry comes on top of them
    asks_nothing = False  # whether today's plan asks for no exercise: no dose is then "as prescribed", as the page says

    def __init__(self, assignment, prescriptions, now, data=None, *, chosen=None, dose=None, mode="plan", initial=None):
        by_id = {str(one.pk): one for one in prescriptions}
        self.prescription = by_id.get(str(data.get("prescription", ""))) if data else chosen
        self.dose = self._dose_shown(data, dose, assignment.affected_sides)
        shown = {}
        if self.dose:
            shown = {"dose_sets": self.dose.sets, "dose_target": self.dose.target, "dose_load": self.dose.own_load}
        defaults = {"mode": mode, "prescription": chosen and chosen.pk, **shown, **(initial or {})}
        super().__init__(assignment, now, data, initial=defaults)
        self._add_first_fields()
        if self.prescription:
            self._add_exercise_fields()
        self._add_pain_fields()
        self._add_time_fields()
        self.helper = self._helper()

    @property
    def day(self):
        """The training day that the page opens on: of the time it brings, else of now."""
        return training_day(self.initial.get("performed_at") or self.now, self.zone)

    @property
    def wanted(self):
        """Sets of all sides and of all sessions of a day."""
        return self.dose.wanted * self.prescription.stage.times_a_day if self.dose else 0

    @property
    def left(self):
        """Sets that a session which was begun still lacks, else those of a whole one."""
        lacking = self.wanted - self.done
        return lacking if 0 < lacking < self.dose.wanted == self.wanted else self.dose.wanted

    @property
    def is_rest(self):
        return self.left < self.dose.wanted

    @property
    def ticked(self):
        """Sets of a side that one press ticks; none where nobody knows which side lacks how many."""
        if self.is_rest:
            return self.left if len(self.dose.sides) == 1 else 0
        return self.dose.sets

    @property
    def dose_reason(self):
        """Of a page that comes back with what was typed: of the dose that it showed, if that still is today's."""
        return dose_reason(self._dose_with_reason(), self.today) if self.dose else ""

    def _dose_with_reason(self):
        if not self.is_bound:
            return self.dose
        change = self.assignment.doses_set().get(self.prescription.pk)
        doses = (dose_of(self.prescription, change, volume) for volume in (Volume.WHOLE, Volume.HALF))
        return next((one for one in doses if one.words == self.dose.words), self.dose)

    def _dose_shown(self, data, dose, affected):
        """The dose that the page showed; the programme's own where it did not say."""
        if self.prescription is None or not data:
            return dose or (self.prescription and dose_of(self.prescription, affected=affected))
        full = dose_of(self.prescription, affected=affected)
        sets = _whole(data.get("dose_sets"), MOST_SETS) or full.sets
        target = _whole(data.get("dose_target"), MOST_IN_A_SET) or full.target
        return replace(full, sets=sets, target=target, load_kg=_kilograms(data.get("dose_load")))

    def _add_first_fields(self):
        self.fields["prescription"] = forms.Field(widget=forms.HiddenInput, required=False)
        for name in ("dose_sets", "dose_target", "dose_load"):
            self.fields[name] = forms.Field(widget=forms.HiddenInput, required=False)

    def _add_exercise_fields(self):
        one = self.prescription
        rows = range(1, max(one.sets_most or one.sets, self.dose.sets) + 1)  # who did more than today's dose can say so
        self.set_names = [(n, side, set_field_name(n, side)) for n in rows for side in self.dose.sides]
        for number, side, name in self.set_names:
            self.fields[name] = self._set_field(number, side)
        if self.dose.load or self.data.get(LOAD):  # a page that was kept asks what it showed
            self._add_load_fields(rows)
        variations = one.variations
        self.variations = {variation.slug: variation for variation in variations}
        if len(variations) > 1:
            self.fields["variation"] = forms.ChoiceField(
                choices=[(v.slug, v.name) for v in variations],
                widget=forms.RadioSelect,
                label=_("Which way?"),
                error_messages={
                    "required": _("Please choose which way you did it."),
                    "invalid_choice": FROM_THE_LIST,
                },
            )
        if one.stage.technique_required and one.role == Role.MAIN:
            self.fields["technique_ok"] = forms.TypedChoiceField(
                choices=[("yes", _("Yes")), ("no", _("No"))],
                coerce=lambda value: value == "yes",
                empty_value=None,
                required=False,
                widget=forms.RadioSelect,
                label=_("Did your back stay still?"),
                error_messages={"invalid_choice": FROM_THE_LIST},
            )

    def say_ways(self):
        """The names of the variations as their rows say them by now."""
        if "variation" in self.fields:
            self.fields["variation"].choices = [(way.slug, way.said.name) for way in self.variations.values()]

    def _add_load_fields(self, rows):
        """One weight for all sets, and for each its own."""
        self.fields[LOAD] = self._load_field(_("Weight, kg"), _("Weight"))
        for number in rows:
            where = _("Set %(number)s") % {"number": number}
            self.fields[load_field_name(number)] = self._load_field(f"{where}, {_('kg')}", where)

    def _load_field(self, label, where):
        words = _("%(where)s: please enter kilograms from 0 to %(most)s, such as 12.5.")
        return KilogramsField(
            label=label,
            min_value=0,
            max_value=MOST_LOAD,
            max_digits=5,
            decimal_places=2,
            refusal=words % {"where": where, "most": MOST_LOAD},
            widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        )

    def _set_field(self, number, side):
        unit = _("seconds") if self.prescription.is_hold else _("repetitions")
        field = WholeNumberField(
            required=False,
            min_value=0,
            max_value=MOST_IN_A_SET,
            label=_("Set %(number)s, %(side)s, %(unit)s")
            % {"number": number, "side": str(SIDE_LABELS[side]).lower(), "unit": unit},
            widget=forms.TextInput(attrs={"inputmode": "numeric"}),
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

    def _add_time_fields(self):
        self.fields["performed_at"] = LocalDateTimeField(
            self.zone,
            self.assignment.started_on,
            self.now.astimezone(self.zone).date(),
            ahead=self.ahead,
            offset=self.offset,
            required=False,
            label=_("When did you do it?"),
            help_text="" if self.initial.get("performed_at") else _("Leave it empty if it was just now."),
        )

    def _helper(self):
        helper = FormHelper()
        helper.form_id, helper.form_class, helper.form_tag = "log", "stack-5", True
        helper.form_show_errors = False  # the page says them above the form, once
        title = self.prescription.exercise.name if self.prescription else _("Session")
        helper.attrs = {"novalidate": "", "data-outbox": title}
        first = self.assignment.affected_sides[0]
        second = "right" if first == "left" else "left"
        helper.layout = Layout(
            "client_id",
            "prescription",
            "dose_sets",
            "dose_target",
            "dose_load",
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
        """What was typed, else when the phone says it was, else now."""
        at = self.cleaned_data["performed_at"] or (self.captured.at if self.captured else self.now)
        if at > self.now + dt.timedelta(minutes=5):
            raise forms.ValidationError(_("This time is in the future. Please enter when you did it."))
        return at

    def clean(self):
        cleaned = super().clean()
        by_set = self.prescription and cleaned.get("mode") == "sets"
        if by_set and not self._typed() and not cleaned.get("stopped_for_pain"):
            self.add_error(None, _("No set is filled in yet. Tap the sets that you did, or choose “As prescribed”."))
        return cleaned

    def _typed(self):
        """The sets that say something, right or wrong."""
        return [
            name for _n, _side, name in self.set_names if self.cleaned_data.get(name) is not None or name in self.errors
        ]

    def set_rows(self):
        """For the table: one row a set, each with its bound fields."""
        rows = {}
        for number, _side, name in getattr(self, "set_names", ()):
            rows.setdefault(number, []).append(self[name])
        return [(number, fields, self._own_load(number)) for number, fields in rows.items()]

    def set_sides(self):
        """The same for the thumb: of each side its sets, each with its field and whether the dose asks for it."""
        sets = [(side, (n, self[name], n <= (self.ticked or self.dose.sets))) for n, side, name in self.set_names]
        return [(side, [row for of, row in sets if of == side]) for side in self.dose.sides]

    @property
    def total_words(self):
        return tapped_words(self.dose, self.left)

    @property
    def dose_said(self):
        return dose_said(self.dose)

    @property
    def load(self):
        """The weight of all sets, where one is asked for."""
        return self[LOAD] if LOAD in self.fields else None

    def _own_load(self, number):
        return self[load_field_name(number)] if LOAD in self.fields else None

    def entry(self):
        """The checked `SessionEntry`."""
        data, one = self.cleaned_data, self.prescription
        done = {name: data.get(name) for _n, _side, name in self.set_names}
        if data["mode"] == "plan":
            done = {name: self.dose.target if n <= self.dose.sets else None for n, _side, name in self.set_names}
        only = next(iter(self.variations.values()), None)
        return SessionEntry(
            client_id=data["client_id"],
            performed_at=data["performed_at"],
            prescription=one,
            dose=self.dose,
            sets=tuple(
                SetEntry(n, side, done[name], self._load_of(n))
                for n, side, name in self.set_names
                if done[name] is not None
            ),
            variation=self.variations[data["variation"]] if "variation" in data else only,
            pain_left=data["pain_left"],
            pain_right=data["pain_right"],
            stopped_for_pain=data["stopped_for_pain"],
            technique_ok=data.get("technique_ok"),
            effort=data["effort"],
            painkiller=data["painkiller"],
            felt=tuple(data["felt"]),
            note=data["note"],
            zone=self.zone,
            clock_off=self.clock_off,
            capture=self.capture,
        )

    def _load_of(self, number):
        """What a set was done with: its own weight, where the sets are told apart, else that of all."""
        own = self.cleaned_data.get(load_field_name(number)) if self.cleaned_data["mode"] == "sets" else None
        return self.cleaned_data.get(LOAD) if own is None else own


def _kilograms(text):
    """A weight as the page carries it, None for what is none."""
    try:
        return KilogramsField(min_value=0, max_value=MOST_LOAD, max_digits=5, decimal_places=2, refusal="").clean(text)
    except forms.ValidationError:
        return None


def _whole(text, most):
    """A whole number from 1 to `most` in plain digits, else None."""
    digits = str(text or "")
    return int(digits) if digits.isascii() and digits.isdigit() and 1 <= int(digits[:9]) <= most else None
