"""What words are made of: the pair a page shows, the names that fill it, and the terms of zones."""

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
    """What fills the sentences. `today` is the patient's local date; what is left out has a neutral word. `hears` is
    the sentence that says who hears of a bad day: whether a letter went out is not known here. `plan_day` is the
    training day that still runs, the one before after midnight."""

    today: date
    physio: str = ""
    hears: str = ""
    clinic: str = ""
    phone: str = ""
    hospital: str = ""
    stage: int = 0
    stage_name: str = ""
    next_stage_name: str = ""
    reason: str = ""
    exercise_before: str = ""
    plan_day: date | None = None

    @property
    def quotable_reason(self) -> str:
        """The reason without its full stop, to stand in quotation marks inside a sentence."""
        return self.reason.strip().rstrip(".")


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
