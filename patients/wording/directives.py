"""What a clinician set for one patient, in a sentence."""

import datetime as dt

from django.utils.formats import date_format
from django.utils.translation import gettext as _


def directive_words(kind: str, value: int | None) -> str:
    """ "Pain of up to 4 counts as calm."; KeyError for no kind."""
    off = not value
    return {
        "hold": _("Stage free again.") if off else _("Held at this stage."),
        "ceiling": _("Pain counts as calm up to the stage’s own limit.")
        if value is None
        else _("Pain of up to %(n)s counts as calm.") % {"n": value},
        "self_paced": _("The harder variation waits for the physio.") if off else _("The harder variation is free."),
        "pause": _("Programme goes on.") if off else _("Programme paused."),
        "whole_plan": _("The whole plan again."),
        "engine": _("Suggestions are off, logging stays.") if off else _("Suggestions are on."),
    }[kind]


def end_words(until_on: dt.date | None) -> str:
    """ "until 20 December", or that it has no end."""
    return _("until %(day)s") % {"day": date_format(until_on, "j F")} if until_on else _("no end set")


def move_verb(now: int, to: int, *, suggested: bool = False) -> str:
    """What the button says that moves a patient from one stage to another, as the rules suggest it or not: "Move down
    to stage 2"."""
    up, down = (
        (_("Accept, move up to stage %(stage)s"), _("Accept, move down to stage %(stage)s"))
        if suggested
        else (_("Move up to stage %(stage)s"), _("Move down to stage %(stage)s"))
    )
    return (down if to < now else up) % {"stage": to}


def directive_verb(kind: str, value: int | None) -> str:
    """What the button says that sets it: "Hold at this stage"; KeyError for no kind."""
    off = not value
    return {
        "hold": _("Release the hold") if off else _("Hold at this stage"),
        "ceiling": _("Back to the stage’s own limit")
        if value is None
        else _("Count pain up to %(n)s as calm") % {"n": value},
        "self_paced": _("Harder variation waits for me") if off else _("Harder variation free"),
        "pause": _("Resume the programme") if off else _("Pause the programme"),
        "engine": _("Switch suggestions off") if off else _("Switch suggestions on"),
    }[kind]
