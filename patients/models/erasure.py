"""Records that were erased: what remains to say so, and to do it again after a restore."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from patients.models.care import maybe_user_key
from patients.models.clinic import Clinic


class ErasureReason(models.TextChoices):
    TERM = "term", _("the retention term is over")
    ERROR = "error", _("the record was made in error")
    ORDER = "order", _("a court or an authority ordered it")
    AGAIN = "again", _("a backup had brought it back")


class Erasure(models.Model):
    """One line of the ledger, which the database refuses to change or delete. `record` is the patient's public id,
    which names nobody; `by` is nobody where it was done again from an id alone."""

    record = models.UUIDField(unique=True)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="erasures")
    reason = models.CharField(max_length=8, choices=ErasureReason)
    by = maybe_user_key()
    at = models.DateTimeField()

    class Meta:
        ordering = ("-at", "-pk")
        verbose_name = _("erasure")
        verbose_name_plural = _("erasures")

    def __str__(self) -> str:
        return str(self.record)
