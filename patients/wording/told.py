"""Who hears of something, in a sentence that is true whatever became of the e-mail."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def told_words(names: Sequence[str]) -> str:
    """Who has been told, "" where nobody was."""
    if not names:
        return ""
    *others, last = names
    who = _("%(others)s and %(last)s") % {"others": ", ".join(others), "last": last} if others else last
    return ngettext("%(who)s has been told.", "%(who)s have been told.", len(names)) % {"who": who}


def hears_words(physio: str, told: Sequence[str], *, somebody: bool) -> str:
    """Who hears of a bad day: whoever has been `told`, else the `physio` who is there, else the clinic where `somebody`
    works in it; "" where nobody does."""
    if told:
        return told_words(told)
    if physio:
        return _("%(name)s sees it when the clinic is open.") % {"name": physio}
    return _("Your clinic sees it when it is open.") if somebody else ""


def kept_words(*, somebody: bool) -> str:
    """What becomes of a message."""
    if somebody:
        return _("Sent. Your clinic reads it when it is open.")
    return _("Kept, but nobody at your clinic reads messages at the moment. Please call it.")
