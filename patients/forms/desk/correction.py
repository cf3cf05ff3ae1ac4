"""Why a clinician puts an entry right."""

from django import forms
from django.utils.translation import gettext_lazy

from patients.forms.fields import text_field


class WhyForm(forms.Form):
    why = text_field(
        gettext_lazy("Why was it wrong?"),
        300,
        gettext_lazy("This reason is too long. Please keep it under 300 characters."),
        missing=gettext_lazy("Please say why it was wrong."),
    )
