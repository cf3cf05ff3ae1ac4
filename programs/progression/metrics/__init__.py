"""The vocabulary of criteria, beyond the gate: one class a metric. `docs/progression.md` has a row for each."""

from ..answers import Code, Finding
from ..reading import Reading
from ..thresholds import CriterionRule
from .days import OF_DAYS
from .measured import OF_MEASURES
from .metric import Metric, holds
from .pain import OF_PAIN

METRICS: dict[str, Metric] = {kind.slug: kind() for kind in (*OF_DAYS, *OF_PAIN, *OF_MEASURES)}


def fault_of(criterion: CriterionRule) -> str | None:
    """The field of a criterion that cannot be read ("metric", "context", "value" …), or None."""
    metric = METRICS.get(criterion.metric)
    return metric.fault(criterion) if metric else "metric"


def ask(criterion: CriterionRule, reading: Reading) -> Finding:
    """Whether a criterion holds. ValueError for one that cannot be read: it is never passed over.

    Evidence is the dates that miss it, or, where it holds, those that were looked at.
    """
    if fault := fault_of(criterion):
        raise ValueError(f"the {fault} of a criterion cannot be read: {criterion}")
    found = METRICS[criterion.metric].observed(criterion, reading)
    met = holds(criterion, found.value)
    evidence = found.evidence if met or found.short is None else found.short
    return Finding(Code.CRITERION, met, criterion, found.value, evidence)
