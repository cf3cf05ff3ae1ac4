"""Rows with a number that is unique at every moment, and that may change places in one go."""

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy

from programs.editor import drafting

MOST_ROWS = 99


class OrderedRow(forms.ModelForm):
    """A row whose number is compared with the other rows of the form, not with what is still stored."""

    order_field = "position"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        number = self.fields.get(self.order_field)
        if number:
            number.required = False
            number.validators += [MinValueValidator(1), MaxValueValidator(MOST_ROWS)]
            if not self.instance.pk:
                self.initial[self.order_field] = None

    def _get_validation_exclusions(self):
        return super()._get_validation_exclusions() | {self.order_field}


class OrderedFormSet(forms.BaseInlineFormSet):
    """A new row without a number goes to the end."""

    alike = gettext_lazy("Two rows have the same number.")

    @property
    def order_field(self):
        return self.form.order_field

    def clean(self):
        super().clean()
        used = [form for form in self.forms if form.instance.pk or form.has_changed()]
        self.kept = [form for form in used if form.is_valid() and not self._should_delete_form(form)]
        given = [number for number in map(self._number, self.kept) if number is not None]
        if len(given) != len(set(given)):
            raise ValidationError(self.alike)

    def _number(self, form):
        return form.cleaned_data.get(self.order_field)

    def save(self, commit=True):
        self._number_the_rest()
        manager = self.model._default_manager
        for number, row in enumerate(self.get_queryset(), start=drafting.ASIDE):
            manager.filter(pk=row.pk).update(**{self.order_field: number})
        saved = super().save(commit)
        for form in self.kept:
            manager.filter(pk=form.instance.pk).update(**{self.order_field: self._number(form)})
        return saved

    def _number_the_rest(self):
        last = max((self._number(form) or 0 for form in self.kept), default=0)
        for form in self.kept:
            if self._number(form) is None:
                last += 1
                form.cleaned_data[self.order_field] = last
                setattr(form.instance, self.order_field, last)
