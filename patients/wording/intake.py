"""What is asked at the start, in words."""

from django.utils.translation import gettext as _


def place_words(pain_at: str = "") -> dict[str, str]:
    """The places where it can hurt, by code; "here" is where the pain of the programme is, which `pain_at` says."""
    return {
        "here": pain_at,
        "sitting_bone": _("at the sitting bone"),
        "buttock": _("in the buttock"),
        "thigh": _("back of the thigh"),
        "groin": _("groin or front of the hip"),
        "back": _("lower back"),
        "below_knee": _("below the knee"),
        "elsewhere": _("somewhere else"),
    }


def places_asked(pain_at: str) -> dict[str, str]:
    """Those that a patient is asked about: near the sitting bone each place by its name, for what hurts there can come
    from elsewhere; for any other programme where its pain is, and elsewhere."""
    words = place_words(pain_at)
    if pain_at in ("", words["sitting_bone"]):
        return {code: place for code, place in words.items() if code != "here"}
    return {code: words[code] for code in ("here", "elsewhere")}
