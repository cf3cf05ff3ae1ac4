"""An address that is to open an account, until a letter that went there was used."""

import datetime as dt
from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class AddressConfirmationQuerySet(models.QuerySet["AddressConfirmation"]):
    def usable(self, now: dt.datetime) -> Self:
        return self.filter(used_at=None, withdrawn_at=None, expires_at__gt=now)


class AddressConfirmation(models.Model):
    """A one-time link in a letter to `address`. Only the hash of its secret is kept."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="confirmations")
    address = models.EmailField()
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = AddressConfirmationQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at",)
        verbose_name = _("confirmation of an address")
        verbose_name_plural = _("confirmations of addresses")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(used_at=None) | models.Q(withdrawn_at=None),
                name="confirmation_used_or_withdrawn_not_both",
            ),
        )

    def __str__(self) -> str:
        return f"{self.user_id}, {self.created_at:%Y-%m-%d}"
