"""The loop that sends and evaluates, as whoever looks after the installation sees it: that it lives, and what fails."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Heartbeat(models.Model):
    """When a loop last did its round; one row."""

    at = models.DateTimeField()
    # When somebody was last told that no backup has been brought back.
    unrestored_told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("heartbeat")
        verbose_name_plural = _("heartbeats")

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S}"


class Restore(models.Model):
    """A backup that was brought back whole, and served: when it was made, how large, and what was in it."""

    at = models.DateTimeField()
    made_at = models.DateTimeField()
    size = models.PositiveBigIntegerField()  # bytes, sealed
    seconds = models.PositiveIntegerField()
    tables = models.PositiveIntegerField()
    rows = models.PositiveBigIntegerField()

    class Meta:
        ordering = ("-at",)
        verbose_name = _("restored backup")
        verbose_name_plural = _("restored backups")

    def __str__(self) -> str:
        return f"{self.made_at:%Y-%m-%d %H:%M}"


class FailedJob(models.Model):
    """A job that failed: which, by kind and id, and the class of the error. Nothing an error says, which may name a
    value."""

    what = models.CharField(max_length=60)
    key = models.CharField(max_length=60)
    error = models.CharField(max_length=60)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField(db_index=True)

    class Meta:
        ordering = ("-last_at", "pk")
        verbose_name = _("failed job")
        verbose_name_plural = _("failed jobs")
        constraints = (models.UniqueConstraint(fields=("what", "key", "error"), name="failed_job_once"),)

    def __str__(self) -> str:
        return f"{self.what} {self.key}: {self.error}"
