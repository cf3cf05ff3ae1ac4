"""What a stage asks for before anything is logged, gate and criteria beside it, to the patient, in plain sentences."""

from collections.abc import Callable, Iterable, Iterator
from typing import Protocol

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from programs.gate import GATE
from programs.progression import CriterionRule
from programs.progression.metrics import fault_of

from .criteria import asked_beside
from .facts import days


class CriterionRow(Protocol):
    @property
    def as_rule(self) -> CriterionRule: ...


class CriterionRows(Protocol):
    def all(self) -> Iterable[CriterionRow]: ...


class GatedStage(Protocol):
    """A stage as it is kept: a column for each of the gate, read by name, and rows beside them."""

    run_length: int
    window_days: int
    min_days: int
    rise_max: int
    completion_min: int

    @property
    def criteria(self) -> CriterionRows: ...


def rule_sentences(stage: GatedStage, ceiling: int | None = None) -> list[str]:
    """What a `Stage` asks for, one sentence a point; `ceiling` (0-5 NRS) is what counts as calm for this patient."""
    edge = {name: getattr(stage, name) if ceiling is None else ceiling for name in ("pain_max", "morning_max")}
    good = ngettext("%(n)s good day", "%(n)s good days", stage.run_length) % {"n": stage.run_length}
    asked = [
        _("%(good)s in %(span)s, with no bad day between.") % {"good": good, "span": days(stage.window_days)},
        _("Good means: pain of %(pain)s or less during the exercise.") % {"pain": edge["pain_max"]},
        _("And the next morning: %(pain)s or less, and %(rise)s.")
        % {"pain": edge["morning_max"], "rise": _above_usual(stage.rise_max)},
        _("At least %(share)s %% of the sets on a good day.") % {"share": stage.completion_min},
        _("At least %(days)s in this stage.") % {"days": days(stage.min_days)},
    ]
    beside = (row.as_rule for row in stage.criteria.all())
    extras = [to_patient(value) for to_patient, value in _extras(stage) if value]
    return asked + extras + asked_beside([rule for rule in beside if not fault_of(rule)])


def _above_usual(rise: int) -> str:
    return _("at most %(n)s above your usual") % {"n": rise} if rise else _("not above your usual")


def _extras(stage: GatedStage) -> Iterator[tuple[Callable[[int], str], int]]:
    return ((column.to_patient, getattr(stage, column.name)) for column in GATE.values() if column.to_patient)
