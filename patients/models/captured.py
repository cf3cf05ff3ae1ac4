"""When and where a phone made an entry, in its own words."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Captured(models.Model):
    """What the phone's clock showed when an entry was made: the instant, its local date, by how many minutes it was
    ahead of UTC, and the name of its zone. Null is not said: by a page without script, at the desk, and before these
    columns were there.
    """

    captured_at = models.DateTimeField(_("entered on the phone"), null=True, blank=True)
    captured_on = models.DateField(_("the phone’s date"), null=True, blank=True)
    utc_offset = models.SmallIntegerField(_("minutes ahead of UTC"), null=True, blank=True)
    phone_zone = models.CharField(  # noqa: DJ001  # not said is null, as beside it
        _("the phone’s time zone"), max_length=64, null=True, blank=True
    )

    class Meta:
        abstract = True
