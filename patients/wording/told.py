"""Who hears of something, in a sentence that is true whatever became of the e-mail."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Protocol
from zoneinfo import ZoneInfo

from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from programs.wording import day_words


class Heard(Protocol):
    """Who has heard of an open alarm; a name is None for the administrators."""

    @property
    def of_answers(self) -> bool: ...
    @property
    def seen_by(self) -> str: ...
    @property
    def seen_at(self) -> dt.datetime | None: ...
    @property
    def told(self) -> Sequence[tuple[str | None, dt.datetime]]: ...
    @property
    def waiting(self) -> Sequence[str | None]: ...
    @property
    def then(self) -> Sequence[str | None]: ...
    @property
    def then_at(self) -> dt.datetime | None: ...


def heard_words(heard: Heard, zone: ZoneInfo, now: dt.datetime, *, brief: bool = False) -> str:
    """For those who work in the clinic: who opened an alarm, or that nobody has, who was told and who is told next; in
    the clinic's own time. `brief` leaves out who was told of what somebody has opened."""

    def when(instant: dt.datetime) -> str:
        local, today = instant.astimezone(zone), now.astimezone(zone).date()
        time = time_format(local.time(), "H:i")
        return time if local.date() == today else f"{day_words(local.date(), today)} {time}"

    said = [_("Nobody has marked them as seen.") if heard.of_answers else _("Nobody has opened it.")]
    if heard.seen_at:
        said = [_("Opened by %(name)s, %(when)s.") % {"name": heard.seen_by, "when": when(heard.seen_at)}]
    if heard.told and not (brief and heard.seen_at):
        told = ", ".join(f"{_name(who)} {when(at)}" for who, at in heard.told)
        said.append(_("Told: %(who)s.") % {"who": told})
    if heard.waiting:
        said.append(_("No letter has gone yet to %(who)s.") % {"who": _names(heard.waiting)})
    if heard.then_at:
        said.append(_("Then: %(who)s, at %(when)s.") % {"who": _names(heard.then), "when": when(heard.then_at)})
    return " ".join(said)


def _names(names: Iterable[str | None]) -> str:
    return ", ".join(map(_name, names))


def _name(name: str | None) -> str:
    return name or _("the administrator")


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
