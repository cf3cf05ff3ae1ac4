"""What an English text of the catalogue is in another language. Nothing here is ever written over: the newest holds."""

from collections.abc import Iterable, Iterator

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from programs.models.programme import Prescription, ProgramVersion, Stage
from programs.translated import Translated


class TranslationQuerySet(models.QuerySet["Translation"]):
    def say_in(self, language: str, rows: Iterable[Translated]) -> None:
        """From now on these objects say in `language` what has a translation of the English that they hold; one query,
        and none for English, which is ""."""
        if not language:
            return
        of_subject: dict[str, list[Translated]] = {}
        for row in rows:
            row.spoken, row.texts = language, {}
            of_subject.setdefault(row.subject, []).append(row)
        for one in self.filter(language=language, subject__in=of_subject):
            for row in of_subject[one.subject]:
                if one.field in row.translated and one.english == getattr(row, one.field):
                    row.texts[one.field] = one.text


def texts_of(
    version: ProgramVersion, stages: Iterable[Stage] = (), prescriptions: Iterable[Prescription] = ()
) -> Iterator[Translated]:
    """What a page about a version says of it: its programme, these of its stages, and the exercises of these
    prescriptions with their variations, which it has loaded."""
    yield version.program
    for stage in stages:
        stage.version = version
        yield stage
    for one in prescriptions:
        yield one.exercise
        yield from one.exercise.variations.all()


class Translation(models.Model):
    """One text of one thing in one language, of the English word for word as it was; an empty one takes back. It hangs
    on no row: a stage has it in every version that says the same, and a draft that goes takes nothing along."""

    language = models.CharField(_("language"), max_length=12)
    subject = models.CharField(max_length=180, help_text=_("Which thing, by its short names."))
    field = models.CharField(max_length=40)
    english = models.TextField(_("of the English"))
    text = models.TextField(_("translation"), blank=True)
    at = models.DateTimeField(_("written"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))

    objects = TranslationQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        verbose_name = _("translation")
        verbose_name_plural = _("translations")
        indexes = (models.Index(fields=("language", "subject"), name="translation_of_subject"),)
        constraints = (
            models.CheckConstraint(condition=~Q(english="") & ~Q(language=""), name="translation_of_some_english"),
        )

    def __str__(self) -> str:
        return f"{self.subject}, {self.field}, {self.language}"
