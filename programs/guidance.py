"""Guidance: short cards that answer what people ask, where they ask it. Live content with history; no rule reads it.

A card is cautious and names its source; it never diagnoses and never tells anybody to take more load.
"""

from typing import Any, Self

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from programs.columns import BOUNDED
from programs.sourced import Grounds, Sourced
from programs.translated import Said, Translated


class Topic(models.TextChoices):
    """In the order in which the page of all answers has them."""

    PLAN = "plan", _("Your plan and moving on")
    PAIN = "pain", _("Pain, sides and bad days")
    TECHNIQUE = "technique", _("Doing the exercises")
    SPORT = "sport", _("Running, sport and work")
    DAILY = "daily", _("Sitting, stretching and daily life")
    TREATMENT = "treatment", _("Treatments beside the exercises")
    CONTACT = "contact", _("Worries and other problems")
    APP = "app", _("This app")


class Place(models.TextChoices):
    TODAY = "today", _("Today")
    REST = "rest", _("Today, on a rest day")
    LOG = "log", _("where a session is logged")
    MORNING = "morning", _("where a morning is answered")
    PROGRAMME = "programme", _("Programme")
    EXERCISE = "exercise", _("Programme, below an exercise of the stage")
    PROGRESS = "progress", _("Progress")
    ALL_ANSWERS = "answers", _("only on the page of all answers")


STILL_RIGHT = "looked at again: still right"  # marks what changed no word, in the history of a card


class GuidanceQuerySet(models.QuerySet["Guidance"]):
    def with_first_day(self) -> Self:
        """Each with `first_at`, when it was first written."""
        written = Guidance.history.filter(id=OuterRef("pk")).order_by("history_date")
        return self.annotate(first_at=Subquery(written.values("history_date")[:1]))

    def live(self) -> Self:
        return self.filter(live=True)

    def for_program(self, program_id: int | None) -> Self:
        """Cards of a programme, and those that belong to every programme."""
        return self.filter(Q(program=None) | Q(program=program_id))

    def for_stage(self, stage: Any) -> Self:
        """Cards that hold in a stage of a version: by the stages that a card names, which have to be in this version
        too, and else by its numbers; and by the exercise that a card names, which has to be in the stage."""
        return self.for_position(type(stage)._default_manager.filter(version=stage.version_id), stage.position)

    def for_position(self, there: "models.QuerySet[Any]", position: Any) -> Self:
        """The same of the stage at a position `there`, among the stages of a version."""
        begun = there.filter(key=OuterRef("from_key"), position__lte=position)
        to_come = there.filter(key=OuterRef("to_key"), position__gte=position)
        first = Q(from_key="") & (Q(from_stage=None) | Q(from_stage__lte=position))
        last = Q(to_key="") & (Q(to_stage=None) | Q(to_stage__gte=position))
        has_it = there.filter(position=position, prescriptions__exercise=OuterRef("exercise"))
        in_plan = Q(exercise=None) | Exists(has_it)
        return self.filter(first | Exists(begun), last | Exists(to_come), in_plan)


class Guidance(Sourced, Translated):
    """One card: a question, at most about 60 words, where they come from, and where it is shown.

    A card of one programme names its first and last stage by their keys, so that they stay the same whatever is put in
    before them; a card of every programme can only say numbers. One that names an exercise holds where a stage has it.
    """

    translated = {"title": False, "body": True, "words": False}
    slug = models.SlugField(_("short name"), unique=True)
    program = models.ForeignKey(
        "programs.Program",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="guidance",
        verbose_name=_("programme"),
        help_text=_("Empty: every programme."),
    )
    topic = models.CharField(_("topic"), max_length=12, choices=Topic)
    title = models.CharField(_("question"), max_length=120)
    body = models.TextField(
        _("answer"), help_text=_("One paragraph a line, about 60 words in all."), validators=BOUNDED
    )
    words = models.CharField(
        _("also found by"), max_length=200, blank=True, help_text=_("Other words that people search for.")
    )
    source = models.CharField(_("source"), max_length=240)
    grounds = models.CharField(_("standing of the source"), max_length=12, choices=Grounds, default=Grounds.OURS)
    place = models.CharField(_("shown at"), max_length=12, choices=Place, default=Place.ALL_ANSWERS)
    from_stage = models.PositiveSmallIntegerField(
        _("from stage"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    to_stage = models.PositiveSmallIntegerField(
        _("up to stage"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    from_key = models.SlugField(max_length=60, blank=True, default="", db_default="", editable=False)
    to_key = models.SlugField(max_length=60, blank=True, default="", db_default="", editable=False)
    exercise = models.ForeignKey(
        "programs.Exercise",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="guidance",
        verbose_name=_("exercise"),
        help_text=_("Empty: whatever the exercises are. Else the card is shown in stages that have this one."),
    )
    position = models.PositiveSmallIntegerField(_("order"), default=100)
    live = models.BooleanField(_("shown to patients"), default=True)
    standing_field = "grounds"
    history = HistoricalRecords()

    objects = GuidanceQuerySet.as_manager()

    class Meta:
        ordering = ("position", "slug")
        verbose_name = _("guidance card")
        verbose_name_plural = _("guidance cards")
        constraints = (
            models.CheckConstraint(
                condition=Q(from_stage=None) | Q(to_stage=None) | Q(to_stage__gte=F("from_stage")),
                name="guidance_stages_in_order",
            ),
            models.CheckConstraint(
                condition=Q(from_key="", to_key="") | Q(program__isnull=False), name="guidance_key_of_a_program"
            ),
        )

    def __str__(self) -> str:
        return self.title

    def wrong(self) -> dict[str, str]:
        return super().wrong() | self.nowhere()

    def nowhere(self) -> dict[str, str]:
        """What no version has any more, so that nobody would read the card, by column."""
        found = {}
        for end in ("from", "to"):
            key = getattr(self, f"{end}_key")
            if key and self.program and not self.program.versions.filter(stages__key=key).exists():
                found[f"{end}_stage"] = _("No version of “%(program)s” has this stage.") % {"program": self.program}
        if self.exercise and not self._is_prescribed(self.exercise):
            where = self.program or _("any programme")
            said = _("No stage of “%(program)s” has “%(exercise)s”: nobody would read this card.")
            found["exercise"] = said % {"program": where, "exercise": self.exercise}
        return found

    def _is_prescribed(self, exercise: Any) -> bool:
        of_program = {"stage__version__program": self.program_id} if self.program_id else {}
        return bool(exercise.prescriptions.filter(**of_program).exists())

    @property
    def subject(self) -> str:
        return f"card/{self.slug}"

    @property
    def paragraphs(self) -> list[Said]:
        return self.said.body.lines
