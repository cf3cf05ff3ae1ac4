"""A row of numbers that have limits, and a reason where one is not usual."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from programs.columns import Column, refusals


class Explained(models.Model):
    """A row of thresholds, or a dose: nothing outside their hard limits, and a reason for what is not usual."""

    reasons = models.JSONField(
        _("reasons"),
        default=dict,
        db_default={},
        editable=False,
        help_text=_("By column, why it lies outside the usual range."),
    )
    thresholds: Mapping[str, Column]

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        if found := refusals(self):
            raise ValidationError(found)
