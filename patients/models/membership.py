"""Who works in a clinic, as what, since when, and when they are away."""

import datetime as dt
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from patients.domain.escalation import Colleague


class Role(models.TextChoices):
    """What somebody is in a clinic, a membership each: a physio treats its patients, and a clinic administrator runs it
    and, where that is all they are, sees no patient. The three other roles belong to no clinic in this way: a patient
    has a row of their own, a content editor a group (services/groups.py), and the installation's administrator is a
    superuser, who sees no patient either."""

    PHYSIO = "physio", _("physio")
    ADMINISTRATOR = "administrator", _("clinic administrator")


class MembershipQuerySet(models.QuerySet["Membership"]):
    def current(self) -> Self:
        return self.filter(left_at=None)

    def treating(self) -> Self:
        """Of who treats patients now."""
        return self.current().filter(role=Role.PHYSIO)


class Membership(models.Model):
    """A role of a user in a clinic; ended, never deleted, and losing it works at once. Who is away, from one local date
    of the clinic to another, both included, is not the first to be told of an alarm; `aways` are pairs such as
    ["2026-03-16", "2026-03-20"], and `covers` says by the first day of one who stands in: {"2026-03-16": user id}."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships")
    clinic = models.ForeignKey("patients.Clinic", on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(_("role"), max_length=20, choices=Role, default=Role.PHYSIO)
    joined_at = models.DateTimeField(_("joined"), default=timezone.now)
    left_at = models.DateTimeField(_("left"), null=True, blank=True)
    aways = models.JSONField(_("away"), default=list, db_default=models.Value([], models.JSONField()), blank=True)
    covers = models.JSONField(default=dict, db_default=models.Value({}, models.JSONField()), blank=True, editable=False)
    away_from = models.DateField(null=True, blank=True, editable=False)  # asked no more
    away_to = models.DateField(null=True, blank=True, editable=False)  # asked no more

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = (
            models.UniqueConstraint(
                fields=("user", "clinic", "role"), condition=Q(left_at=None), name="one_current_role_a_user_and_clinic"
            ),
            models.CheckConstraint(
                condition=Q(away_from=None, away_to=None)
                | Q(away_from__isnull=False, away_to__isnull=False, away_to__gte=models.F("away_from")),
                name="membership_away_from_to",
                violation_error_message=_("Away needs a first and a last day, and the last is not before the first."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.user}, {self.get_role_display()}, {self.clinic}"

    def held_at(self, at: dt.datetime) -> bool:
        """Whether the user had this role at that instant."""
        return self.joined_at <= at and (self.left_at is None or at <= self.left_at)

    @property
    def days_away(self) -> tuple[tuple[dt.date, dt.date], ...]:
        """From when to when they are away, in order. What cannot be read is nothing: then they hear of every alarm."""
        try:
            return tuple(
                sorted((dt.date.fromisoformat(first), dt.date.fromisoformat(last)) for first, last in self.aways)
            )
        except (TypeError, ValueError):
            return ()

    @property
    def as_colleague(self) -> Colleague:
        """As the rota sees them; `user` is asked whether the account is open."""
        gone = self.left_at is not None or not self.user.is_active
        named = {first: who for first, _last in self.days_away if (who := self.covers.get(first.isoformat()))}
        return Colleague(self.user_id, gone, self.days_away, tuple(named.items()))
