"""One criterion beside the gate, in two steps: what is looked at, and then only what fits that."""

from django import forms
from django.utils.text import capfirst, slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programs.editor.rows import OrderedRow
from programs.editor.sentences import PLACE, sentence
from programs.models import Criterion, Operator, Statistic
from programs.progression.metrics import METRICS
from programs.progression.metrics.metric import CODE
from programs.wording import code_words, context_names, criterion_words, look_back_unit, metric_names

EITHER_OR = [
    (0, gettext_lazy("asked of everybody")),
    (1, gettext_lazy("either-or 1: one is enough")),
    (2, gettext_lazy("either-or 2: one is enough")),
    (3, gettext_lazy("either-or 3: one is enough")),
]
FITTING = ("context", "operator", "value", "last_n", "statistic")  # what depends on the metric


def metric_choices():
    return [("", gettext_lazy("choose")), *metric_names().items()]


class CriterionForm(OrderedRow):
    """The row reads as an English sentence while it is edited. `fits` is the metric that its other fields fit."""

    metric = forms.ChoiceField(label=gettext_lazy("What"), choices=metric_choices)
    operator = forms.ChoiceField(label=gettext_lazy("At least or at most"), choices=Operator.choices, required=False)
    context = forms.CharField(label=gettext_lazy("Which"), max_length=60, required=False)
    statistic = forms.ChoiceField(label=gettext_lazy("Taken as"), choices=Statistic.choices, required=False)
    group = forms.TypedChoiceField(
        label=gettext_lazy("Asked of everybody, or one of several"),
        choices=EITHER_OR,
        coerce=int,
        initial=0,
        required=False,
        empty_value=0,
    )

    class Meta:
        model = Criterion
        fields = ("position", "metric", "operator", "value", "last_n", "context", "statistic", "group")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["value"] = f"{self.instance.value.normalize():f}"
        if "metric" in self.fields:
            self.fits = self["metric"].value() if self["metric"].value() in METRICS else ""
            self._take_out_what_does_not_fit()
            if self.fits:
                self._fit(METRICS[self.fits])

    def _take_out_what_does_not_fit(self):
        """Where another metric was chosen than the one that the rest of the row was shown for."""
        shown_for = self.data.get(self.add_prefix("fits"), self.fits) if self.is_bound else self.fits
        if shown_for == self.fits or not self.fits:
            return
        self.data = self.data.copy()
        fitting = self._fitting(METRICS[self.fits])
        for name in ("context", "operator", "last_n", "statistic"):
            key = self.add_prefix(name)
            known = fitting[name] is None or self.data.get(key) in fitting[name]
            if not known:
                self.data.pop(key, None)

    def _fitting(self, metric):
        """{field: its values}; None is any value."""
        contexts = metric.contexts if metric.contexts != CODE else ()
        return {
            "context": contexts,
            "operator": metric.operators,
            "last_n": None if metric.counts else (),
            "statistic": metric.statistics,
        }

    def _fit(self, metric):
        fields = self.fields
        of_metric = (("operator", Operator, metric.operators), ("statistic", Statistic, metric.statistics))
        for name, words, known in of_metric:
            fields[name].widget.choices = [(one, word) for one, word in words.choices if one in known]
        if metric.contexts == CODE:
            fields["context"].label = _("Name")
            fields["context"].required = True
            if self.instance.pk:
                self.initial["context"] = code_words(self.instance.context)
        elif len(metric.contexts) > 1:
            names = context_names(metric.slug)
            first = [] if "" in metric.contexts else [("", _("choose"))]
            fields["context"].widget = forms.Select(choices=first + list(names.items()))
            fields["context"].required = "" not in metric.contexts
        fields["last_n"].required = metric.needs_last
        fields["value"].required = metric.lowest != metric.highest
        for name, asked in self._asked(metric).items():
            if not asked:
                fields[name].widget = forms.HiddenInput()

    @staticmethod
    def _asked(metric):
        """{field: whether there is anything to say}."""
        return {
            "context": metric.contexts == CODE or len(metric.contexts) > 1,
            "operator": len(metric.operators) > 1,
            "value": metric.lowest != metric.highest,
            "last_n": bool(metric.counts),
            "statistic": len(metric.statistics) > 1,
        }

    @property
    def changed_data(self):
        """What was not asked was not changed."""
        return [name for name in super().changed_data if self.add_prefix(name) in self.data]

    def clean_context(self):
        """As it is said or as the rules call it: "when sitting", "Sitting" and "sitting" are one."""
        typed, metric = self.cleaned_data["context"], METRICS.get(self.cleaned_data.get("metric"))
        if metric is None:
            return typed
        if metric.contexts == CODE:
            return slugify(typed)[:40]
        said = {name.casefold(): one for one, name in context_names(metric.slug).items()}
        return said.get(typed.casefold(), typed.casefold())

    def clean(self):
        """Where there is one answer only, nobody was asked for it."""
        data = super().clean()
        metric = METRICS.get(data.get("metric"))
        if metric is not None:
            data["operator"] = data.get("operator") or metric.operators[0]
            data["statistic"] = data.get("statistic") or metric.statistics[0]
            if metric.lowest == metric.highest:
                data["value"] = metric.lowest
        return data

    @property
    def subject(self):
        return metric_names().get(self["metric"].value(), "")

    @property
    def whole(self):
        return capfirst(criterion_words(self.instance.as_rule))

    def asked(self):
        metric = METRICS.get(self.fits)
        if metric is None:
            return sentence("{}", ("metric",), self.instance, self)
        asked = self._asked(metric)
        words, names = "{}", ["metric"]
        if asked["context"]:
            words, names = f"{words}, {{}}", [*names, "context"]
        if asked["operator"]:
            words, names = f"{words} {{}}", [*names, "operator"]
        elif asked["value"]:
            words = f"{words} {Operator(metric.operators[0]).label}"
        if asked["value"]:
            words, names = f"{words} {{}}", [*names, "value"]
        return sentence(words, names, self.instance, self)

    def taken(self):
        """What the number counts is known once a metric is chosen and, of pain, where."""
        metric = METRICS[self.fits]
        asked = self._asked(metric)
        words, names = "{}", ["group"]
        if asked["statistic"]:
            words, names = _("taken as {}; %(rest)s") % {"rest": words}, ["statistic", *names]
        if asked["last_n"]:
            unit = look_back_unit(self.fits, str(self["context"].value() or ""))
            words = _("over the last {} %(unit)s; %(rest)s") % {"unit": unit, "rest": words}
            names = ["last_n", *names]
        return sentence(words, names, self.instance, self)

    def place(self):
        return sentence(*PLACE, self.instance, self)
