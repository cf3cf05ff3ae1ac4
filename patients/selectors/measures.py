"""What a physio can note because the programme's rules ask for it, and what was noted so far."""

from dataclasses import dataclass

from programs import wording
from programs.progression import Criterion
from programs.progression.metrics import METRICS

LATEST = 5


@dataclass(frozen=True)
class Measures:
    """The kinds that the rules read, each as (kind, words), and the latest numbers as sentences."""

    kinds: list
    latest: list


def measures_of_page(assignment, today):
    kinds = [(kind, wording.measure_words(kind)) for kind in kinds_asked_for(assignment.version.rules)]
    rows = assignment.measures.standing().select_related("noted_by")[:LATEST] if kinds else []
    return Measures(kinds, [(wording.measure_words(row.kind), row) for row in rows])


def kinds_asked_for(rules):
    """The kinds of measure that the criteria of published rules (as stored) read, each once, in their order."""
    asked = [Criterion(**one) for stage in (rules or {}).get("stages", ()) for one in stage.get("criteria", ())]
    return list(dict.fromkeys(kind_read_by(one) for one in asked if METRICS[one.metric].reads_measures(one)))


def kind_read_by(criterion):
    metric = METRICS[criterion.metric]
    family = getattr(metric, "family", "")
    if family:
        return f"{family}:{criterion.context}"
    return f"pain_{criterion.context}" if criterion.metric.startswith("pain") else criterion.metric
