"""What is asked at the start, in words."""

from django.utils.translation import gettext as _


def place_words() -> dict[str, str]:
    """The places where it can hurt, by code."""
    return {
        "sitting_bone": _("at the sitting bone"),
        "buttock": _("in the buttock"),
        "thigh": _("back of the thigh"),
        "groin": _("groin or front of the hip"),
        "back": _("lower back"),
        "below_knee": _("below the knee"),
        "elsewhere": _("somewhere else"),
    }
