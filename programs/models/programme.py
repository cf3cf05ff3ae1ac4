"""Programmes made of versions, stages and prescriptions.

Doses, stages and gates belong to a version, and a published version is frozen: editing means duplicating it to a draft.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Self, TypeVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import F, Q
from django.db.models.functions import MD5, Cast, Random
from django.utils.translation import gettext_lazy as _

from programs.columns import BOUNDED, Column
from programs.gate import GATE, SAFETY, rules_of
from programs.models.dose import Dosed, up_to
from programs.models.exercise import Exercise, Retirable, Variation
from programs.models.explained import Explained
from programs.models.named import Named, once
from programs.progression import stored
from programs.translated import Translated

Made = TypeVar("Made", bound=models.Model)
MOST_A_WEEK = 21  # three times a day
WEEK = 7
FRESH_KEY = MD5(Cast(Random(), models.CharField()))  # made by the database: whatever writes a stage, it has one


class Role(models.TextChoices):
    MAIN = "main", _("counts towards the gate")
    MAINTENANCE = "maintenance", _("maintenance")
    BETWEEN = "between", _("on the days between")


class Status(models.TextChoices):
    DRAFT = "draft", _("draft")
    PUBLISHED = "published", _("published")


class Program(Retirable, Named, Translated):
    translated = {"name": False, "summary": True, "usual_pain": True}
    slug = models.SlugField(_("short name"), unique=True)
    name = models.CharField(_("name"), max_length=160)
    condition = models.CharField(_("for"), max_length=200, blank=True)
    summary = models.TextField(_("summary"), validators=BOUNDED, blank=True)
    pain_at = models.CharField(
        _("where its pain is"),
        max_length=60,
        blank=True,
        default="",
        db_default="",
        help_text=_("As it goes on after “Rate the pain”: “at the sitting bone”. Empty: “that you are treated for”."),
    )
    usual_pain = models.CharField(
        _("what belongs to the condition"),
        max_length=200,
        blank=True,
        default="",
        db_default="",
        help_text=_("A sentence that stands beside the alarms: “Pain when you sit is part of this condition.”"),
    )
    review_by = models.DateField(
        _("review by"), null=True, blank=True, help_text=_("Empty: two years after its newest version was published.")
    )
    looked_on = models.DateField(
        _("looked at again on"),
        null=True,
        blank=True,
        editable=False,
        help_text=_("The last day on which somebody found it, and the sources of its newest version, still right."),
    )

    class Meta:
        ordering = ("name",)
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        constraints = (once("program_name_once"),)

    def __str__(self) -> str:
        return self.name

    @property
    def subject(self) -> str:
        return f"program/{self.slug}"

    @property
    def where_it_hurts(self) -> str:
        """As a sentence goes on after "the worst pain"."""
        return self.pain_at or str(_("that you are treated for"))

    def latest_published(self) -> "ProgramVersion | None":
        return self.versions.published().order_by("-number").first()


class ProgramVersionQuerySet(models.QuerySet["ProgramVersion"]):
    def published(self) -> Self:
        return self.filter(status=Status.PUBLISHED)

    def latest_published(self) -> Self:
        """The newest published version of each programme."""
        newest = ProgramVersion.objects.published().filter(program=models.OuterRef("program")).order_by("-number")
        return self.published().filter(number=models.Subquery(newest.values("number")[:1]))

    def drafts(self) -> Self:
        return self.filter(status=Status.DRAFT)


def made_of(columns: Mapping[str, Column]) -> Callable[[type[Made]], type[Made]]:
    """Gives an abstract model the columns of `gate`."""

    def add(model: type[Made]) -> type[Made]:
        for column in columns.values():
            model.add_to_class(column.name, column.field())
        return model

    return add


@made_of(SAFETY)
class SafetyThresholds(Explained):
    """What holds in every stage of a version: zone edges, flares, step-back, gaps and reviews (gate.SAFETY)."""

    thresholds = SAFETY
    ceiling_max: int  # the one column that services ask for by its name

    class Meta:
        abstract = True


@made_of(GATE)
class StageGate(Explained):
    """What the latest days must show before the next stage is suggested (gate.GATE)."""

    thresholds = GATE
    completion_min: int  # the one column that services ask for by its name

    class Meta:
        abstract = True


class ProgramVersion(SafetyThresholds):
    """One edition of a programme: its stages and the safety thresholds that hold in all of them."""

    program = models.ForeignKey(Program, on_delete=models.PROTECT, related_name="versions", verbose_name=_("programme"))
    number = models.PositiveSmallIntegerField(_("version"))
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.DRAFT)
    changes = models.TextField(_("what changed"), validators=BOUNDED, blank=True)
    citations = models.JSONField(default=list, blank=True, editable=False)  # no longer asked: `sources` are rows
    rules = models.JSONField(
        _("rules as published"),
        null=True,
        editable=False,
        help_text=_("What the engine reads, written once when the version is published."),
    )
    created_at = models.DateTimeField(auto_now_add=True)
    published_at = models.DateTimeField(_("published"), null=True, blank=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )

    objects = ProgramVersionQuerySet.as_manager()

    class Meta:
        ordering = ("program", "-number")
        verbose_name = _("programme version")
        verbose_name_plural = _("programme versions")
        constraints = (
            models.UniqueConstraint(fields=("program", "number"), name="version_number_once_a_program"),
            models.UniqueConstraint(fields=("program",), condition=Q(status="draft"), name="one_draft_a_program"),
            models.CheckConstraint(
                condition=Q(status="draft", published_at=None)
                | Q(status="published", published_at__isnull=False, rules__isnull=False),
                name="published_version_has_date_and_rules",
            ),
        )

    def __str__(self) -> str:
        return _("%(program)s, version %(number)s") % {"program": self.program, "number": self.number}

    @property
    def is_draft(self) -> bool:
        return self.status == Status.DRAFT

    @transaction.atomic
    def freeze(self, *, by: AbstractBaseUser, now: dt.datetime) -> bool:
        """Writes the rules that the engine will read, and which variations there are, once; False for what is published
        already."""
        Prescription.objects.of_draft(self).keep_variations()
        frozen = ProgramVersion.objects.drafts().filter(pk=self.pk)
        done = frozen.update(
            status=Status.PUBLISHED, published_at=now, published_by=by, rules=stored.rules_to_json(rules_of(self))
        )
        if done:
            self.refresh_from_db()
        return bool(done)


class StageQuerySet(models.QuerySet["Stage"]):
    def whole(self) -> Self:
        """With prescriptions, exercises, variations, pictures and criteria: six queries."""
        prescriptions = Prescription.objects.select_related("exercise").prefetch_related(
            "exercise__variations", "exercise__pictures"
        )
        return self.prefetch_related(models.Prefetch("prescriptions", prescriptions), "criteria")


class Stage(StageGate, Translated):
    """A step of a programme and its gate. `key` says which step it is, in every version, whatever its number there."""

    translated = {"name": False, "summary": True, "frequency": True, "usual_time": False, "opens_next": True}
    version = models.ForeignKey(ProgramVersion, on_delete=models.PROTECT, related_name="stages")
    key = models.SlugField(_("key"), max_length=60, db_default=FRESH_KEY, editable=False)
    position = models.PositiveSmallIntegerField(_("stage"), validators=[MinValueValidator(1)])
    name = models.CharField(_("name"), max_length=120)
    summary = models.TextField(_("what it is for"), validators=BOUNDED, blank=True)
    frequency = models.CharField(_("how often, in words"), max_length=80)
    sessions_per_week = models.PositiveSmallIntegerField(
        _("sessions a week"), validators=[MinValueValidator(1), MaxValueValidator(MOST_A_WEEK)]
    )
    usual_time = models.CharField(_("usual time"), max_length=60, blank=True)
    opens_next = models.TextField(_("what opens next"), validators=BOUNDED, blank=True)

    objects = StageQuerySet.as_manager()

    class Meta:
        ordering = ("version", "position")
        verbose_name = _("stage")
        verbose_name_plural = _("stages")
        constraints = (
            models.UniqueConstraint(fields=("version", "position"), name="stage_position_once_a_version"),
            models.UniqueConstraint(fields=("version", "key"), name="stage_key_once_a_version"),
            models.CheckConstraint(condition=Q(position__gte=1), name="stage_position_from_one"),
            models.CheckConstraint(condition=Q(run_length__gte=1), name="stage_run_of_one_or_more"),
            models.CheckConstraint(condition=Q(window_days__gte=F("run_length")), name="stage_run_fits_its_window"),
            models.CheckConstraint(
                condition=Q(pain_max__lte=10, morning_max__lte=10, rise_max__lte=10), name="stage_limits_on_the_scale"
            ),
            models.CheckConstraint(
                condition=Q(completion_min__lte=100) & (Q(symmetry_min=None) | Q(symmetry_min__lte=100)),
                name="stage_percentages_up_to_hundred",
            ),
        )

    def __str__(self) -> str:
        return _("Stage %(position)s, %(name)s") % {"position": self.position, "name": self.name}

    @property
    def subject(self) -> str:
        return f"stage/{self.version.program.slug}/{self.key}"

    @property
    def times_a_day(self) -> int:
        """How many sessions a day of this stage has: more than one where it asks for more than seven a week."""
        return -(-self.sessions_per_week // WEEK)

    @property
    def _main(self) -> list["Prescription"]:
        return [one for one in self.prescriptions.all() if one.role == Role.MAIN]

    @property
    def main_exercises(self) -> tuple[int, ...]:
        """Ids of the exercises that count towards the gate, in their order."""
        return tuple(one.exercise_id for one in self._main)

    @property
    def variations(self) -> tuple[str, ...]:
        """Slugs of the variations of the first exercise that counts, the easiest first."""
        main = self._main
        return tuple(variation.slug for variation in main[0].variations) if main else ()


class RemovedStage(models.Model):
    """A stage that was taken out of a draft, with all that belonged to it, so that it can be put back."""

    version = models.ForeignKey(ProgramVersion, on_delete=models.PROTECT, related_name="removed_stages")
    name = models.CharField(_("name"), max_length=120)
    rows = models.JSONField(help_text=_("The stage, its prescriptions and its criteria, as Django writes rows down."))
    removed_at = models.DateTimeField(auto_now_add=True)
    removed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("-removed_at", "-pk")
        verbose_name = _("removed stage")
        verbose_name_plural = _("removed stages")

    def __str__(self) -> str:
        return self.name


class PrescriptionQuerySet(models.QuerySet["Prescription"]):
    def of_draft(self, version: ProgramVersion) -> Self:
        return self.filter(stage__version=version, stage__version__status=Status.DRAFT)

    def keep_variations(self) -> None:
        """From now on these have the variations that their exercises have today; a list that is there stays."""
        for one in self.filter(offered__isnull=True).prefetch_related("exercise__variations"):
            one.offered = [variation.slug for variation in one.variations]
            one.save(update_fields=("offered",))


class Prescription(Dosed):
    """One exercise of a stage with its dose."""

    stage = models.ForeignKey(Stage, on_delete=models.PROTECT, related_name="prescriptions")
    position = models.PositiveSmallIntegerField(_("order"), default=1)
    exercise = models.ForeignKey(Exercise, on_delete=models.PROTECT, related_name="prescriptions")
    role = models.CharField(_("counts"), max_length=12, choices=Role, default=Role.MAIN)
    offered = models.JSONField(
        _("variations"),
        null=True,
        editable=False,
        help_text=_("Short names, the easiest first, as they were published. Empty: those of the exercise today."),
    )

    objects = PrescriptionQuerySet.as_manager()

    class Meta:
        ordering = ("stage", "position")
        verbose_name = _("prescription")
        verbose_name_plural = _("prescriptions")
        constraints = (
            models.UniqueConstraint(fields=("stage", "position"), name="prescription_order_once_a_stage"),
            models.UniqueConstraint(fields=("stage", "exercise"), name="exercise_once_a_stage"),
            models.CheckConstraint(
                condition=Q(repetitions=None, seconds__isnull=False, seconds__gte=1)
                | Q(seconds=None, repetitions__isnull=False, repetitions__gte=1),
                name="prescription_has_repetitions_or_seconds",
            ),
            models.CheckConstraint(condition=Q(sets__gte=1), name="prescription_has_a_set"),
            models.CheckConstraint(
                condition=Q(affected_leg=False) | Q(each_leg=True),
                name="prescription_affected_leg_is_one",
                violation_error_message=_("“Only the affected leg” needs “each leg”: both legs together are no side."),
            ),
            models.CheckConstraint(
                condition=up_to("sets", "sets_most")
                & up_to("repetitions", "repetitions_most")
                & up_to("seconds", "seconds_most")
                & up_to("load_kg", "load_kg_most")
                & up_to("load_rm", "load_rm_most"),
                name="prescription_ranges_upwards",
                violation_error_message=_("A range goes from less to more. Leave “at most” empty where there is none."),
            ),
            models.CheckConstraint(
                condition=Q(load_kg=None, load_rm=None)
                | Q(load_kg=None, with_load=False)
                | Q(load_rm=None, with_load=False),
                name="prescription_has_one_load",
                violation_error_message=_("Say the load in one way: in kg, in RM, or as agreed on with the clinician."),
            ),
            models.CheckConstraint(
                condition=Q(tempo_lower=None, tempo_hold=None, tempo_raise=None)
                | Q(tempo_lower__isnull=False, tempo_hold__isnull=False, tempo_raise__isnull=False),
                name="prescription_tempo_whole",
                violation_error_message=_("A tempo has three numbers: to lower, to hold and to raise. 0 is one."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.exercise}, {self.dose}"

    @property
    def variations(self) -> list[Variation]:
        """The ways to do it, the easiest first: which they are is the version's own, their wording is live."""
        if self.offered is None:
            return self.exercise.ways
        by_slug = {variation.slug: variation for variation in self.exercise.variations.all()}
        return [by_slug[slug] for slug in self.offered if slug in by_slug]
