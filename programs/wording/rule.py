"""What a stage asks for before anything is logged, gate and criteria beside it, to the patient, in plain sentences."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from programs.gate import GATE
from programs.progression.metrics import fault_of

from .criteria import asked_beside
from .facts import days


def rule_sentences(stage, ceiling: int | None = None) -> list[str]:
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
    extras = [column.to_patient(value) for column, value in _extras(stage) if value]
    return asked + extras + asked_beside([rule for rule in beside if not fault_of(rule)])


def _above_usual(rise):
    return _("at most %(n)s above your usual") % {"n": rise} if rise else _("not above your usual")


def _extras(stage):
    columns = (column for column in GATE.values() if column.to_patient)
    return ((column, getattr(stage, column.name)) for column in columns)
