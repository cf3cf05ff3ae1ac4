"""What the numbers of an answer do not show and who decides should read, a line each; empty where nothing is to say."""

from collections.abc import Sequence
from statistics import median
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from programs import wording


class Share(NamedTuple):
    """So many of so many."""

    got: int
    of: int


def effort_line(efforts: Sequence[int | None]) -> str:
    """The effort (0-10) of the sessions of the qualifying days, None where it was not given."""
    given = [effort for effort in efforts if effort is not None]
    if not given:
        return _("Effort on the qualifying days: not given.") if efforts else ""
    values = {
        "low": min(given),
        "high": max(given),
        "middle": f"{median(given):g}",
        "n": len(given),
        "of": len(efforts),
    }
    text = _("Effort on the qualifying days: %(low)s to %(high)s of 10, median %(middle)s, said in %(n)s of %(of)s.")
    return text % values


def painkiller_line(days: Share, sessions: Share, mornings: Share) -> str:
    """How often one was ticked; a day is its session and the morning after. Not ticked is not the same as not taken."""
    if not sessions.got + mornings.got + days.got:
        return ""
    parts = {
        "days": ngettext("%(got)s of %(of)s day", "%(got)s of %(of)s days", days.of) % days._asdict(),
        "sessions": ngettext("%(got)s of %(of)s session", "%(got)s of %(of)s sessions", sessions.of)
        % sessions._asdict(),
        "mornings": ngettext("%(got)s of %(of)s morning", "%(got)s of %(of)s mornings", mornings.of)
        % mornings._asdict(),
    }
    return _("%(days)s with a painkiller: %(sessions)s, %(mornings)s.") % parts


def late_mornings_line(count: int) -> str:
    return _counted(
        ngettext(
            "%(n)s morning was entered on a later day; no green day rests on it.",
            "%(n)s mornings were entered on a later day; no green day rests on them.",
            count,
        ),
        count,
    )


def late_sessions_line(count: int) -> str:
    return _counted(
        ngettext(
            "%(n)s session reached us on a later day than it was done.",
            "%(n)s sessions reached us on a later day than they were done.",
            count,
        ),
        count,
    )


def corrected_line(count: int) -> str:
    return _counted(
        ngettext(
            "%(n)s session or morning of this stage was taken out or corrected.",
            "%(n)s sessions or mornings of this stage were taken out or corrected.",
            count,
        ),
        count,
    )


def doubles_line(count: int) -> str:
    return _counted(
        ngettext(
            "%(n)s session may be saved twice: until that is answered its pain counts and its sets do not.",
            "%(n)s sessions may be saved twice: until that is answered their pain counts and their sets do not.",
            count,
        ),
        count,
    )


def wrong_clocks_line(count: int) -> str:
    return _counted(
        ngettext(
            "%(n)s session came from a phone whose clock was wrong by more than a day; it counts for safety alone.",
            "%(n)s sessions came from a phone whose clock was wrong by more than a day; they count for safety alone.",
            count,
        ),
        count,
    )


def _counted(text: str, count: int) -> str:
    return text % {"n": count} if count else ""


def red_day_line(when: str, activities: Sequence[str]) -> str:
    """What else was done on a red day or on the day before it."""
    values = {"day": when, "what": "; ".join(activities)}
    return _("Beside the red day (%(day)s): %(what)s.") % values if activities else ""


def without_distress_line(words: wording.Words) -> str:
    """What the rules would say if no distress were open; advice to nobody, and no decision hangs on it."""
    values = {"title": words.title.rstrip("."), "text": words.text}
    return (_("Without the open distress tick the rules would say: %(title)s. %(text)s") % values).strip()
