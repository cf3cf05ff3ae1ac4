"""What was asked about a draft, and the counts that came of it."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from patients.models.care import user_key


class WhatIfQuerySet(models.QuerySet["WhatIf"]):
    def unfinished(self) -> Self:
        return self.filter(finished_at=None)


class WhatIf(models.Model):
    """A draft tried on the logged histories: the rules as they were when it was asked for, and counts alone.

    It is worked out in slices, by whoever claims it: `done` of `patients` so far, `reached` is the last of them. All
    is counted as it was known at `requested_at`. Finished without counts, it could not be worked out.
    """

    draft = models.ForeignKey("programs.ProgramVersion", on_delete=models.PROTECT, related_name="+")
    published = models.ForeignKey("programs.ProgramVersion", on_delete=models.PROTECT, null=True, related_name="+")
    rules = models.JSONField(_("rules that were tried"))
    requested_by = user_key()
    requested_at = models.DateTimeField()
    patients = models.PositiveIntegerField()
    done = models.PositiveIntegerField(default=0)
    reached = models.BigIntegerField(default=0)
    counts = models.JSONField(default=dict)
    claimed_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = WhatIfQuerySet.as_manager()

    class Meta:
        ordering = ("-requested_at", "-pk")
        verbose_name = _("what-if")
        verbose_name_plural = _("what-ifs")
        constraints = (
            models.UniqueConstraint(fields=("draft",), condition=Q(finished_at=None), name="one_unfinished_what_if"),
            models.CheckConstraint(condition=Q(done__lte=F("patients")), name="what_if_done_of_all"),
        )

    def __str__(self) -> str:
        return f"{self.draft}: {self.done}/{self.patients}"

    @property
    def failed(self) -> bool:
        return self.finished_at is not None and not self.counts
