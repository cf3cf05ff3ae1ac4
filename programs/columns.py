"""What a column of a gate or a safety threshold is: its unit, its spans, and the sentence it stands in."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

MOST = 400  # of days, sessions and hours, whatever they are
BOUNDED = (MaxLengthValidator(4_000),)  # of a text: some five printed pages


class Unit(StrEnum):
    NRS = "nrs"  # pain, 0-10
    PERCENT = "percent"
    DAYS = "days"  # days, and what is counted among them
    HOURS = "hours"
    NUMBER = "number"  # sets, repetitions, seconds, kilograms: what a dose counts in
    YES_OR_NO = "yes_or_no"


def limits(least: int | None, most: int | None) -> list[Any]:
    """Validators of a number; None is no limit."""
    low = [] if least is None else [MinValueValidator(least)]
    return low + ([] if most is None else [MaxValueValidator(most)])


Range = tuple[int, int]


def _within(value: int | Decimal, span: Range) -> bool:
    return span[0] <= value <= span[1]


@dataclass(frozen=True, kw_only=True)
class Column:
    """One threshold. Outside `hard` no value is taken, by whatever way it comes; outside the `usual` range it is taken
    with a reason, which stays with the row. Both are ours, drawn around what published programmes ask for. `kept` are
    the limits that the column of the table checks itself.

    Where a row `must_say` it, the default is only what the first stage of a programme begins with; a default of None
    is not asked. `shown` puts it, with its source, into the summary of the rules. What `may_be_left_out` says how, and
    is not taken from the stage before. `label_beside` is the label where the sentence has said the rest.
    `to_patient` is the sentence for a patient where it is asked for; the other columns share theirs (wording/rule.py).
    """

    name: str
    label: str
    unit: Unit
    default: int | bool | None
    hard: Range | None = None
    usual: Range | None = None
    kept: tuple[int | None, int | None] = (None, None)
    must_say: bool = False
    shown: bool = True
    may_be_left_out: str | None = None
    label_beside: str = ""
    to_patient: Callable[[int], str] | None = None
    db_default: bool = False

    def refusal(self, value: int | Decimal | None) -> str:
        """Why a value is never taken, as a sentence; empty where it may be."""
        if self.hard is None or value is None or _within(value, self.hard):
            return ""
        least, most = self.hard
        words = _("“%(what)s” is %(least)s to %(most)s, and never %(value)s.")
        return str(words) % {"what": capfirst(str(self.label)), "least": least, "most": most, "value": value}

    def is_unusual(self, value: int | Decimal | None) -> bool:
        """Whether a value needs a reason."""
        return self.usual is not None and value is not None and not _within(value, self.usual)

    def asks_why(self, value: int | Decimal) -> str:
        """The question for the reason."""
        least, most = self.usual or (value, value)
        words = _("“%(what)s” is usually %(least)s to %(most)s. Please say why it is %(value)s here.")
        return str(words) % {"what": capfirst(str(self.label)), "least": least, "most": most, "value": value}

    def field(self) -> "models.Field[Any, Any]":
        """The column of its table."""
        if self.unit is Unit.YES_OR_NO:
            return models.BooleanField(self.label, default=self.default)
        return models.PositiveSmallIntegerField(self.label, validators=limits(*self.kept), **self._default())

    def _default(self) -> dict[str, Any]:
        if self.must_say:
            return {}
        if self.default is None:
            return {"null": True, "blank": True}
        return {"default": self.default} | ({"db_default": self.default} if self.db_default else {})

    def to_rule(self, value: Any) -> Any:
        """A row's value as the rules read it."""
        return value / 100 if self.unit is Unit.PERCENT and value is not None else value

    def from_rule(self, value: Any) -> Any:
        return round(value * 100) if self.unit is Unit.PERCENT and value is not None else value


@dataclass(frozen=True)
class Line:
    """A sentence for an editor; its gaps are the columns, in their order."""

    words: str
    columns: tuple[Column, ...]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)


def line(words: str, *columns: Column) -> Line:
    return Line(words, columns)


def pain(name: str, label: str, default: int | None, **more: Any) -> Column:
    return Column(name=name, label=label, default=default, unit=Unit.NRS, kept=(0, 10), **more)


def percent(name: str, label: str, default: int | None, **more: Any) -> Column:
    return Column(name=name, label=label, default=default, unit=Unit.PERCENT, kept=(0, 100), **more)


def days(name: str, label: str, default: int | None, **more: Any) -> Column:
    return Column(name=name, label=label, default=default, unit=Unit.DAYS, **more)


def safety_days(name: str, label: str, default: int | None, **more: Any) -> Column:
    return days(name, label, default, kept=(None, MOST), **more)


def number(name: str, label: str, hard: Range, usual: Range) -> Column:
    """A number of a dose, which may be left out."""
    return Column(name=name, label=label, default=None, unit=Unit.NUMBER, hard=hard, usual=usual)


def refusals(row: Any) -> dict[str, str]:
    """The thresholds of a version or a stage, or numbers of a dose, that are never taken, each with a sentence."""
    found = {name: column.refusal(getattr(row, name)) for name, column in row.thresholds.items()}
    return {name: sentence for name, sentence in found.items() if sentence}


def unexplained(row: Any) -> list[str]:
    """A question for each unusual value of a version, a stage or a dose whose reason is not said."""
    values = {name: getattr(row, name) for name in row.thresholds if name not in row.reasons}
    return [
        row.thresholds[name].asks_why(value) for name, value in values.items() if row.thresholds[name].is_unusual(value)
    ]
