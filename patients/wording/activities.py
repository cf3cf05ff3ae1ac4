"""What loaded the tendon beside the exercises, in words."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def activity_words(what: str, minutes: int, pain: int | None) -> str:
    """ "running, 20 minutes, pain 2"; `pain` is None where it was not recorded."""
    duration = ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}
    words = f"{what}, {duration}"
    return words if pain is None else _("%(what)s, pain %(pain)s") % {"what": words, "pain": pain}
