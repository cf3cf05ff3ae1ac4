"""Who looked at or changed what. Ids and verbs only; the database refuses to change or delete a row."""

from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import connections, models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from patients.models.clinic import Patient


class Keys(models.Func):
    """The keys of a list, for an index of PostgreSQL (migration 0047) to find one in: word for word as it has them."""

    template = "string_to_array(btrim(%(expressions)s), ' ')"
    output_field = ArrayField(models.TextField())


class AuditEntryQuerySet(models.QuerySet["AuditEntry"]):
    def about(self, patient: Patient) -> Self:
        """Rows about a patient: alone, or on a list. SQLite reads every list for it."""
        alone = models.Q(patient=patient)
        if connections[self.db].vendor != "postgresql":
            return self.filter(alone | models.Q(shown__contains=f" {patient.pk} "))
        listed = ~models.Q(shown="") & models.Q(keys__contains=[str(patient.pk)])
        return self.alias(keys=Keys("shown")).filter(alone | listed)


class AuditEntry(models.Model):
    at = models.DateTimeField(db_default=Now(), db_index=True)  # the database says when; what is given is not taken
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    verb = models.CharField(max_length=40)
    patient = models.ForeignKey("patients.Patient", on_delete=models.PROTECT, null=True, related_name="+")
    subject = models.CharField(max_length=60, blank=True)
    shown = models.TextField(blank=True, db_default="")  # the keys of patients on a list, a blank before and after each

    objects = AuditEntryQuerySet.as_manager()

    class Meta:
        ordering = ("-at", "-pk")
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit entries")

    def __str__(self) -> str:
        return f"{self.verb} {self.subject}"


class AuditDay(models.Model):
    """How many rows a day (UTC) has, and a digest over them and the day before. To be changed as little as they are."""

    day = models.DateField(unique=True)
    count = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ("day",)
        verbose_name = _("day of the audit")
        verbose_name_plural = _("days of the audit")

    def __str__(self) -> str:
        return f"{self.day}: {self.count}"
