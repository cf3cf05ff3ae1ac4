"""What a content editor types, checked: impossible gates and doses are refused with the reason."""

from copy import copy
from dataclasses import replace

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programs import selectors
from programs.editor import drafting
from programs.editor.contradictions import contradictions_by_row
from programs.editor.exercise_field import ExerciseField, suggest_words
from programs.editor.rows import MOST_ROWS, OrderedFormSet, OrderedRow
from programs.editor.sentences import PLACE, sentence
from programs.editor.sourced_form import SourcedForm
from programs.editor.threshold_form import ThresholdForm
from programs.gate import DOSE, DOSE_LINES, GATE, SAFETY, gate_rules_of, safety_of
from programs.models import (
    Citation,
    Exercise,
    Kind,
    Prescription,
    Program,
    ProgramVersion,
    Role,
    Stage,
    Variation,
)

ONCE_A_STAGE = gettext_lazy("An exercise can be in a stage only once.")
AS_NEW = "_saveasnew"  # Django's word for it
RANGES = ("sets", "repetitions", "seconds", "load_kg", "load_rm")  # each with a column for the most of it
WHOLE_NUMBER = {"inputmode": "numeric", "autocomplete": "off"}


def date_input():
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


def datetime_input():
    return forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"})


class ProgramForm(forms.ModelForm):
    class Meta:
        model = Program
        fields = ("name", "condition", "summary", "pain_at", "usual_pain", "review_by")


class ExerciseForm(forms.ModelForm):
    """The wording of an exercise. Where a published version has it, whoever changes it says whether people are to do
    something else: then it is another exercise, and the version keeps this one."""

    WORDING, ANOTHER = "wording", "another"
    means = forms.ChoiceField(
        label=gettext_lazy("What the change means"),
        choices=(
            ("", gettext_lazy("choose")),
            (WORDING, gettext_lazy("Wording only: people do the same as before")),
            (ANOTHER, gettext_lazy("It changes what people do: keep it as a new exercise")),
        ),
        error_messages={"required": gettext_lazy("Please say whether people are to do something else.")},
    )

    class Meta:
        model = Exercise
        fields = (
            "name",
            "kind",
            "hip_flexion",
            "summary",
            "instructions",
            "cue",
            "cues",
            "faults",
            "video",
            "equipment",
            "equipment_guide",
            "equipment_alternative",
        )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        versions = selectors.versions_with(self.instance) if self.instance.pk else []
        if not versions:
            self.fields.pop("means", None)
        elif "means" in self.fields:
            self.fields["means"].help_text = _(
                "Which variations these have, and which is harder, stays as published. The wording changes at once in: "
                "%(versions)s."
            ) % {"versions": "; ".join(map(str, versions))}

    def clean_kind(self):
        kind = self.cleaned_data["kind"]
        counted = self.instance.pk and Exercise.objects.filter(pk=self.instance.pk, prescriptions__isnull=False)
        if counted and counted.exclude(kind=kind).exists():
            raise ValidationError(_("Stages count it the other way. Please write a new exercise for that."))
        return kind

    def clean(self):
        data = super().clean()
        if data.get("means") == self.ANOTHER:  # asked where nothing new can be made of it: an earlier wording
            self.add_error("means", _("An earlier wording comes back as wording only. Please write a new exercise."))
        return data

    def save(self, commit=True):
        drafting.name_exercise(self.instance)
        return super().save(commit)


class VariationForm(OrderedRow):
    order_field = "level"

    class Meta:
        model = Variation
        fields = ("level", "name", "cue", "equipment", "instructions")

    def save(self, commit=True):
        drafting.name_variation(self.instance)
        return super().save(commit)


class PrescriptionForm(OrderedRow, ThresholdForm):
    columns = DOSE
    exercise = ExerciseField()

    class Meta:
        model = Prescription
        fields = ("position", "exercise", "role", "each_leg", "affected_leg", "with_load", *DOSE)
        error_messages = {NON_FIELD_ERRORS: {"unique_together": ONCE_A_STAGE}}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        one = self.instance
        if one.pk:
            self.initial["exercise"] = one.exercise.name
        for name in ("load_kg", "load_kg_most"):
            if (load := getattr(one, name)) is not None:
                self.initial[name] = f"{load.normalize():f}"
        self.variations = [variation.name for variation in one.variations] if one.pk else []
        live = one.exercise.ways if one.pk else []
        if "exercise" in self.fields:
            self.fields["exercise"].kept = one.exercise_id
        if "exercise" in self.fields and one.pk and one.variations != live:
            names = ", ".join(variation.name for variation in live)
            label = _("Take them as the exercise has them today: %(names)s") % {"names": names}
            self.fields["as_today"] = forms.BooleanField(label=label, required=False)

    def dose(self):
        return self._sentences()[0]

    def more(self):
        """Range, load and tempo, a sentence each."""
        return self._sentences()[1:]

    def says_more(self):
        """Whether there is something to see among them."""
        rare = ["with_load", *(name for line in DOSE_LINES[1:] for name in line.names)]
        return any(name in self.fields and (self[name].value() or self[name].errors) for name in rare)

    def _sentences(self):
        return [sentence(line.words, line.names, self.instance, self) for line in DOSE_LINES]

    def place(self):
        return sentence(*PLACE, self.instance, self)

    @property
    def subject(self):
        return self["exercise"].value() or ""

    def clean(self):
        data = super().clean()
        if "exercise" in self.changed_data or data.get("as_today"):
            self.instance.offered = None  # until it is published
        repetitions, seconds, exercise = data.get("repetitions"), data.get("seconds"), data.get("exercise")
        if {"repetitions", "seconds"} & set(self.errors):
            return data
        if exercise is None:
            if (repetitions is None) == (seconds is None):
                self.add_error("repetitions", _("Please give either repetitions or seconds."))
            return data
        if exercise.kind == Kind.HOLD and (seconds is None or repetitions is not None):
            self.add_error("seconds", _("This exercise is held: give seconds, and no repetitions."))
        if exercise.kind == Kind.REPETITIONS and (repetitions is None or seconds is not None):
            self.add_error("repetitions", _("This exercise is counted: give repetitions, and no seconds."))
        self._check_ranges(data)
        return data

    def _check_ranges(self, data):
        for name in RANGES:
            least, most = data.get(name), data.get(f"{name}_most")
            if most is not None and (least is None or most <= least):
                said = _("A range goes from less to more. Leave “at most” empty where there is none.")
                self.add_error(f"{name}_most", said)


class CriterionFormSet(OrderedFormSet):
    alike = gettext_lazy("Two criteria have the same place in the order.")

    def clean(self):
        """All rows together, against the gate as it was just typed."""
        super().clean()
        if any(self.errors) or not self.instance.run_length:
            return
        rules = tuple(form.instance.as_rule for form in self.kept)
        faults = contradictions_by_row(replace(self._gate(), criteria=rules), safety_of(self.instance.version))
        for fault in faults:
            for row in fault.rows:
                self.kept[row].add_error(fault.field, fault.says)

    def _gate(self):
        """Without the harder variation, which no gate is made of before its dose fits: the doses are asked about it."""
        stage = copy(self.instance)
        stage.harder_days = 0
        return gate_rules_of(stage)


class VariationFormSet(OrderedFormSet):
    alike = gettext_lazy("Two variations have the same level.")


class PrescriptionFormSet(OrderedFormSet):
    row_name = gettext_lazy("dose")
    alike = gettext_lazy("Two exercises have the same place in the order.")

    suggest_words = staticmethod(suggest_words)

    def get_unique_error_message(self, unique_check):
        return ONCE_A_STAGE

    def clean(self):
        super().clean()
        main = [form for form in self.kept if form.cleaned_data["role"] == Role.MAIN]
        first = min(main, key=lambda form: self._number(form) or MOST_ROWS, default=None)
        if self.instance.harder_days and first and len(first.instance.variations) < 2:
            raise ValidationError(
                _("The gate asks for the harder variation, and %(exercise)s has only one. Put 0 days there.")
                % {"exercise": first.cleaned_data["exercise"]}
            )


class StageForm(ThresholdForm):
    columns = GATE

    class Meta:
        model = Stage
        fields = ("name", "frequency", "sessions_per_week", "usual_time", "summary", "opens_next", *GATE)

    def clean(self):
        data = super().clean()
        self._check_window(data)
        self._check_red_edges(data, self.instance.version)
        return data

    def _check_window(self, data):
        run, window = data.get("run_length"), data.get("window_days")
        if run and window and run > window:
            self.add_error(
                "run_length",
                _("%(run)s green days do not fit within %(window)s days.") % {"run": run, "window": window},
            )

    def _check_red_edges(self, data, version):
        pain, morning = data.get("pain_max"), data.get("morning_max")
        if pain is not None and pain >= version.red_during:
            self.add_error(
                "pain_max", _("Pain during of %(edge)s or more is red in this version.") % {"edge": version.red_during}
            )
        if morning is not None and morning > version.red_morning_over:
            self.add_error(
                "morning_max",
                _("A next morning above %(edge)s is red in this version.") % {"edge": version.red_morning_over},
            )


class CitationForm(SourcedForm, OrderedRow):
    FOUND = (("authors", "year"), ("doi", "pmid"), ("read_by", "read_on", "review_by"))

    class Meta:
        model = Citation
        fields = (
            *("position", "reference", "authors", "year", "doi", "pmid"),
            *("supports", "standing", "read_by", "read_on", "review_by"),
        )

    def place(self):
        return sentence(*PLACE, self.instance, self)

    @property
    def found(self):
        """Where it is found, and who read it: lines of fields."""
        return [[self[name] for name in line] for line in self.FOUND]

    def says_more(self):
        """Whether there is something to see among them."""
        fields = [field for line in self.found for field in line]
        return any(field.value() or field.errors or getattr(field, "theirs", None) for field in fields)


class VersionForm(ThresholdForm):
    columns = SAFETY

    class Meta:
        model = ProgramVersion
        fields = ("changes", *SAFETY)

    def clean(self):
        data = super().clean()
        self._in_order(data, "strained_count", "strained_of", _("So many strained days cannot be among so few."))
        self._in_order(data, "two_reds_count", "two_reds_days", _("So many red days do not fit in so few days."))
        self._in_order(data, "gap_hold_days", "gap_review_days", _("The review would come first."))
        self._in_order(data, "red_morning_above", "red_morning_over", _("This edge lies above the other one."))
        self._check_stages(data)
        return data

    def _in_order(self, data, lower, upper, message):
        if lower in data and upper in data and data[lower] > data[upper]:
            self.add_error(lower, message)

    def _check_stages(self, data):
        edge, ceiling = data.get("red_during"), data.get("ceiling_max")
        if edge is None:
            return
        if ceiling is not None and ceiling >= edge:
            self.add_error("ceiling_max", _("Such a ceiling would allow pain that is red."))
        for stage in self.instance.stages.filter(pain_max__gte=edge):
            self.add_error(
                "red_during",
                _("%(stage)s allows pain of %(pain)s, which would be red.") % {"stage": stage, "pain": stage.pain_max},
            )
