"""Messages between a patient and the clinic, and the notices that go out. A notice carries no content of either."""

import datetime as dt
import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from patients.models.care import both_or_neither, maybe_user_key, user_key
from patients.models.clinic import Clinic, Patient


class Message(models.Model):
    """One message of the conversation between a patient and the clinic. Seen by the other side, or not yet. `danger` is
    the most urgent tick of the alarm list whose words a patient wrote in it, if any."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="messages")
    client_id = models.UUIDField(default=uuid.uuid4)
    from_patient = models.BooleanField()
    text = models.TextField(_("message"), max_length=2000)
    danger = models.CharField(max_length=12, blank=True, default="", db_default="")
    at = models.DateTimeField()
    by = user_key()
    seen_at = models.DateTimeField(null=True, blank=True)
    seen_by = maybe_user_key()

    class Meta:
        ordering = ("at", "pk")
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        indexes = (
            models.Index(fields=("patient", "at")),
            models.Index(  # every page of the desk counts them
                fields=("patient",), name="message_waits", condition=models.Q(from_patient=True, seen_at__isnull=True)
            ),
        )
        constraints = (
            models.UniqueConstraint(fields=("patient", "client_id"), name="message_arrives_once"),
            models.CheckConstraint(condition=~Q(text=""), name="message_says_something"),
            models.CheckConstraint(condition=both_or_neither("seen_at", "seen_by"), name="message_sight_says_who"),
        )

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"


class CannedText(models.Model):
    """A text that the clinic's physios write often."""

    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="canned_texts")
    title = models.CharField(_("title"), max_length=80)
    text = models.TextField(_("text"), max_length=2000)
    position = models.PositiveSmallIntegerField(_("order"), default=1)

    class Meta:
        ordering = ("clinic", "position", "pk")
        verbose_name = _("canned text")
        verbose_name_plural = _("canned texts")
        constraints = (models.UniqueConstraint(fields=("clinic", "title"), name="canned_text_once_a_clinic"),)

    def __str__(self) -> str:
        return self.title


class NoticeKind(models.TextChoices):
    EXERCISE = "exercise", _("exercise day")
    MORNING = "morning", _("morning question")
    MESSAGE = "message", _("message waiting")
    STAGE = "stage", _("decision made")
    INVITATION = "invitation", _("invitation")
    DIGEST = "digest", _("digest")
    ALARM = "alarm", _("alarm")
    UNOPENED = "unopened", _("alarm that nobody opened")
    FLARE = "flare", _("bad day of a patient")
    INBOX = "inbox", _("message of a patient")


class Notice(models.Model):
    """Something to tell a user, once. `key` names the occasion, so that it is planned once; it is claimed by a
    conditional update before it is sent, and a claim that died is not sent again: at most once."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="notices")
    kind = models.CharField(max_length=12, choices=NoticeKind)
    key = models.CharField(max_length=120)
    due_at = models.DateTimeField(db_index=True)
    claimed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    dropped_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ("due_at", "pk")
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        constraints = (models.UniqueConstraint(fields=("user", "key"), name="notice_planned_once"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.due_at:%Y-%m-%d %H:%M}"


class DigestEvery(models.TextChoices):
    NEVER = "never", _("never")
    DAY = "day", _("every working day")
    WEEK = "week", _("every Monday")


EVERY_DAY = "1234567"  # ISO weekdays, Monday is 1


class Reminders(models.Model):
    """What a user wants to be told, when and how. Times are local to the user's zone (a patient's own). `agreed_to`
    names the columns that a patient chose themselves, since `agreed_at`: nothing else is sent to a patient. What is due
    before `put_off_to` comes then, or not at all where that is another day."""

    WAYS = frozenset({"by_email", "by_push", "calendar_hash"})
    AGREED = ("exercise", "morning", "by_email", "by_push", "calendar_hash")

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="reminders")
    by_email = models.BooleanField(_("by e-mail"), default=False)
    by_push = models.BooleanField(_("on this phone"), default=False)
    exercise = models.BooleanField(_("on exercise days"), default=False)
    exercise_at = models.TimeField(_("at"), default=dt.time(17, 0))
    morning = models.BooleanField(_("for the morning question"), default=False)
    morning_at = models.TimeField(_("at"), default=dt.time(7, 30))
    quiet_from = models.TimeField(_("quiet from"), default=dt.time(21, 0))
    quiet_to = models.TimeField(_("until"), default=dt.time(7, 0))
    digest = models.CharField(_("digest"), max_length=8, choices=DigestEvery, default=DigestEvery.DAY)
    news = models.BooleanField(_("bad days and messages"), default=True, db_default=True)
    exercise_days = models.CharField(_("on these weekdays"), max_length=7, default=EVERY_DAY, db_default=EVERY_DAY)
    morning_days = models.CharField(_("on these weekdays"), max_length=7, default=EVERY_DAY, db_default=EVERY_DAY)
    put_off_to = models.DateTimeField(_("not before"), null=True, blank=True)
    calendar_hash = models.CharField(max_length=64, blank=True, db_index=True)
    agreed_at = models.DateTimeField(_("agreed"), null=True, blank=True)
    agreed_to = models.CharField(_("agreed to"), max_length=80, blank=True, default="", db_default="")

    class Meta:
        verbose_name = _("reminders")
        verbose_name_plural = _("reminders")

    def __str__(self) -> str:
        return f"{self.user_id}"

    def goes_by(self, way: str) -> bool:
        """Whether a patient has agreed to be told in this way, one of `WAYS`, and has not stopped it."""
        return way in self.agreed_to.split() and bool(getattr(self, way))


class PushSubscription(models.Model):
    """A browser that may be notified. The address belongs to one of the push hosts the settings allow."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="push_subscriptions")
    endpoint = models.URLField(max_length=500, unique=True)
    p256dh = models.CharField(max_length=200)
    auth = models.CharField(max_length=100)
    made_at = models.DateTimeField()
    dropped_at = models.DateTimeField(null=True, blank=True)
    gone_at = models.DateTimeField(null=True, blank=True)  # dropped because it can be reached no more

    class Meta:
        verbose_name = _("push subscription")
        verbose_name_plural = _("push subscriptions")

    def __str__(self) -> str:
        return f"{self.user_id}, {self.made_at:%Y-%m-%d}"
