"""A gate and its safety thresholds as English: the numbers are form fields, or bold where nothing may be changed."""

from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

PLACE = (_("Place {} in the order"), ("position",))


@dataclass(frozen=True)
class Sentence:
    """`words` is HTML; `faults` are (id, errors) of the fields in it; `was` says the numbers of the version before;
    `whys` are fields for the reason of an unusual number, `reasons` what was said where nothing may be changed."""

    words: str
    faults: list
    was: list
    hint: str
    whys: list
    reasons: list
    fields: list


def sentences_of(lines, row, form=None, before=None):
    """Each `gate.Line` with the numbers of `row`: as fields where `form` has them. `before` is the row compared with.

    Without a form, what is not asked is left out.
    """
    asked = [line for line in lines if form or _is_asked(line, row)]
    return [sentence(line.words, line.names, row, form, before, _hint(line)) for line in asked]


def _is_asked(line, row):
    return all(column.may_be_left_out is None or getattr(row, column.name) for column in line.columns)


def _hint(line):
    return line.columns[0].may_be_left_out or ""


def sentence(words, names, row, form=None, before=None, hint=""):
    fields = [form[name] for name in names if form and name in form.fields]
    changed = [name for name in names if before and getattr(before, name) != getattr(row, name)]
    return Sentence(
        words=format_html(words, *(_number(name, row, form) for name in names)),
        faults=[(f"{field.auto_id}_error", field.errors) for field in fields if field.errors],
        was=[gettext("was %(value)s") % {"value": _value(before, name)} for name in changed],
        hint=hint if form else "",
        whys=[why for name in names if hasattr(form, "why") and (why := form.why(name))],
        reasons=[row.reasons[name] for name in names if not form and name in getattr(row, "reasons", ())],
        fields=fields,
    )


def _number(name, row, form):
    if not form or name not in form.fields:
        return format_html("<b>{}</b>", _value(row, name))
    field = form[name]
    box = "form-select" if field.widget_type == "select" else "form-control"
    widget = field.as_widget(attrs={"class": f"{box} is-invalid" if field.errors else box})
    return format_html('<label class="visually-hidden" for="{}">{}</label>{}', field.auto_id, field.label, widget)


def _value(row, name):
    value = getattr(row, name)
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    return gettext("none") if value is None else value
