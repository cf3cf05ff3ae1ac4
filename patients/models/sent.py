"""Forms of the desk that were saved: the same one again is answered with what it made."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class SentForm(models.Model):
    """One press, by the id that its page gave it. Of what was typed only a keyed hash is kept; `answer` is the address
    of what it made."""

    form_id = models.UUIDField(unique=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)
    answer = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("form that was saved")
        verbose_name_plural = _("forms that were saved")

    def __str__(self) -> str:
        return str(self.form_id)
