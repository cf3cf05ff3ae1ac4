"""How a record ends and goes on: the patient is discharged and, it may be, taken on again."""

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from patients.models.care import both_or_neither, maybe_user_key, user_key
from patients.models.clinic import Patient
from patients.models.desk import Undo


class DischargeReason(models.TextChoices):
    """Our list."""

    RECOVERED = "recovered", _("recovered")
    MOVED = "moved", _("moved away")
    STOPPED = "stopped", _("stopped coming")
    DIED = "died", _("died")


class DischargeQuerySet(models.QuerySet["Discharge"]):
    def in_force(self) -> Self:
        """Of a patient one at most."""
        return self.filter(over_at=None)


class Discharge(models.Model):
    """A clinician ended the care of a patient. While it is in force, from `at` until `over_at`, the patient stands in
    no list; it is over when they are taken on again, or where it was undone within minutes. `closed_account` says that
    the account was closed by it, and not before."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="discharges")
    reason = models.CharField(_("why"), max_length=12, choices=DischargeReason)
    note = models.TextField(_("note"), blank=True)
    at = models.DateTimeField()
    by = user_key()
    closed_account = models.BooleanField(default=False)
    over_at = models.DateTimeField(null=True, blank=True)
    over_by = maybe_user_key()
    was_undone = models.BooleanField(default=False)

    objects = DischargeQuerySet.as_manager()

    class Meta:
        ordering = ("-at", "-pk")
        verbose_name = _("discharge")
        verbose_name_plural = _("discharges")
        constraints = (
            models.UniqueConstraint(fields=("patient",), condition=Q(over_at=None), name="one_discharge_in_force"),
            models.CheckConstraint(condition=both_or_neither("over_at", "over_by"), name="discharge_over_says_who"),
            models.CheckConstraint(
                condition=Q(was_undone=False) | Q(over_at__isnull=False), name="discharge_undone_is_over"
            ),
        )

    def __str__(self) -> str:
        return f"{self.reason}, {self.at:%Y-%m-%d}"

    @property
    def is_death(self) -> bool:
        return self.reason == DischargeReason.DIED

    def can_be_undone(self, now: dt.datetime) -> bool:
        return self.over_at is None and now < self.at + Undo.WITHIN
