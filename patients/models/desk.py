"""What a physio sets for one patient beside stages: doses, lines, notes, reminders to oneself, a newer version.

Each is a row of its own and the latest applies; nothing is overwritten.
"""

import datetime as dt

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from patients.models.care import (
    Assignment,
    Undoable,
    Voidable,
    both_or_neither,
    load_field,
    maybe_user_key,
    user_key,
)
from patients.models.measure import Measure
from patients.models.user import User
from programs.models import LEAST_LOAD


class DoseChange(Undoable):
    """The dose of one prescription for one patient from now on: sets and repetitions or seconds, or the load, or all of
    it; null in all three is the programme's own dose again.

    It is this patient's prescription, and what is done is measured against it where `is_measure`: half of the
    programme's at least. Those of before are not: what was done is measured against the programme's. `first_by` and
    `first_at` are of one that a change of version carried on: who had set it, and when. After `until_on`
    somebody is to look at it again; it holds until then, too.
    """

    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="dose_changes")
    prescription = models.ForeignKey("programs.Prescription", on_delete=models.PROTECT, related_name="+")
    sets = models.PositiveSmallIntegerField(
        _("sets"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(30)]
    )
    target = models.PositiveSmallIntegerField(
        _("repetitions or seconds"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(600)]
    )
    load_kg = load_field(LEAST_LOAD)
    is_measure = models.BooleanField(default=False, db_default=False)
    until_on = models.DateField(_("until"), null=True, blank=True)
    reason = models.TextField(_("reason"))
    at = models.DateTimeField()
    by = user_key()
    first_at = models.DateTimeField(null=True, blank=True, editable=False)
    first_by = maybe_user_key()

    class Meta:
        ordering = ("-at", "-pk")
        verbose_name = _("dose change")
        verbose_name_plural = _("dose changes")
        constraints = (
            models.CheckConstraint(condition=~Q(reason=""), name="dose_change_says_why"),
            models.CheckConstraint(condition=Q(sets=None) | Q(sets__gte=1, sets__lte=30), name="dose_change_sets"),
            models.CheckConstraint(
                condition=Q(target=None) | Q(target__gte=1, target__lte=600), name="dose_change_target"
            ),
            models.CheckConstraint(
                condition=both_or_neither("first_at", "first_by"), name="dose_change_first_says_who"
            ),
        )

    def __str__(self) -> str:
        return f"{self.prescription_id}: {self.sets} × {self.target}"

    @property
    def on(self) -> dt.date:
        """The patient's local date on which it was set."""
        return self.assignment.patient.today(self.first_at or self.at)

    @property
    def set_by(self) -> User:
        """Who set it, whoever carried it on."""
        return self.first_by or self.by


class Easing(Undoable):
    """Half for now: up to and including a local date, or for a number of sessions; null in both ends it. The latest
    row applies. Its days let the tendon settle and do not qualify: what is done is measured against the full dose."""

    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="easings")
    until_on = models.DateField(_("until"), null=True, blank=True)
    sessions = models.PositiveSmallIntegerField(
        _("sessions"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(30)]
    )
    reason = models.TextField(_("reason"))
    at = models.DateTimeField()
    by = user_key()

    class Meta:
        ordering = ("-at", "-pk")
        verbose_name = _("half for now")
        verbose_name_plural = _("half for now")
        constraints = (
            models.CheckConstraint(condition=~Q(reason=""), name="easing_says_why"),
            models.CheckConstraint(condition=Q(until_on=None) | Q(sessions=None), name="easing_has_one_end"),
        )

    def __str__(self) -> str:
        return f"{self.until_on or self.sessions}"


class LineKind(models.TextChoices):
    RUNNING = "running", _("running and sport")
    FREQUENCY = "frequency", _("how often")
    APPOINTMENT = "appointment", _("next appointment")
    MAINTENANCE = "maintenance", _("maintenance plan")


class PlanLine(models.Model):
    """A line of the physio's own that the patient reads on Today; the latest of a kind applies, an empty one ends it.

    `on` is the local date of an appointment.
    """

    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="lines")
    kind = models.CharField(_("what"), max_length=12, choices=LineKind)
    text = models.CharField(_("line"), max_length=300, blank=True)
    on = models.DateField(_("day"), null=True, blank=True)
    at = models.DateTimeField()
    by = user_key()

    class Meta:
        ordering = ("-at", "-pk")
        verbose_name = _("line of the plan")
        verbose_name_plural = _("lines of the plan")
        constraints = (
            models.CheckConstraint(condition=Q(on=None) | Q(kind="appointment"), name="plan_line_day_of_appointment"),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.text}"


class Note(Voidable):
    """A clinician's note for colleagues; no patient reads it in the app."""

    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="notes")
    text = models.TextField(_("note"))
    at = models.DateTimeField()
    by = user_key()

    class Meta:
        ordering = ("-at", "-pk")
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        constraints = (
            models.CheckConstraint(condition=~Q(text=""), name="note_says_something"),
            models.CheckConstraint(condition=both_or_neither("voided_at", "voided_by"), name="note_void_says_who"),
        )

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d}"


class TriageMark(models.Model):
    """ "Done", or "remind me on" with a local date, said of what stood in the caseload.

    `about` is the reason that was dealt with; the same reason since the same moment stays quiet, a new one speaks.
    """

    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="triage_marks")
    about = models.CharField(max_length=40)
    since = models.DateTimeField(null=True, blank=True)
    until = models.DateField(_("remind me on"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)
    at = models.DateTimeField()
    by = user_key()

    class Meta:
        ordering = ("-at", "-pk")
        verbose_name = _("mark in the caseload")
        verbose_name_plural = _("marks in the caseload")
        indexes = (models.Index(fields=("assignment", "-at")),)

    def __str__(self) -> str:
        return f"{self.about}, {self.at:%Y-%m-%d}"


class MeasureAskedQuerySet(models.QuerySet["MeasureAsked"]):
    def unanswered(self) -> "MeasureAskedQuerySet":
        """What has no valid `Measure` of its kind and label since it was asked."""
        answers = Measure.objects.valid().filter(
            assignment=OuterRef("assignment"), kind=OuterRef("kind"), label=OuterRef("label"), at__gte=OuterRef("at")
        )
        return self.filter(~Exists(answers))


class MeasureAsked(models.Model):
    """The patient is asked for a measure on the phone; answered by the next `Measure` of the kind and label."""

    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="measures_asked")
    kind = models.CharField(_("what"), max_length=60)
    label = models.CharField(_("activity, in the patient's words"), max_length=120, blank=True)
    at = models.DateTimeField()
    by = user_key()

    objects = MeasureAskedQuerySet.as_manager()

    class Meta:
        ordering = ("-at", "-pk")
        verbose_name = _("measure asked for")
        verbose_name_plural = _("measures asked for")

    def __str__(self) -> str:
        return f"{self.kind} {self.label}".strip()


class VersionChange(Undoable):
    """The patient was moved to another version of the programme, by a clinician who had seen the difference."""

    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="version_changes")
    before = models.ForeignKey("programs.ProgramVersion", on_delete=models.PROTECT, related_name="+")
    after = models.ForeignKey("programs.ProgramVersion", on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(_("reason"), blank=True)
    at = models.DateTimeField()
    by = user_key()

    class Meta:
        ordering = ("-at", "-pk")
        verbose_name = _("change of version")
        verbose_name_plural = _("changes of version")

    def __str__(self) -> str:
        return f"{self.before} → {self.after}"


class Ending(Undoable):
    """A clinician ended the programme: while it is in force, the assignment says the same. Of what ended before such
    rows were written there is none, and nothing to undo."""

    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="endings")
    reason = models.TextField(_("why it ended"), blank=True)
    maintenance_plan = models.TextField(_("what to go on with"), blank=True)
    at = models.DateTimeField()
    by = user_key()

    class Meta:
        ordering = ("-at", "-pk")
        verbose_name = _("end of a programme")
        verbose_name_plural = _("ends of programmes")

    def __str__(self) -> str:
        return f"{self.assignment_id}, {self.at:%Y-%m-%d}"


class Undo(models.Model):
    """A clinician took a decision back while the patient had not been told of it. `decided_at` is when it was made; its
    rows stay, with `undone_at`."""

    WITHIN = dt.timedelta(minutes=10)  # as long waits the notice to the patient

    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="undos")
    act = models.CharField(max_length=30)
    decided_at = models.DateTimeField()
    at = models.DateTimeField()
    by = user_key()

    class Meta:
        ordering = ("-at", "-pk")
        verbose_name = _("decision undone")
        verbose_name_plural = _("decisions undone")
        constraints = (models.UniqueConstraint(fields=("act",), name="undone_once"),)

    def __str__(self) -> str:
        return f"{self.act}, {self.at:%Y-%m-%d}"
