"""Exercises and the ways to do them: wording is shared and live, with history."""

from typing import Self, TypeVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from programs.columns import BOUNDED
from programs.models.named import Named, once
from programs.workshop.drawing.catalogue import Drawing, drawing_of

Row = TypeVar("Row", bound=models.Model, covariant=True)


class CatalogueQuerySet(models.QuerySet[Row]):
    def offered(self, *, beside: int | None = None) -> Self:
        """What may be chosen anew; and the row with the id `beside`, which is chosen already."""
        return self.filter(Q(retired_at=None) | Q(pk=beside))


class Retirable(models.Model):
    """A row of the catalogue that can be taken from offer. Whoever has it already keeps it as it is."""

    retired_at = models.DateTimeField(_("retired"), null=True, blank=True, editable=False)

    objects = CatalogueQuerySet.as_manager()

    class Meta:
        abstract = True


OFFER = ["retired_at"]  # no wording: an earlier one that is brought back leaves it as it is


class Kind(models.TextChoices):
    HOLD = "hold", _("hold")
    REPETITIONS = "repetitions", _("repetitions")


class Exercise(Retirable, Named):
    slug = models.SlugField(_("short name"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    summary = models.TextField(_("in one sentence"), validators=BOUNDED, blank=True)
    instructions = models.TextField(_("how to do it"), help_text=_("One step a line."), validators=BOUNDED, blank=True)
    cue = models.CharField(_("the one cue on the card"), max_length=160, blank=True)
    cues = models.TextField(_("further cues"), help_text=_("One a line."), validators=BOUNDED, blank=True)
    faults = models.TextField(
        _("when it goes wrong"), help_text=_("One a line: what happens, what to do."), validators=BOUNDED, blank=True
    )
    equipment = models.CharField(_("equipment"), max_length=120, blank=True)
    equipment_guide = models.TextField(
        _("which size"), help_text=_("One line a height."), validators=BOUNDED, blank=True
    )
    equipment_alternative = models.TextField(_("without the equipment"), validators=BOUNDED, blank=True)
    history = HistoricalRecords(excluded_fields=OFFER)

    class Meta:
        ordering = ("name",)
        verbose_name = _("exercise")
        verbose_name_plural = _("exercises")
        constraints = (once("exercise_name_once"),)

    def __str__(self) -> str:
        return self.name

    @property
    def ways(self) -> list["Variation"]:
        """The variations that a new version has, the easiest first."""
        return [variation for variation in self.variations.all() if variation.retired_at is None]

    def ensure_variation(self) -> None:
        """Every exercise is done in at least one way; where nobody named any, it is called "Standard"."""
        if not self.variations.exists():
            Variation.objects.create(exercise=self, slug="standard", name=str(_("Standard")))


class Variation(Retirable):
    """A way to do an exercise; the higher the level, the harder."""

    exercise = models.ForeignKey(Exercise, on_delete=models.PROTECT, related_name="variations")
    slug = models.SlugField(_("short name"))
    name = models.CharField(_("name"), max_length=120)
    cue = models.CharField(_("cue"), max_length=200, blank=True)
    level = models.PositiveSmallIntegerField(_("level"), default=1, help_text=_("1 is the easiest."))
    history = HistoricalRecords(excluded_fields=OFFER)

    class Meta:
        ordering = ("exercise", "level")
        verbose_name = _("variation")
        verbose_name_plural = _("variations")
        constraints = (
            models.UniqueConstraint(fields=("exercise", "slug"), name="variation_once_an_exercise"),
            models.UniqueConstraint(fields=("exercise", "level"), name="variation_level_once_an_exercise"),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def drawing(self) -> Drawing | None:
        """Its `Drawing`, the only way to a picture's file; None where nobody drew it."""
        return drawing_of(self.exercise.slug, self.slug)
