"""Links of a clinic's own people: each has one purpose, works once and not for long."""

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from patients.models.care import maybe_user_key
from patients.models.clinic import Clinic


class LinkKind(models.TextChoices):
    START = "start", _("start of a clinic")
    WELCOME = "welcome", _("welcome of a colleague")
    LETTER = "letter", _("proof of a test letter")


class OneTimeLinkQuerySet(models.QuerySet["OneTimeLink"]):
    def usable(self, now: dt.datetime) -> Self:
        return self.filter(used_at=None, withdrawn_at=None, expires_at__gt=now)


class OneTimeLink(models.Model):
    """Only the hash of the secret is kept. `user` is whose it is and `clinic` where they work; of a start the clinic
    that was made with it and its first administrator, and until then neither."""

    kind = models.CharField(max_length=12, choices=LinkKind)
    token_hash = models.CharField(max_length=64, unique=True)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="links", null=True, blank=True)
    user = maybe_user_key()
    created_by = maybe_user_key()  # nobody: it was made on the server, or by the start of the clinic
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = OneTimeLinkQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "pk")
        verbose_name = _("one-time link")
        verbose_name_plural = _("one-time links")
        constraints = (
            models.CheckConstraint(condition=Q(used_at=None) | Q(withdrawn_at=None), name="link_used_or_withdrawn"),
            models.CheckConstraint(
                condition=Q(clinic__isnull=False, user__isnull=False) | Q(kind=LinkKind.START), name="link_says_whose"
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.created_at:%Y-%m-%d}"
