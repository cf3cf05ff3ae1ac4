"""What a patient says beside sets and pain: other activities, what was behind a bad day, the questions of the start."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from patients.models.care import Assignment, both_or_neither, maybe_user_key, on_the_scale
from patients.models.log import LogEntry, pain_field

MOST_MINUTES = 24 * 60


class ActivityKind(models.TextChoices):
    RUN = "run", _("running")
    SPRINT = "sprint", _("sprints, hills or jumping")
    SPORT = "sport", _("another sport")
    STRENGTH = "strength", _("strength training")
    RIDE = "ride", _("cycling")
    WALK = "walk", _("walking")
    DANCE = "dance", _("dance or stretching")
    SIT = "sit", _("sitting or driving")
    WORK = "work", _("physical work or lifting")
    OTHER = "other", _("something else")


class Activity(LogEntry):
    """Something that loads the tendon beside the exercises: kind, minutes, worst pain 0-10 NRS or null."""

    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="activities")
    on = models.DateField(_("day"))
    kind = models.CharField(_("what"), max_length=12, choices=ActivityKind)
    minutes = models.PositiveSmallIntegerField(
        _("minutes"), validators=[MinValueValidator(1), MaxValueValidator(MOST_MINUTES)]
    )
    pain = pain_field(_("pain"))
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        ordering = ("-on", "-pk")
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        indexes = (models.Index(fields=("assignment", "on")),)
        constraints = (
            models.UniqueConstraint(fields=("assignment", "client_id"), name="activity_arrives_once"),
            models.CheckConstraint(condition=on_the_scale("pain"), name="activity_pain_0_to_10"),
            models.CheckConstraint(
                condition=Q(minutes__gte=1, minutes__lte=MOST_MINUTES), name="activity_minutes_within_a_day"
            ),
            models.CheckConstraint(condition=both_or_neither("voided_at", "voided_by"), name="activity_void_says_who"),
        )

    def __str__(self) -> str:
        return f"{self.on} {self.get_kind_display()}"


class ReasonKind(models.TextChoices):
    SPORT = "sport", _("run or sport")
    SITTING = "sitting", _("long sitting or driving")
    WORK = "work", _("lifting or work")
    ILL = "ill", _("ill")
    PERIOD = "period", _("period")
    SLEEP = "sleep", _("bad sleep")
    PAINKILLER = "painkiller", _("took a painkiller")
    NOTHING = "nothing", _("nothing special")


class DayReason(LogEntry):
    """What the patient thinks was behind a bad day; `on` is the day before a bad morning, or the day of the session.

    It gates nothing and stands beside the day for the clinician.
    """

    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="day_reasons")
    on = models.DateField(_("day"))
    kind = models.CharField(_("what"), max_length=12, choices=ReasonKind)

    class Meta:
        ordering = ("-on", "-pk")
        verbose_name = _("reason behind a day")
        verbose_name_plural = _("reasons behind a day")
        constraints = (
            models.UniqueConstraint(fields=("assignment", "client_id"), name="day_reason_arrives_once"),
            models.UniqueConstraint(
                fields=("assignment", "on", "kind"), condition=Q(voided_at=None), name="day_reason_once_a_day"
            ),
            models.CheckConstraint(
                condition=both_or_neither("voided_at", "voided_by"), name="day_reason_void_says_who"
            ),
        )

    def __str__(self) -> str:
        return f"{self.on} {self.get_kind_display()}"


class Intake(LogEntry):
    """What is asked once, at the start. Null is "not answered", which is not "no".

    Seen is what a clinician marked so, where an answer asks for a look.
    """

    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="intakes")
    where = models.JSONField(_("where it hurts"), default=list, blank=True)
    age = models.PositiveSmallIntegerField(_("age"), null=True, blank=True, validators=[MaxValueValidator(120)])
    sudden = models.BooleanField(_("began with a kick, a sprint or a slip"), null=True, blank=True)
    cancer = models.BooleanField(_("ever had cancer"), null=True, blank=True)
    quinolones = models.BooleanField(_("quinolone antibiotics in the last 6 months"), null=True, blank=True)
    other = models.CharField(_("other tendons or injuries"), max_length=300, blank=True)
    sport = models.CharField(_("sport or work that matters"), max_length=200, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)
    seen_by = maybe_user_key()

    class Meta:
        ordering = ("-received_at", "-pk")
        verbose_name = _("first questions")
        verbose_name_plural = _("first questions")
        constraints = (
            models.UniqueConstraint(fields=("assignment", "client_id"), name="intake_arrives_once"),
            models.UniqueConstraint(
                fields=("assignment",), condition=Q(voided_at=None), name="one_intake_an_assignment"
            ),
            models.CheckConstraint(condition=Q(age=None) | Q(age__lte=120), name="intake_age_up_to_120"),
            models.CheckConstraint(condition=both_or_neither("voided_at", "voided_by"), name="intake_void_says_who"),
            models.CheckConstraint(condition=both_or_neither("seen_at", "seen_by"), name="intake_sight_says_who"),
        )

    def __str__(self) -> str:
        return f"{self.received_at:%Y-%m-%d}"
