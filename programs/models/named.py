"""Names that people choose by: no two rows of a kind share one, whatever the case and the spaces."""

import unicodedata
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower, Replace
from django.utils.translation import gettext as _


def plain(name: str) -> str:
    """For comparing: "Heel  Raise" is "heel raise"."""
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())


def once(name: str) -> models.UniqueConstraint:
    """What the database itself holds: less than `plain`, and whatever writes the row."""
    return models.UniqueConstraint(Lower(Replace("name", models.Value(" "), models.Value(""))), name=name)


class Named(models.Model):
    """A row with a `name` of its own."""

    name: "models.CharField[Any, str]"

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        if taken := self.taken():
            raise ValidationError({"name": taken})

    def taken(self) -> str:
        """Why this row cannot be called so, as a sentence; "" where it can."""
        rows: Any = type(self)._default_manager
        others = rows.exclude(pk=self.pk).values_list("name", flat=True)
        same = next((name for name in others if plain(name) == plain(self.name)), None)
        return _("“%(name)s” is there already. Please choose another name.") % {"name": same} if same else ""
