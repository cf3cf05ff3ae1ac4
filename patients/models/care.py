"""What was decided for a patient: assignment, stages, directives and reviews.

Nothing here is overwritten: the current stage is the latest StageChange, the current hold the latest Directive. What
was undone stays, and holds no more.
"""

import uuid
from decimal import Decimal
from typing import Any, ClassVar, Self, TypeVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from patients.models.captured import Captured
from patients.models.clinic import Patient
from patients.models.user import AnyUser, User
from programs.progression import Because, Outcome

NRS = (MinValueValidator(0), MaxValueValidator(10))
MOST_LOAD = 500  # kg


def on_the_scale(*fields: str) -> Q:
    """A condition: each field is null or 0-10 NRS."""
    condition = Q()
    for field in fields:
        condition &= Q(**{field: None}) | Q(**{f"{field}__gte": 0, f"{field}__lte": 10})
    return condition


def both_or_neither(*fields: str) -> Q:
    """A condition: the fields are all set or all null."""
    return Q(**{f"{f}__isnull": True for f in fields}) | Q(**{f"{f}__isnull": False for f in fields})


def load_field(least: Decimal | int) -> "models.DecimalField[Any, Any]":
    """Kilograms with two places, as discs come; null where nobody said."""
    return models.DecimalField(
        _("load, kg"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(least), MaxValueValidator(MOST_LOAD)],
    )


def user_key(**options: Any) -> models.ForeignKey[User, User]:
    return models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", **options)


def maybe_user_key() -> models.ForeignKey[User | None, User | None]:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )


class InForce(models.Manager[Any]):
    """The rows that nobody has undone."""

    def get_queryset(self) -> models.QuerySet[Any]:
        return super().get_queryset().filter(undone_at=None)


class Undoable(models.Model):
    """A row of a decision. Whoever asks for such rows is given those in force; a page that shows what was undone, too,
    asks for `everything`."""

    undone_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects: ClassVar[models.Manager[Any]] = InForce()
    everything: ClassVar[models.Manager[Any]] = models.Manager()

    class Meta:
        abstract = True


Row = TypeVar("Row", bound=models.Model, covariant=True)


class LogQuerySet(models.QuerySet[Row]):
    def valid(self) -> Self:
        """Entries that were not voided."""
        return self.filter(voided_at=None)


class Voidable(models.Model):
    """What was entered can be put right: a wrong entry is voided and entered again, and stays as a row.

    `void_reason` is a clinician's, and the patient reads it; who corrects an own entry gives none.
    """

    voided_at = models.DateTimeField(null=True, blank=True)
    voided_by = maybe_user_key()
    void_reason = models.CharField(_("why it was wrong"), max_length=300, blank=True, default="", db_default="")

    objects = LogQuerySet.as_manager()

    class Meta:
        abstract = True


class Side(models.TextChoices):
    LEFT = "left", _("left")
    RIGHT = "right", _("right")
    BOTH = "both", _("both")


class DirectiveKind(models.TextChoices):
    HOLD = "hold", _("hold at this stage")
    CEILING = "ceiling", _("pain ceiling")
    SELF_PACED = "self_paced", _("patient may take the harder variation")
    ENGINE = "engine", _("suggestions on")
    PAUSE = "pause", _("programme paused")
    WHOLE_PLAN = "whole_plan", _("the whole plan again")  # an act: it holds until the next bad day


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def active(self) -> Self:
        return self.filter(ended_at=None)

    def in_care_of(self, user: AnyUser) -> Self:
        return self.filter(patient__in=Patient.objects.in_care_of(user))

    def own(self, user: User) -> Self:
        """The assignments of the patient that `user` is."""
        return self.filter(patient__user=user)

    def with_its_page(self) -> Self:
        """Joined with all that nearly every page about it shows, so that loading it stays one query."""
        return self.select_related(
            "patient__clinic", "patient__physio", "version__program", "standing__stage", "standing__review"
        )

    def to_write(self) -> Self:
        """Joined with what it takes to write an entry and to ask the rules."""
        return self.select_related("patient__clinic", "version", "standing__stage")


class Assignment(models.Model):
    """A patient on one version of a programme. The intake pain is the morning value given at the start, 0-10 NRS."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    patient = models.ForeignKey(
        Patient, on_delete=models.PROTECT, related_name="assignments", verbose_name=_("patient")
    )
    version = models.ForeignKey(
        "programs.ProgramVersion", on_delete=models.PROTECT, related_name="+", verbose_name=_("programme")
    )
    side = models.CharField(_("affected side"), max_length=5, choices=Side)
    started_on = models.DateField(_("starts on"))
    intake_morning_pain = models.PositiveSmallIntegerField(_("baseline morning pain"), validators=NRS)
    assigned_at = models.DateTimeField(_("assigned"))
    assigned_by = user_key(verbose_name=_("assigned by"))
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    ended_by = maybe_user_key()
    end_reason = models.TextField(_("why it ended"), blank=True, db_default="")
    maintenance_plan = models.TextField(_("what to go on with"), blank=True, db_default="")

    rows: Any = None  # what a page has read of it, for all its parts (`patients/rows.py`)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        ordering = ("-assigned_at",)
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        constraints = (
            models.UniqueConstraint(fields=("patient",), condition=Q(ended_at=None), name="one_active_assignment"),
            models.CheckConstraint(condition=on_the_scale("intake_morning_pain"), name="assignment_intake_0_to_10"),
            models.CheckConstraint(condition=both_or_neither("ended_at", "ended_by"), name="assignment_end_says_who"),
        )

    def __str__(self) -> str:
        return f"{self.patient}: {self.version}"

    @property
    def affected_sides(self) -> tuple[str, ...]:
        return ("left", "right") if self.side == Side.BOTH else (self.side,)

    def doses_set(self) -> dict[int, Any]:
        """The `DoseChange` that holds of each prescription, by its id; the programme's own dose is none. One query."""
        changes = self.dose_changes.select_related("by", "first_by").order_by("at", "pk")
        latest = {change.prescription_id: change for change in changes}
        return {pk: change for pk, change in latest.items() if change.sets or change.target or change.load_kg}

    def lines_set(self) -> dict[str, Any]:
        """The `PlanLine` that holds of each kind, by kind; what an empty one ended is none. One query."""
        latest = {line.kind: line for line in self.lines.select_related("by").order_by("at", "pk")}
        return {kind: line for kind, line in latest.items() if line.text or line.on}


class StageChange(Undoable):
    """The patient's stage from a local date on; the latest row is the current stage.

    `baseline` is the usual morning pain (0-10 NRS, a median, so halves occur), frozen while the stage lasts.
    """

    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="stage_changes")
    stage = models.ForeignKey("programs.Stage", on_delete=models.PROTECT, related_name="+")
    started_on = models.DateField()
    baseline = models.DecimalField(max_digits=3, decimal_places=1)
    at = models.DateTimeField()
    by = user_key()
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ("-at", "-pk")
        verbose_name = _("stage change")
        verbose_name_plural = _("stage changes")
        indexes = (models.Index(fields=("at",), name="stage_changed_at"),)  # the loop asks for the latest every minute
        constraints = (
            models.CheckConstraint(
                condition=Q(baseline__gte=0, baseline__lte=10), name="stage_change_baseline_0_to_10"
            ),
        )

    def __str__(self) -> str:
        return f"{self.stage}, {self.started_on}"


class Directive(Undoable):
    """A clinician's directive, immutable; the latest row of a kind applies.

    `value` is null for "off", the ceiling (0-5 NRS) for a ceiling, 1 or 0 for the rest. After `until_on` somebody is to
    look at it again; it holds until then, too.
    """

    WITH_AN_END = (DirectiveKind.HOLD, DirectiveKind.CEILING, DirectiveKind.PAUSE)

    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="directives")
    kind = models.CharField(max_length=12, choices=DirectiveKind)
    value = models.PositiveSmallIntegerField(null=True, blank=True)
    until_on = models.DateField(_("until"), null=True, blank=True)
    reason = models.TextField()
    at = models.DateTimeField()
    by = user_key()

    class Meta:
        ordering = ("-at", "-pk")
        verbose_name = _("directive")
        verbose_name_plural = _("directives")
        constraints = (
            models.CheckConstraint(condition=~Q(reason=""), name="directive_says_why"),
            models.CheckConstraint(
                condition=~Q(kind="ceiling") | Q(value=None) | Q(value__lte=5), name="directive_ceiling_up_to_5"
            ),
        )

    def __str__(self) -> str:
        return self.get_kind_display()


class Away(Voidable, Captured):
    """Days away or ill, both ends included: no reminders, and no gap. What was said last about a day holds."""

    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="aways")
    from_on = models.DateField()
    to_on = models.DateField()
    said_at = models.DateTimeField()
    said_by = user_key()

    class Meta:
        ordering = ("from_on",)
        verbose_name = _("away")
        verbose_name_plural = _("away")
        constraints = (
            models.CheckConstraint(condition=Q(to_on__gte=F("from_on")), name="away_ends_after_it_begins"),
            models.CheckConstraint(condition=both_or_neither("voided_at", "voided_by"), name="away_void_says_who"),
        )

    def __str__(self) -> str:
        return f"{self.from_on} – {self.to_on}"


class ReviewQuerySet(models.QuerySet["Review"]):
    def open(self) -> Self:
        return self.filter(superseded_at=None, decided_at=None)

    def decided(self) -> Self:
        """Those that a clinician decided on, and nobody has undone."""
        return self.filter(undone_at=None).exclude(decided_at=None)

    def declined_step_back(self) -> Self:
        """Those after which the patient keeps the exercise of the stage: a step back that was declined, and its like in
        the first stage, which has none before it. Three strained days of a first week are no step back."""
        first_stage = Q(outcome=Outcome.REVIEW, because__in=(Because.TWO_REDS, Because.FLARE_UNSETTLED))
        return self.decided().filter(Q(outcome=Outcome.STEP_BACK) | first_stage, decision__in=Review.STAYS)


class Review(models.Model):
    """What the engine answered, everything it read, and what a clinician then decided.

    A newer answer supersedes the row; a decision closes it. At most one is open.
    """

    class Decision(models.TextChoices):
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")
        OTHER_STAGE = "other_stage", _("another stage")
        HALVED = "halved", _("same stage, half for now")

    STAYS = (Decision.DECLINED, Decision.HALVED)
    TOO_MUCH = (Because.TWO_REDS, Because.STRAINED_RUN, Because.FLARE_UNSETTLED, Because.SECOND_FLARE, Because.FLARE)

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="reviews")
    stage = models.ForeignKey("programs.Stage", on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=24)
    because = models.CharField(max_length=24)
    target = models.PositiveSmallIntegerField(null=True, blank=True)
    findings = models.JSONField(default=list)
    inputs = models.JSONField(default=dict)
    engine_version = models.CharField(max_length=20)
    since = models.DateTimeField()
    created_at = models.DateTimeField()
    valid_until = models.DateTimeField(null=True, blank=True)
    quiet = models.BooleanField(default=False)
    superseded_at = models.DateTimeField(null=True, blank=True)
    decision = models.CharField(max_length=12, choices=Decision, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = maybe_user_key()
    reason = models.TextField(blank=True)
    undone_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "-pk")
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        indexes = (  # as above; most answers are never decided
            models.Index(fields=("decided_at",), name="review_decided_at", condition=Q(decided_at__isnull=False)),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("assignment",), condition=Q(superseded_at=None, decided_at=None), name="one_open_review"
            ),
            models.CheckConstraint(
                condition=Q(decided_at=None, decided_by=None, decision="")
                | Q(decided_at__isnull=False, decided_by__isnull=False) & ~Q(decision=""),
                name="review_decision_says_who_and_what",
            ),
        )

    def __str__(self) -> str:
        return f"{self.outcome}, {self.because}"

    @property
    def is_down(self) -> bool:
        """Whether it speaks of too much: it asks for less, or for a look where there is no earlier stage."""
        return self.because in self.TOO_MUCH
