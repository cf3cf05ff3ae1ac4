"""How a record ends and goes on: the patient is discharged and, it may be, taken on again; or goes elsewhere."""

import datetime as dt
import uuid
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from patients.models.care import both_or_neither, maybe_user_key, user_key
from patients.models.clinic import Clinic, Patient
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
        if self.over_at is not None or now >= self.at + Undo.WITHIN:
            return False
        return not self.patient.transfers.filter(
            accepted_at__gte=self.at
        ).exists()  # that clinic never had them in care


class ConsentHow(models.TextChoices):
    IN_PERSON = "in_person", _("in person")
    PHONE = "phone", _("on the phone")
    WRITING = "writing", _("in writing")


class TransferQuerySet(models.QuerySet["Transfer"]):
    def waiting(self) -> Self:
        """Neither taken over nor taken back."""
        return self.filter(accepted_at=None, withdrawn_at=None)


class Transfer(models.Model):
    """A record on its way to another clinic of this installation. Who agreed, when and how stands with it; until
    somebody of that clinic accepts, it is the old clinic's, and afterwards that one's alone."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="transfers")
    of_clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="+")
    to_clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="+")
    consent_by = models.CharField(_("who agreed"), max_length=150)
    consent_on = models.DateField(_("when"))
    consent_how = models.CharField(_("how"), max_length=12, choices=ConsentHow)
    asked_at = models.DateTimeField()
    asked_by = user_key()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = maybe_user_key()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = maybe_user_key()

    objects = TransferQuerySet.as_manager()

    class Meta:
        ordering = ("-asked_at", "-pk")
        verbose_name = _("transfer")
        verbose_name_plural = _("transfers")
        constraints = (
            models.UniqueConstraint(
                fields=("patient",), condition=Q(accepted_at=None, withdrawn_at=None), name="one_transfer_waiting"
            ),
            models.CheckConstraint(
                condition=both_or_neither("accepted_at", "accepted_by"), name="transfer_accepted_says_who"
            ),
            models.CheckConstraint(
                condition=both_or_neither("withdrawn_at", "withdrawn_by"), name="transfer_withdrawn_says_who"
            ),
            models.CheckConstraint(condition=~Q(of_clinic=models.F("to_clinic")), name="transfer_goes_elsewhere"),
        )

    def __str__(self) -> str:
        return f"{self.of_clinic} → {self.to_clinic}, {self.asked_at:%Y-%m-%d}"
