"""What a physio types for a progress letter."""

from django import forms
from django.utils.translation import gettext_lazy as _

from patients.forms.fields import text_field


class LetterForm(forms.Form):
    to = text_field(
        _("To"),
        400,
        _("This is too long. Please keep it under 400 characters."),
        help_text=_("Name and address, one line each. Left empty, the letter begins without it."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    text = text_field(
        _("Letter"),
        8000,
        _("This is too long. Please keep it under 8,000 characters."),
        missing=_("Please write something; the letter is empty."),
        widget=forms.Textarea(attrs={"rows": 22}),
    )
