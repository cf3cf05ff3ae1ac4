"""Exercises and the ways to do them: wording is shared and live, with history."""

from typing import Self, TypeVar
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from programs.columns import BOUNDED
from programs.models.named import Named, once
from programs.models.picture import Shown
from programs.translated import Translated
from programs.workshop.drawing.catalogue import drawing_of

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


class HipFlexion(models.TextChoices):
    """How far the hip is bent under load: this tendon is pressed against the sitting bone the more, the further."""

    NOT_SAID = "", _("not said")
    OPEN = "open", _("hip open, hardly bent")
    SOME = "some", _("hip bent less than 70 degrees")
    DEEP = "deep", _("hip bent 70 degrees or more")


class Exercise(Retirable, Named, Translated):
    translated = {
        "name": False,
        "summary": True,
        "instructions": True,
        "cue": True,
        "cues": True,
        "faults": True,
        "equipment": False,
        "equipment_guide": True,
        "equipment_alternative": True,
    }
    slug = models.SlugField(_("short name"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    hip_flexion = models.CharField(
        _("hip bending"), max_length=4, choices=HipFlexion, blank=True, default=HipFlexion.NOT_SAID, db_default=""
    )
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
    video = models.CharField(
        _("video"),
        max_length=200,
        blank=True,
        db_default="",
        help_text=_("An https:// address elsewhere. It opens in a window of its own; nothing of it is loaded here."),
    )
    history = HistoricalRecords(excluded_fields=OFFER)

    class Meta:
        ordering = ("name",)
        verbose_name = _("exercise")
        verbose_name_plural = _("exercises")
        constraints = (
            once("exercise_name_once"),
            models.CheckConstraint(
                condition=Q(video="") | Q(video__startswith="https://"), name="exercise_video_is_https"
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def subject(self) -> str:
        return f"exercise/{self.slug}"

    @property
    def ways(self) -> list["Variation"]:
        """The variations that a new version has, the easiest first."""
        return [variation for variation in self.variations.all() if variation.retired_at is None]

    def clean(self) -> None:
        super().clean()
        if self.video and not self.video_host:
            raise ValidationError({"video": _("Please give an https:// address, without a name or password in it.")})

    @property
    def video_host(self) -> str:
        """Where its video opens, as the network spells it: a name that only looks like another one shows as xn--…
        "" where there is none that a page may lead to."""
        place = urlsplit(self.video)
        try:
            URLValidator(schemes=["https"])(self.video)
            return "" if "@" in place.netloc else (place.hostname or "").encode("idna").decode()
        except (UnicodeError, ValidationError):
            return ""

    def ensure_variation(self) -> None:
        """Every exercise is done in at least one way; where nobody named any, it is called "Standard"."""
        if not self.variations.exists():
            Variation.objects.create(exercise=self, slug="standard", name=str(_("Standard")))


class Variation(Retirable, Translated):
    """A way to do an exercise; the higher the level, the harder. It stands for itself: what it needs and how it is done
    are its own where it says so, else the exercise's."""

    translated = {"name": False, "cue": True, "equipment": False, "instructions": True}
    exercise = models.ForeignKey(Exercise, on_delete=models.PROTECT, related_name="variations")
    slug = models.SlugField(_("short name"))
    name = models.CharField(_("name"), max_length=120)
    cue = models.CharField(_("cue"), max_length=200, blank=True)
    equipment = models.CharField(_("what it needs"), max_length=120, blank=True, default="", db_default="")
    instructions = models.TextField(
        _("how this way is done"),
        help_text=_("One step a line. Empty: as the exercise says."),
        validators=BOUNDED,
        blank=True,
        default="",
        db_default="",
    )
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
    def subject(self) -> str:
        return f"variation/{self.exercise.slug}/{self.slug}"

    @property
    def shown(self) -> Shown | None:
        """The only way to a picture: one that was uploaded for it, else for its exercise, else the drawing that comes
        with the product; None where there is none."""
        uploaded = self.exercise.pictures.all()
        return (
            Shown.of(picture.still for picture in uploaded if picture.variation_id == self.pk)
            or Shown.of(picture.still for picture in uploaded if picture.variation_id is None)
            or Shown.drawn(drawing_of(self.exercise.slug, self.slug), self.exercise.name)
        )
