"""What leaves by e-mail: one row a letter to one address, from the moment it is wanted to the moment it is over."""

import datetime as dt

from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.utils.translation import gettext_lazy as _

from patients.models.care import maybe_user_key
from patients.models.contact import Notice


class LetterKind(models.TextChoices):
    """In the order in which they go."""

    ALARM = "alarm", _("alarm")
    ACCOUNT = "account", _("sign-in and account")
    INVITATION = "invitation", _("invitation")
    NOTICE = "notice", _("notice")


class LetterQuerySet(models.QuerySet["Letter"]):
    def waiting(self) -> "LetterQuerySet":
        """Neither sent nor given up."""
        return self.filter(over_at=None)

    def due(self, now: dt.datetime) -> "LetterQuerySet":
        """Alarms first, and what was tried least before what was tried often: one that always fails is in no other's
        way."""
        turn = Case(*(When(kind=kind, then=Value(n)) for n, kind in enumerate(LetterKind)), default=Value(9))
        waiting = self.waiting().filter(next_try_at__lte=now)
        return waiting.annotate(turn=turn).order_by("turn", "tries", "due_at", "pk")


class Letter(models.Model):
    """One letter. What a notice says, and to which address, is asked anew at each try; any other is kept sealed in
    `body` and emptied once it is over, for there are codes and links in it. Until `expires_at` it is tried, or for as
    long as its notice is wanted where there is none."""

    notice = models.OneToOneField(Notice, on_delete=models.PROTECT, related_name="letter", null=True, blank=True)
    user = maybe_user_key()
    kind = models.CharField(max_length=12, choices=LetterKind)
    address = models.EmailField(blank=True)
    subject = models.CharField(max_length=200, blank=True)
    body = models.TextField(blank=True)
    due_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)
    next_try_at = models.DateTimeField()
    tries = models.PositiveIntegerField(default=0)
    claimed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    over_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=60, blank=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        ordering = ("due_at", "pk")
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        indexes = (
            models.Index(fields=("next_try_at",), condition=Q(over_at=None), name="letter_waits"),
            models.Index(fields=("sent_at",), name="letter_sent"),
        )
        constraints = (
            models.CheckConstraint(condition=Q(over_at=None) | Q(body="", address=""), name="letter_keeps_no_secret"),
            models.CheckConstraint(
                condition=Q(sent_at=None) | Q(over_at__isnull=False, over_at=F("sent_at")), name="letter_sent_is_over"
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.due_at:%Y-%m-%d %H:%M}"
