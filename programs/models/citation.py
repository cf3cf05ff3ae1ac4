"""The sources of a version: they are drafted, published and frozen with it."""

import re
from typing import Any

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from programs.columns import BOUNDED
from programs.models.programme import ProgramVersion, Stage
from programs.sourced import Grounds, Sourced

COLUMN = re.compile(r"\b[a-z]+(?:_[a-z]+)+\b")


class Citation(Sourced):
    """A source, and what of its version rests on it. Columns that it names in `supports` are shown with it."""

    version = models.ForeignKey(ProgramVersion, on_delete=models.PROTECT, related_name="sources")
    position = models.PositiveSmallIntegerField(_("order"), default=1, validators=[MinValueValidator(1)])
    reference = models.CharField(_("reference"), max_length=240)
    supports = models.TextField(_("what it supports"), validators=BOUNDED)
    standing = models.CharField(_("standing"), max_length=12, choices=Grounds, default=Grounds.TO_VERIFY)
    standing_field = "standing"

    class Meta:
        ordering = ("version", "position", "pk")
        verbose_name = _("source")
        verbose_name_plural = _("sources")

    def __str__(self) -> str:
        return self.reference

    @property
    def supports_in_words(self) -> str:
        """The same for a reader: a column that it names stands as the words of its field."""
        labels = {
            one.name: one.verbose_name for model in (ProgramVersion, Stage) for one in model._meta.concrete_fields
        }
        return COLUMN.sub(lambda name: f"“{labels.get(name[0], name[0].replace('_', ' '))}”", self.supports)

    @property
    def found_at(self) -> str:
        """Where it is found, in one line: "Goom, 2016, DOI 10.2519/…"."""
        parts: list[Any] = [self.authors, self.year, self.doi and f"DOI {self.doi}", self.pmid and f"PMID {self.pmid}"]
        return ", ".join(str(part) for part in parts if part)
