"""What is wrong with a form and its rows, each by the name of its field and of its row."""

from dataclasses import dataclass
from itertools import chain

from django import template
from django.utils.text import capfirst

register = template.Library()


@dataclass(frozen=True)
class Fault:
    """`where` is the field in words, "" where it is of no single one; `id` is that of the element to go to."""

    where: str
    says: str
    id: str


@register.simple_tag
def faults_of(form, formsets=()):
    """Every `Fault` of a form and of its inline formsets (Django's `InlineAdminFormSet`), from top to bottom."""
    inline = (formset.formset for formset in formsets or ())
    return [*_of_fields(form, ""), *chain.from_iterable(map(_of_rows, inline))] if form else []


def _of_rows(formset):
    named = str(getattr(formset, "row_name", formset.model._meta.verbose_name))
    for says in formset.non_form_errors():
        yield Fault(capfirst(str(formset.model._meta.verbose_name_plural)), says, f"{formset.prefix}-rows")
    for number, form in enumerate(formset.forms, start=1):
        subject = str(getattr(form, "subject", form.instance if form.instance.pk else ""))
        where = f"{capfirst(named)} {number}" + (f", {subject}" if subject else "")
        if form.errors:
            yield from (Fault(where, says, form.prefix) for says in form.non_field_errors())
            yield from _of_fields(form, f"{where}: ")


def _of_fields(form, where):
    for field in form:
        for says in field.errors:
            label = str(field.label)
            name = label[:1].lower() + label[1:] if where else capfirst(label)
            yield Fault(where + name, says, _id_of(field))


def _id_of(field):
    """A group of buttons has its first to go to, and what is not shown its row."""
    if field.is_hidden:
        return field.form.prefix or "errors"
    return field.id_for_label or f"{field.auto_id}_0"
