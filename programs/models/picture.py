"""Pictures that editors upload: start and end of an exercise or of one way to do it, with what allows showing them.

Their bytes lie behind Django's storage interface; `StoredFile` is where they lie unless a setting says otherwise.
"""

from collections.abc import Container, Iterable
from dataclasses import dataclass
from typing import Protocol, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Position(models.TextChoices):
    START = "start", _("start")
    END = "end", _("end")


class Licence(models.TextChoices):
    OWN = "own", _("made by this clinic")
    PUBLIC = "public", _("public domain, or CC0")
    CC_BY = "cc-by", "CC BY 4.0"
    CC_BY_SA = "cc-by-sa", "CC BY-SA 4.0"
    PERMISSION = "permission", _("with permission")


class Consent(models.TextChoices):
    NOBODY = "nobody", _("nobody can be recognised in it")
    WRITTEN = "written", _("who is shown agreed in writing")


CREDITED = {
    Licence.CC_BY: _("changed: made smaller"),
    Licence.CC_BY_SA: _("changed: made smaller"),
    Licence.PERMISSION: "",
}

TAKEN = _("There is such a picture already. Please open it and replace it there.")


class StoredFile(models.Model):
    """The bytes of one file. In the database, since web nodes share nothing else and its backup holds them."""

    name = models.CharField(max_length=100, unique=True)
    content = models.BinaryField()
    size = models.PositiveIntegerField()
    stored_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("stored file")
        verbose_name_plural = _("stored files")

    def __str__(self) -> str:
        return self.name


class Picture(models.Model):
    """One uploaded picture; without a variation it shows every variation that has none of its own."""

    exercise = models.ForeignKey(
        "programs.Exercise", on_delete=models.PROTECT, related_name="pictures", verbose_name=_("exercise")
    )
    variation = models.ForeignKey(
        "programs.Variation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="pictures",
        verbose_name=_("variation"),
    )
    position = models.CharField(_("what it shows"), max_length=5, choices=Position)
    file = models.FileField(_("picture"), editable=False)
    width = models.PositiveSmallIntegerField(editable=False)
    height = models.PositiveSmallIntegerField(editable=False)
    alternative = models.CharField(
        _("in words"),
        max_length=200,
        help_text=_("What the picture shows, for people who use a screen reader. One sentence."),
    )
    licence = models.CharField(_("licence"), max_length=10, choices=Licence)
    source = models.CharField(
        _("source"),
        max_length=160,
        help_text=_("Who made it, and where it comes from. Where a credit is due, it stands beside the picture."),
    )
    consent = models.CharField(_("consent"), max_length=7, choices=Consent)
    consent_kept = models.CharField(
        _("where the consent is kept"), max_length=160, blank=True, help_text=_("No name: where it lies, and its date.")
    )

    class Meta:
        ordering = ("exercise", "variation", "-position")
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        constraints = (
            models.UniqueConstraint(
                fields=("variation", "position"), name="picture_once_a_variation", violation_error_message=TAKEN
            ),
            models.UniqueConstraint(
                fields=("exercise", "position"),
                condition=Q(variation=None),
                name="picture_once_an_exercise",
                violation_error_message=TAKEN,
            ),
            models.CheckConstraint(
                condition=~Q(alternative="") & ~Q(source="") & ~Q(file=""), name="picture_has_words_source_and_file"
            ),
            models.CheckConstraint(
                condition=Q(consent=Consent.NOBODY) | Q(consent=Consent.WRITTEN) & ~Q(consent_kept=""),
                name="picture_has_its_consent",
            ),
        )

    def __str__(self) -> str:
        return _("%(of)s, %(position)s") % {
            "of": f"{self.exercise}, {self.variation}" if self.variation else str(self.exercise),
            "position": self.get_position_display(),
        }

    def clean(self) -> None:
        super().clean()
        if self.consent == Consent.WRITTEN and not self.consent_kept:
            raise ValidationError({"consent_kept": _("Please say where the consent is kept.")})

    @property
    def credit(self) -> str:
        """The line that is due beside it; "" where none is."""
        if self.licence not in CREDITED:
            return ""
        said = (self.source, str(self.get_licence_display()), str(CREDITED[Licence(self.licence)]))
        return ", ".join(filter(None, said))

    @property
    def still(self) -> "Still":
        return Still(
            self.position,
            self.alternative,
            uploaded=str(self.file),
            width=self.width,
            height=self.height,
            credit=self.credit,
        )


@dataclass(frozen=True)
class Still:
    """One picture as pages show it: `drawn` is a file under static/, `uploaded` one that storage holds."""

    position: str
    alternative: str
    drawn: str = ""
    uploaded: str = ""
    width: int = 400
    height: int = 200
    credit: str = ""


class Drawing(Protocol):
    """Names of files under static/, and what the motion does on its way."""

    @property
    def start(self) -> str: ...
    @property
    def end(self) -> str: ...
    @property
    def moves(self) -> str: ...
    @property
    def way(self) -> str: ...
    @property
    def second_view(self) -> bool: ...


@dataclass(frozen=True)
class Shown:
    """What is to be seen of a variation: start and end, of which one may be missing, and of a drawing how it moves."""

    start: Still | None
    end: Still | None
    drawing: Drawing | None = None

    @property
    def stills(self) -> list[Still]:
        return [still for still in (self.start, self.end) if still]

    @property
    def one(self) -> Still:
        """The one where there is room for no more."""
        return self.stills[-1]

    @property
    def credits(self) -> list[str]:
        return list(dict.fromkeys(still.credit for still in self.stills if still.credit))

    def only(self, held: Container[str]) -> Self | None:
        """Without the uploaded pictures that are not among those `held`."""
        return self.of(still for still in self.stills if still.drawn or still.uploaded in held)

    @classmethod
    def of(cls, stills: Iterable[Still]) -> Self | None:
        """None where there is nothing to see."""
        by_position = {still.position: still for still in stills}
        return cls(by_position.get("start"), by_position.get("end")) if by_position else None

    @classmethod
    def drawn(cls, drawing: Drawing | None, name: str) -> Self | None:
        """The drawing of an exercise of this name."""
        if drawing is None:
            return None
        start, end = _("%(name)s, start position") % {"name": name}, _("%(name)s, end position") % {"name": name}
        return cls(
            Still("start", alternative=start, drawn=drawing.start),
            Still("end", alternative=end, drawn=drawing.end),
            drawing,
        )
