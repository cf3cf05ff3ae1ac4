"""What a clinician notes beside the log: a test, a score, a pain in another context, a confirmation."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from patients.models.captured import Captured
from patients.models.care import Assignment, Side, Voidable, both_or_neither, user_key


class Measure(Voidable, Captured):
    """One number on a local date. `kind` is one the rules know (`programs.progression.history`), checked in code;
    a confirmation is 1, and 0 takes it back. A wrong one is voided and noted again.
    """

    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="measures")
    kind = models.CharField(_("what"), max_length=60)
    on = models.DateField(_("day"))
    value = models.DecimalField(_("value"), max_digits=8, decimal_places=2)
    side = models.CharField(_("side"), max_length=5, choices=Side, blank=True)
    label = models.CharField(_("activity, in the patient's words"), max_length=120, blank=True, db_default="")
    client_id = models.UUIDField(null=True, blank=True)
    at = models.DateTimeField()
    noted_by = user_key()

    class Meta:
        ordering = ("-on", "-pk")
        verbose_name = _("measure")
        verbose_name_plural = _("measures")
        constraints = (
            models.UniqueConstraint(fields=("assignment", "client_id"), name="measure_arrives_once"),
            models.CheckConstraint(condition=both_or_neither("voided_at", "voided_by"), name="measure_void_says_who"),
            models.CheckConstraint(condition=~Q(kind=""), name="measure_says_what"),
            models.CheckConstraint(condition=~Q(side="both"), name="measure_of_one_side_or_none"),
            models.CheckConstraint(
                condition=~Q(kind__startswith="pain_") | Q(value__gte=0, value__lte=10), name="measure_pain_0_to_10"
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.on}"
