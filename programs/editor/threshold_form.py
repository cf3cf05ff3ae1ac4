"""Thresholds in a form: outside its usual range a number asks for a reason, which the row keeps."""

from decimal import Decimal, InvalidOperation

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programs.columns import Unit


def threshold_field(column, field):
    """The form's field of a `gate.Column`, with the limits that an editor is held to."""
    if column.unit is Unit.YES_OR_NO:
        return forms.TypedChoiceField(
            label=field.label,
            choices=[("False", gettext_lazy("not asked")), ("True", gettext_lazy("asked"))],
            coerce=lambda value: value == "True",
        )
    field.label = column.label_beside or field.label
    return field


class ThresholdForm(forms.ModelForm):
    """A form of a model whose thresholds are `columns`."""

    columns = {}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in self.columns.keys() & self.fields.keys():
            self.fields[name] = threshold_field(self.columns[name], self.fields[name])
            if self.columns[name].usual:
                self.fields[_why(name)] = forms.CharField(
                    label=_("Why not the usual range: %(what)s") % {"what": self.columns[name].label},
                    initial=self.instance.reasons.get(name, ""),
                    required=False,
                    max_length=300,
                )

    def clean(self):
        data = super().clean()
        unusual = {name: data[name] for name in self.columns if self.columns[name].is_unusual(data.get(name))}
        self.instance.reasons = {name: data[_why(name)] for name in unusual if data.get(_why(name))}
        for name in unusual.keys() - self.instance.reasons.keys():
            if not self.columns[name].refusal(unusual[name]):
                self.add_error(_why(name), self.columns[name].asks_why(unusual[name]))
        return data

    def why(self, name):
        """The field for the reason, where the value that is shown has to have one."""
        column = self.columns.get(name)
        value = _number(self[name].value())
        if column and column.is_unusual(value) and not column.refusal(value):
            return self[_why(name)]
        return None


def _number(text):
    """What stands in a box, None for what is no number."""
    try:
        value = Decimal(str(text))
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


def _why(name):
    return f"why_{name}"
