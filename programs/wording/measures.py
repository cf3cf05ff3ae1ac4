"""What a clinician notes beside the log, by name."""

from django.utils.translation import gettext as _

from .criteria import code_words


def measure_words(kind: str) -> str:
    """ "Test: heel raises", "Pain at rest"; the code itself for a kind that has no words."""
    family, _colon, code = kind.partition(":")
    named = {
        "performance": _("Test: %(code)s"),
        "outcome": _("Questionnaire: %(code)s"),
        "confirm": _("Confirmed, 1 yes and 0 no: %(code)s"),
        "pain_after": _("Pain in the day after, 0–10"),
        "pain_rest": _("Pain at rest, 0–10"),
        "pain_night": _("Pain at night, 0–10"),
        "pain_sitting": _("Pain when sitting, 0–10"),
        "pain_load_test": _("Pain in the load test, 0–10"),
        "stiffness_minutes": _("Stiffness, minutes"),
        "technique": _("Technique, 1 good and 0 not"),
    }
    return named.get(family, kind) % {"code": code_words(code)}
