"""Names that people choose by: no two rows of a kind share one, whatever the case and the spaces."""

import unicodedata
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower, Replace
from django.utils.text import slugify
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


def free_slug(rows: "models.QuerySet[Any]", name: str) -> str:
    """A short name that none of `rows` has: "bridge", else "bridge-2", "bridge-3" …"""
    longest = 40
    wanted = slugify(name)[:longest].strip("-") or "unnamed"
    taken = set(rows.filter(slug__startswith=wanted).values_list("slug", flat=True))
    candidates = (wanted if number == 1 else f"{wanted}-{number}" for number in range(1, len(taken) + 2))
    return next(slug for slug in candidates if slug not in taken)


def free_name(model: type[Named], name: str) -> str:
    """A name that no row of a model has: "Bridge", else "Bridge, 2", "Bridge, 3" …"""
    rows: Any = model._default_manager
    longest = (model._meta.get_field("name").max_length or 120) - 6
    taken = {plain(other) for other in rows.values_list("name", flat=True)}
    candidates = (name if number == 1 else f"{name[:longest]}, {number}" for number in range(1, len(taken) + 2))
    return next(one for one in candidates if plain(one) not in taken)
