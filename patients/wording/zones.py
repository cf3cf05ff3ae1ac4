"""What a number means, said at the question that asks for it, and at once after an answer between calm and red."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext as _

from programs import wording
from programs.progression.zones import Limits, Zone

SCALE = range(11)


@dataclass(frozen=True)
class ZoneLine:
    """A stretch of the scale, 0-10: its zone, its numbers ("4–5"), its name and what it leads to."""

    zone: str
    first: int
    last: int
    word: str
    text: str

    @property
    def numbers(self) -> str:
        return str(self.first) if self.first == self.last else f"{self.first}–{self.last}"


def zones_during(limits: Limits) -> list[ZoneLine]:
    """Of the pain in a session, on the affected side."""
    return _lines(lambda pain: _zone(limits.red_pain(pain), pain > limits.pain))


def zones_of_morning(limits: Limits) -> list[ZoneLine]:
    """Of the next morning; they move with what is usual for this patient."""
    return _lines(lambda pain: _zone(limits.red_morning(pain), limits.sore_morning(pain)))


def stay_words(lines: list[ZoneLine], pain: int | None) -> str:
    """What an answer between calm and red means; nothing for the others, which the page speaks of anyway."""
    if not any(line.zone == Zone.AMBER and pain in range(line.first, line.last + 1) for line in lines):
        return ""
    return _("%(pain)s means “Stay”: do what your plan asks, not more. A bad day ends the row of good days.") % {
        "pain": pain
    }


def beside_words(lines: list[ZoneLine], pain: int | None) -> str:
    """What pain beside the exercises means, which no rule reads; nothing for a calm one, and for none."""
    zone = next((line.zone for line in lines if pain is not None and line.first <= pain <= line.last), Zone.GREEN)
    if zone == Zone.GREEN:
        return ""
    means = _("Today’s plan does not read this pain. It reads your next morning answer.")
    rest = _("Does it still hurt? Then leave the exercises today.") if zone == Zone.RED else ""
    return " ".join(filter(None, (means, _("Do what your plan asks, not more."), rest)))


def _zone(red: bool, sore: bool) -> Zone:
    return Zone.RED if red else Zone.AMBER if sore else Zone.GREEN


def _lines(zone_of: Callable[[int], Zone]) -> list[ZoneLine]:
    texts = {
        Zone.GREEN: _("Your plan goes on."),
        Zone.AMBER: _("Do what your plan asks, not more. The row of good days ends."),
        Zone.RED: _("Your plan gets easier for some days. The row of good days ends."),
    }
    stretches = [(zone, [*numbers]) for zone, numbers in groupby(SCALE, zone_of)]
    return [
        ZoneLine(zone.value, numbers[0], numbers[-1], wording.zone_word(zone.value, "patient"), texts[zone])
        for zone, numbers in stretches
    ]
