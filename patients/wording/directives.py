"""What a clinician set for one patient, in a sentence."""

from django.utils.translation import gettext as _


def directive_words(kind: str, value: int | None) -> str:
    """ "Pain of up to 4 counts as calm."; KeyError for no kind."""
    off = not value
    return {
        "hold": _("Stage free again.") if off else _("Held at this stage."),
        "ceiling": _("No pain ceiling.") if value is None else _("Pain of up to %(n)s counts as calm.") % {"n": value},
        "self_paced": _("The harder variation waits for the physio.") if off else _("The harder variation is free."),
        "pause": _("Programme goes on.") if off else _("Programme paused."),
        "whole_plan": _("The whole plan again."),
        "engine": _("Suggestions are off, logging stays.") if off else _("Suggestions are on."),
    }[kind]
