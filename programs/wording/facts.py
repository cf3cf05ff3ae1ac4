"""The findings of a stored review, and their numbers in the reader's notation."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from programs.progression import Code
from programs.progression.stored import findings_from_json

from .terms import Names

UNKNOWN = "–"


@dataclass(frozen=True)
class Fact:
    """One finding as a review keeps it."""

    code: str
    met: bool | None = None
    required: Any = None
    observed: Any = None
    days: tuple[date, ...] = ()

    @property
    def of(self) -> dict[str, Any]:
        """So many of so many, to fill in."""
        return {"got": self.observed, "n": self.required}


class Facts:
    """The findings of one review by their code. A code that is not there reads as a fact without values."""

    def __init__(self, findings: Iterable[dict[str, Any]]):
        self._facts = tuple(
            Fact(found.code, found.met, found.required, found.observed, found.evidence)
            for found in findings_from_json(findings)
        )

    def all(self, *codes: str) -> list[Fact]:
        return [fact for fact in self._facts if fact.code in codes]

    def get(self, code: str) -> Fact:
        """The first of a code."""
        return next(iter(self.all(code)), Fact(code))

    @property
    def causes(self) -> list[Fact]:
        """Why days are red or amber; `observed` is the cause and its number."""
        return self.all(Code.RED_DAY, Code.AMBER_DAY)

    @property
    def usual(self) -> str:
        return number(self.get(Code.BASELINE).observed)

    @property
    def good_days(self) -> dict[str, int]:
        """How many count (never more than needed) of how many, to fill in."""
        run = self.get(Code.SESSIONS)
        return {"got": min(run.observed, run.required), "need": run.required}

    @property
    def nothing_logged(self) -> bool:
        """No day of this stage whose morning is settled."""
        return not self.get(Code.MORNINGS_GIVEN).required


@dataclass(frozen=True)
class Answer:
    """What a review says, with everything its words may need."""

    outcome: str
    because: str
    target: int | None
    facts: Facts
    names: Names

    @property
    def today(self) -> date:
        return self.names.today

    @property
    def without_away(self) -> bool:
        """Whether days away were left out of the gap's count."""
        gap = self.facts.get(Code.GAP)
        observed: int = gap.observed
        return (self.today - gap.days[0]).days > observed


def number(value: float | None) -> str:
    """ "2", "1.5"; a dash where nothing was recorded."""
    if value is None:
        return UNKNOWN
    rounded = round(value, 1)
    return number_format(rounded, decimal_pos=0 if rounded == int(rounded) else 1)


def whole_percent(share: float, need: float = 1) -> int:
    """A share of 0-1 to the nearest percent, a half upwards; what misses the whole, or what is needed, never reads as
    if it met it."""
    hundredfold = round(share * 100, 4)  # shares are stored with six places
    edges = [edge for edge in (1, need) if hundredfold < round(edge * 100, 4)]
    return min([math.floor(hundredfold + 0.5), *(math.ceil(round(edge * 100, 4)) - 1 for edge in edges)])


def percent(share: float | None, need: float = 1) -> str:
    """The same in words; a dash where nothing was recorded."""
    return UNKNOWN if share is None else _("%(n)s %%") % {"n": whole_percent(share, need)}


def days(count: int) -> str:
    return ngettext("%(n)s day", "%(n)s days", count) % {"n": count}


def sentences(*parts: str) -> str:
    """One text of the sentences that there are."""
    return " ".join(part for part in parts if part)


def spoken(variation: str) -> str:
    """A variation as it is said in a sentence: "heels far"."""
    return variation.replace("-", " ")
