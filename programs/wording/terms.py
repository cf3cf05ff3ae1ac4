"""What words are made of: the pair a page shows, the names that fill it, and the terms of zones and pain."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, TypeAlias

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Lazy: TypeAlias = "_StrPromise"  # what gettext_lazy gives; there is no public name for it


@dataclass(frozen=True)
class Words:
    """A short bold lead and the sentences after it. Plain text; pages escape it."""

    title: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Names:
    """What fills the sentences. `today` is the patient's local date; what is left out has a neutral word."""

    today: date
    physio: str = ""
    clinic: str = ""
    phone: str = ""
    stage: int = 0
    stage_name: str = ""
    next_stage_name: str = ""
    reason: str = ""
    exercise_before: str = ""

    @property
    def quotable_reason(self) -> str:
        """The reason without its full stop, to stand in quotation marks inside a sentence."""
        return self.reason.strip().rstrip(".")


def pain_words(number: int) -> str:
    """The words under a pain of 0-10 (NRS). The ends are the scale's anchors; the words between are ours."""
    if not 0 <= number <= 10:
        raise ValueError(f"pain is 0 to 10, not {number}")
    steps = (
        (0, _("no pain")),
        (3, _("I notice it, but it does not bother me")),
        (5, _("It bothers me, but I can finish")),
        (7, _("It is hard to go on")),
        (9, _("I cannot go on")),
        (10, _("the worst pain I can imagine")),
    )
    return next(words for highest, words in steps if number <= highest)


def zone_word(zone: str, audience: str) -> str:
    """What a zone is called by a "patient" or a "clinician"; KeyError for no zone."""
    return _patient_zones()[zone] if audience == "patient" else _clinician_zones()[zone]


def _patient_zones() -> dict[str, str]:
    return {
        "green": _("Calm"),
        "amber": _("Stay"),
        "red": _("Ease off"),
        "unknown": _("not known"),
        "pending": _("waiting"),
    }


def _clinician_zones() -> dict[str, str]:
    return {
        "green": _("Green"),
        "amber": _("Amber"),
        "red": _("Red"),
        "unknown": _("not known"),
        "pending": _("pending"),
    }
