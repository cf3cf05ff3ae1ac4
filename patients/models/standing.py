"""The line of each assignment that lists read, and its place in the caseload."""

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from patients.models.care import Assignment, Review


class ContactKind(models.TextChoices):
    """How a clinic was last in touch with a patient."""

    START = "start", _("start of the programme")
    VISIT = "visit", _("visit")
    CALL = "call", _("call")
    DECISION = "decision", _("decision")
    MESSAGE = "message", _("message")


class StandingQuerySet(models.QuerySet["Standing"]):
    def due(self, now: dt.datetime) -> Self:
        return self.filter(due_at__lte=now, assignment__ended_at=None)

    def out_of_place(self, now: dt.datetime) -> Self:
        """Those that were written, or whose day ended, since their place in the caseload was kept. Whose programme has
        ended has none."""
        return self.filter(Q(placed_until=None) | Q(placed_until__lte=now), assignment__ended_at=None)


class Standing(models.Model):
    """The line of an assignment that lists read, written in the transaction of the log or the decision.

    It holds dates, never ages, so that it stays true while time passes; `due_at` says when it stops being true.
    `message_at` is when the oldest message of the patient came that nobody has seen, `danger_kind` and `danger_at` the
    most urgent tick whose words stand in one of these, and since when; `contact_at` when the clinic last
    said something to the patient, and how; `intake_at` since when an answer of the start asks for a look; `aways` the
    latest absences; `ends_on` and `ends_kind` the first day that something set for this patient was to last until, and
    what; `marks` the latest mark of each reason in the caseload. `standing_records` reads and writes what
    is kept as JSON.

    `placed_*` is its place in the caseload (`triage.place_of`), by which the database orders and counts: true from one
    instant until another, for a clinic and a time zone that `placed_by` bears (`triage.placed_by`). Whoever writes
    anything else of the row takes `placed_until` away: a trigger does it, so no writer can forget.
    """

    assignment = models.OneToOneField(Assignment, on_delete=models.PROTECT, related_name="standing")
    stage = models.ForeignKey("programs.Stage", on_delete=models.PROTECT, related_name="+")
    stage_started_on = models.DateField()
    baseline = models.DecimalField(max_digits=3, decimal_places=1)
    review = models.ForeignKey(Review, on_delete=models.PROTECT, null=True, related_name="+")
    outcome = models.CharField(max_length=24, blank=True)
    because = models.CharField(max_length=24, blank=True)
    quiet = models.BooleanField(default=False)
    since = models.DateTimeField(null=True)
    flag_kind = models.CharField(max_length=12, blank=True)
    flag_at = models.DateTimeField(null=True)
    intake_at = models.DateTimeField(null=True)
    last_session_on = models.DateField(null=True)
    last_morning_on = models.DateField(null=True)
    recent = models.JSONField(default=list)
    declined = models.JSONField(null=True)
    away_until = models.DateField(null=True)
    aways = models.JSONField(default=list)
    last_red_on = models.DateField(null=True)
    paused_at = models.DateTimeField(null=True)
    resumed_at = models.DateTimeField(null=True)
    message_at = models.DateTimeField(null=True)
    danger_kind = models.CharField(max_length=12, blank=True, default="", db_default="")
    danger_at = models.DateTimeField(null=True)
    contact_at = models.DateTimeField(null=True)
    contact_kind = models.CharField(max_length=12, choices=ContactKind, blank=True, default="", db_default="")
    marks = models.JSONField(default=dict)
    ends_on = models.DateField(null=True)
    ends_kind = models.CharField(max_length=12, null=True)  # noqa: DJ001  # none has an end
    due_at = models.DateTimeField(null=True, db_index=True)
    placed_group = models.SmallIntegerField(null=True)
    placed_rank = models.SmallIntegerField(null=True)
    placed_since = models.DateTimeField(null=True)
    placed_from = models.DateTimeField(null=True)
    placed_until = models.DateTimeField(null=True)
    placed_by = models.CharField(max_length=120, null=True)  # noqa: DJ001  # none is not yet
    updated_at = models.DateTimeField(auto_now=True)

    objects = StandingQuerySet.as_manager()

    class Meta:
        verbose_name = _("standing")
        verbose_name_plural = _("standings")
        indexes = (
            models.Index(fields=("placed_until",), name="standing_placed_until"),
            models.Index(  # every page of the desk counts them
                fields=("assignment",), name="standing_intake_waits", condition=Q(intake_at__isnull=False)
            ),
        )

    def __str__(self) -> str:
        return f"{self.assignment_id}: {self.outcome}"
