"""What a patient logged. A wrong entry is voided and logged again; nothing is changed or deleted.

Pain is an integer 0-10 NRS a side; null is "not recorded", and zero is a value.
"""

import datetime as dt
import uuid
from typing import Any, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from patients.domain.doubles import ADDS, ALONE, ONE, TWICE, UNASKED, Felt
from patients.domain.phone_clock import CLOCK_IS_EVIDENCE, CLOCK_IS_RIGHT
from patients.models.captured import Captured
from patients.models.care import (
    NRS,
    Assignment,
    LogQuerySet,
    Side,
    Voidable,
    both_or_neither,
    load_field,
    maybe_user_key,
    on_the_scale,
    user_key,
)
from patients.models.clinic import Patient
from programs.progression.history import training_day


def pain_field(label: Any) -> "models.PositiveSmallIntegerField[int | None, int | None]":
    return models.PositiveSmallIntegerField(label, null=True, blank=True, validators=NRS)


class LogEntry(Voidable, Captured):
    """What every entry carries: the phone's own id, who entered it, when it arrived, whether it still counts.

    `clock_off` is by how many seconds the phone's clock was ahead of ours when it was sent, null when it did not say.
    `time_zone` is what its times are read in, the patient's where the phone named none.
    """

    client_id = models.UUIDField(default=uuid.uuid4)
    logged_by = user_key()
    received_at = models.DateTimeField()
    time_zone = models.CharField(max_length=64)
    clock_off = models.IntegerField(null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def clock_was_off(self) -> bool:
        """Whether a clinician should know that the phone's clock was wrong by more than five minutes."""
        return abs(self.clock_off or 0) > CLOCK_IS_RIGHT

    @property
    def clock_is_no_evidence(self) -> bool:
        """Wrong by more than a day: kept, and its pain counts, but it is no evidence for progression."""
        return abs(self.clock_off or 0) > CLOCK_IS_EVIDENCE


class RepeatAnswer(models.TextChoices):
    """What was said of a session that seems to be saved already."""

    TWICE = TWICE, _("done once more")
    ONE = ONE, _("one session")
    ALONE = ALONE, _("the other was taken out")


class SessionQuerySet(LogQuerySet["TrainingSession"]):
    def adding(self) -> Self:
        """The valid ones that add volume: without those that nobody has said were done once more."""
        return self.valid().filter(Q(repeats=None) | Q(repeat_answer__in=ADDS))

    def trained_on_day(self, day: dt.date) -> Self:
        """Those of a training day; by its date where the phone said no more."""
        return self.filter(Q(trained_on=day) | Q(trained_on=None, local_date=day))

    def asked_once_more(self) -> Self:
        """The valid ones that wait for that answer."""
        return self.valid().filter(repeats__isnull=False, repeat_answer=UNASKED).select_related("repeats")


class TrainingSession(LogEntry):
    """One visit to the mat: when it was performed (instant, zone, local date) and how it went.

    `completion` is the share (0-1) of the stage's full main dose, `symmetry` the lower side over the other (0-1);
    both are worked out once, from the sets, when the session is written, so that reading a history stays one query.
    `sets_asked` is how many sets of all sides the dose of that day asked for; null where nobody recorded it.
    `trained_on` is the training day by the phone's clock, null where only the zone was kept.
    `no_injury_at` is when the patient said of severe pain that there was no pop, no bruise and no new weakness.
    `repeats` is the session that it seemed to be saved as already when it arrived (`patients/domain/doubles.py`), with
    what was said of that and when. Its key has neither constraint nor index: the table grows, and no row is deleted.
    """

    key: str  # of its stage, where `rows.with_key` asked for it

    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="sessions")
    stage = models.ForeignKey("programs.Stage", on_delete=models.PROTECT, related_name="+")
    performed_at = models.DateTimeField(_("done at"))
    local_date = models.DateField(_("day"))
    trained_on = models.DateField(_("training day"), null=True, blank=True)
    pain_left = pain_field(_("pain, left"))
    pain_right = pain_field(_("pain, right"))
    stopped_for_pain = models.BooleanField(_("stopped because of pain"), default=False)
    technique_ok = models.BooleanField(_("back stayed still"), null=True, blank=True)
    effort = models.PositiveSmallIntegerField(_("effort"), null=True, blank=True, validators=NRS)
    painkiller = models.BooleanField(_("took a painkiller"), default=False)
    felt = models.JSONField(_("felt something else"), default=list, blank=True)
    note = models.TextField(_("note"), blank=True)
    completion = models.DecimalField(max_digits=7, decimal_places=6, null=True)
    all_sets = models.BooleanField(null=True)
    symmetry = models.DecimalField(max_digits=7, decimal_places=6, null=True)
    variation = models.SlugField(blank=True)
    sets_asked = models.PositiveSmallIntegerField(null=True, blank=True)
    no_injury_at = models.DateTimeField(null=True, blank=True)
    repeats = models.ForeignKey(
        "self", models.PROTECT, related_name="+", null=True, blank=True, db_constraint=False, db_index=False
    )
    repeat_answer = models.CharField(
        max_length=5, choices=RepeatAnswer, blank=True, default=UNASKED, db_default=UNASKED
    )
    repeat_answered_at = models.DateTimeField(null=True, blank=True)

    objects = SessionQuerySet.as_manager()  # type: ignore[misc]  # the base has its own

    class Meta:
        ordering = ("-performed_at", "-pk")
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        indexes = (models.Index(fields=("assignment", "local_date")),)
        constraints = (
            models.UniqueConstraint(fields=("assignment", "client_id"), name="session_arrives_once"),
            models.CheckConstraint(condition=on_the_scale("pain_left", "pain_right", "effort"), name="session_0_to_10"),
            models.CheckConstraint(
                condition=Q(completion=None) | Q(completion__gte=0, completion__lte=1), name="session_completion_0_to_1"
            ),
            models.CheckConstraint(
                condition=Q(symmetry=None) | Q(symmetry__gte=0, symmetry__lte=1), name="session_symmetry_0_to_1"
            ),
            models.CheckConstraint(condition=both_or_neither("voided_at", "voided_by"), name="session_void_says_who"),
        )

    def __str__(self) -> str:
        return f"{self.local_date}"

    @property
    def training_day(self) -> dt.date:
        """The day it is read as, from four to four by the phone's own clock."""
        return self.trained_on or training_day(self.performed_at, self.time_zone)

    def is_of_day(self, day: dt.date) -> bool:
        """Whether it was done on a training day; by its date where the phone said no more."""
        return (self.trained_on or self.local_date) == day

    @property
    def adds(self) -> bool:
        """Whether its volume counts; its pain always does."""
        return self.repeats_id is None or self.repeat_answer in ADDS

    @property
    def asks_once_more(self) -> bool:
        """Whether somebody should say if it was done once more or is saved twice."""
        return self.repeats_id is not None and self.repeat_answer == UNASKED and self.voided_at is None

    @property
    def pain(self) -> Felt:
        return Felt(self.pain_left, self.pain_right, self.stopped_for_pain)


class SetLog(models.Model):
    """One set: what was asked for and what was done, in repetitions or seconds.

    `load_kg` is the weight it was done with, null where nobody said; zero is a value. No rule reads it, nor does the
    volume: who takes less weight has done the set, and whether that is right is a clinician's question (ADR 21).
    """

    session = models.ForeignKey(TrainingSession, on_delete=models.PROTECT, related_name="sets")
    prescription = models.ForeignKey("programs.Prescription", on_delete=models.PROTECT, related_name="+")
    variation = models.ForeignKey("programs.Variation", on_delete=models.PROTECT, null=True, related_name="+")
    number = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(60)])
    side = models.CharField(max_length=5, choices=Side)
    target = models.PositiveSmallIntegerField()
    done = models.PositiveSmallIntegerField(validators=[MaxValueValidator(600)])
    load_kg = load_field(0)

    class Meta:
        ordering = ("session", "number", "side")
        verbose_name = _("set")
        verbose_name_plural = _("sets")
        constraints = (
            models.UniqueConstraint(fields=("session", "prescription", "number", "side"), name="set_once_a_session"),
            models.CheckConstraint(condition=Q(done__gte=0, done__lte=600), name="set_done_0_to_600"),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.side}: {self.done}/{self.target}"


class MorningCheck(LogEntry):
    """Pain in the first 10 minutes out of bed on the local date `on`. `late` when it was answered on a later day by
    somebody who does not vouch for it: the rules read a late calm one as not given."""

    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="morning_checks")
    on = models.DateField(_("morning of"))
    pain_left = pain_field(_("pain, left"))
    pain_right = pain_field(_("pain, right"))
    painkiller = models.BooleanField(_("took a painkiller"), default=False)
    late = models.BooleanField(_("entered later"), default=False)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)

    class Meta:
        ordering = ("-on", "-pk")
        verbose_name = _("morning check")
        verbose_name_plural = _("morning checks")
        constraints = (
            models.UniqueConstraint(fields=("assignment", "client_id"), name="morning_arrives_once"),
            models.UniqueConstraint(
                fields=("assignment", "on"), condition=Q(voided_at=None), name="one_morning_check_a_day"
            ),
            models.CheckConstraint(condition=on_the_scale("pain_left", "pain_right"), name="morning_0_to_10"),
            models.CheckConstraint(
                condition=Q(pain_left__isnull=False) | Q(pain_right__isnull=False), name="morning_has_a_number"
            ),
            models.CheckConstraint(condition=both_or_neither("voided_at", "voided_by"), name="morning_void_says_who"),
        )

    def __str__(self) -> str:
        return f"{self.on}"


class FlagKind(models.TextChoices):
    """Something new or alarming; the phone lists them by urgency (`patients/domain/alarm.py`)."""

    POP = (
        "pop",
        _(
            "A pop or tearing feeling, sudden severe pain in an exercise, a fall or a blow, a big bruise, a gap, "
            "sudden weakness, or I cannot walk normally"
        ),
    )
    NERVE = "nerve", _("New numbness, tingling or pain below the knee, or a weak foot")
    SADDLE = (
        "saddle",
        _(
            "Numb between the legs, new trouble with bladder or bowel, loss of feeling in sex, or new pain, weakness "
            "or numbness down both legs"
        ),
    )
    BONE = "bone", _("New groin, hip or bone pain when I stand on one leg or hop, after I trained more")
    NIGHT = "night", _("New pain at night or at rest that no position eases; or fever; or weight loss I cannot explain")
    CALF = "calf", _("A hot, swollen or very painful calf")
    CHEST = "chest", _("Chest pain, or I am short of breath")
    DRUG = "drug", _("A new course of a quinolone antibiotic, such as ciprofloxacin, or of steroids")
    DISTRESS = "distress", _("I am at my wits’ end. I cannot cope")


class FlagQuerySet(models.QuerySet["Flag"]):
    def open(self) -> Self:
        return self.filter(closed_at=None)


class Flag(Captured):
    """A tick in "Something new or alarming". Only a clinician closes it, and no rule runs while it is open.

    It is the patient's, with or without a running programme; `assignment` is the one that ran when it arrived. It stays
    open also where the patient says that it was ticked by mistake.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="flags")
    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, null=True, related_name="+")
    client_id = models.UUIDField(default=uuid.uuid4)
    kind = models.CharField(max_length=12, choices=FlagKind)
    raised_at = models.DateTimeField()
    ticked_at = models.DateTimeField(_("ticked on the phone"), null=True, blank=True)
    raised_by = user_key()
    mistake_at = models.DateTimeField(_("said to be a mistake"), null=True, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)
    seen_by = maybe_user_key()
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = maybe_user_key()
    closing_words = models.TextField(blank=True)

    objects = FlagQuerySet.as_manager()

    class Meta:
        ordering = ("-raised_at", "-pk")
        verbose_name = _("flag")
        verbose_name_plural = _("flags")
        constraints = (
            models.UniqueConstraint(fields=("patient", "client_id", "kind"), name="flag_arrives_once"),
            models.CheckConstraint(condition=both_or_neither("closed_at", "closed_by"), name="flag_closing_says_who"),
            models.CheckConstraint(condition=both_or_neither("seen_at", "seen_by"), name="flag_sight_says_who"),
        )

    def __str__(self) -> str:
        return self.get_kind_display()
