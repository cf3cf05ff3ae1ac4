"""The loop that sends and evaluates, as whoever looks after the installation sees it: that it lives, and what fails."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Heartbeat(models.Model):
    """When a loop last did its round; one row."""

    at = models.DateTimeField()

    class Meta:
        verbose_name = _("heartbeat")
        verbose_name_plural = _("heartbeats")

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S}"


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
