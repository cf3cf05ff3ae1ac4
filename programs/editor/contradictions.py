"""Criteria that cannot be met, cannot be read, or never decide: each with the reason, before anybody trains by them."""

from dataclasses import dataclass
from itertools import combinations

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from programs.progression.metrics import METRICS, fault_of
from programs.progression.thresholds import AT_LEAST, AT_MOST
from programs.wording import criterion_words, metric_names


@dataclass(frozen=True)
class Contradiction:
    """`rows` are the places of its criteria among those of the stage, from 0; `field` is None where no single one of a
    criterion is wrong."""

    rows: tuple
    field: str | None
    says: str


def contradictions(stage, safety):
    """Sentences about the criteria of a `StageRules` under a version's `Safety`; none where everything fits.

    An either-or of one criterion is no contradiction yet: `unfinished` tells of it before it is published.
    """
    return [one.says for one in contradictions_by_row(stage, safety)]


def contradictions_by_row(stage, safety):
    """The same, each as a `Contradiction`."""
    unread = [
        Contradiction((row,), fault_of(criterion), _unreadable(criterion))
        for row, criterion in enumerate(stage.criteria)
        if fault_of(criterion)
    ]
    if unread:
        return unread
    checks = (_window, _level, _red_edge, _looser_than_gate, _week_too_early)
    found = [
        Contradiction((row,), "value", fault)
        for row, one in enumerate(stage.criteria)
        for check in checks
        if (fault := check(one, stage, safety))
    ]
    return found + _among_each_other(stage.criteria)


def _unreadable(criterion):
    metric = METRICS.get(criterion.metric)
    if metric is None:
        return _("Nothing is known by the name “%(metric)s”.") % {"metric": criterion.metric}
    values = {"metric": metric_names()[criterion.metric], "low": metric.lowest, "high": metric.highest}
    return {
        "operator": _("“%(metric)s” cannot be asked that way round: choose the other of at least and at most."),
        "context": _("“%(metric)s” is not known in that place. Choose another, or a short name without spaces."),
        "statistic": _("“%(metric)s” is one number: it has no mean, median or last."),
        "value": _("“%(metric)s” runs from %(low)s to %(high)s."),
        "last_n": _("“%(metric)s” needs a fitting number of days or records to look at, or none."),
        "group": _("“%(metric)s” has no such either-or."),
    }[fault_of(criterion)] % values


def _words(criterion):
    return capfirst(criterion_words(criterion))


def _window(criterion, stage, safety):
    if criterion.metric == "sessions" and criterion.last_n and criterion.value > criterion.last_n:
        fault = ngettext(
            "%(n)g green days do not fit within %(days)s day.",
            "%(n)g green days do not fit within %(days)s days.",
            criterion.last_n,
        )
        return fault % {"n": criterion.value, "days": criterion.last_n}


def _level(criterion, stage, safety):
    if criterion.metric != "level":
        return None
    known = len(stage.variations)
    if known < 2 or (criterion.context == "index" and criterion.value > known):
        return _("“%(what)s” asks for a variation that the stage does not have.") % {"what": _words(criterion)}


def _red_edge(criterion, stage, safety):
    if criterion.metric != "pain":
        return None
    next_morning = criterion.context in ("morning", "after")
    if criterion.value >= safety.red_during or (next_morning and criterion.value > safety.red_morning_over):
        return _("“%(what)s” lies above the edge that this version calls red.") % {"what": _words(criterion)}


def _looser_than_gate(criterion, stage, safety):
    gate = {
        ("pain", "during"): (AT_MOST, stage.pain_max),
        ("pain", "morning"): (AT_MOST, stage.morning_max),
        ("days_in_stage", ""): (AT_LEAST, stage.min_days),
        ("completion", ""): (AT_LEAST, stage.completion_min * 100),
    }
    operator, edge = gate.get((criterion.metric, criterion.context), (None, None))
    looser = (operator == AT_MOST and criterion.value > edge) or (operator == AT_LEAST and criterion.value < edge)
    if looser:
        return _("“%(what)s” contradicts the gate, which is stricter.") % {"what": _words(criterion)}


def _week_too_early(criterion, stage, safety):
    if criterion.metric == "schedule" and criterion.operator == AT_MOST and criterion.value * 7 <= stage.min_days:
        return _("“%(what)s” ends before the least number of days of the stage.") % {"what": _words(criterion)}


def _among_each_other(criteria):
    found = []
    for (row, one), (second, other) in combinations(enumerate(criteria), 2):
        pair = {"one": _words(one), "other": _words(other)}
        if _question(one) == _question(other) and one.group == other.group:
            if one.operator == other.operator:
                says = _("“%(one)s” and “%(other)s” ask the same twice.") % pair
                found.append(Contradiction((row, second), None, says))
            elif not one.group and _crossed(one, other):
                says = _("“%(one)s” and “%(other)s” cannot both hold.") % pair
                found.append(Contradiction((row, second), None, says))
    return found


def unfinished(stage):
    """Sentences about either-ors that have one criterion only: they may be saved so, and not published."""
    groups = [criterion.group for criterion in stage.criteria if criterion.group]
    return [
        _("Either-or %(group)s has one criterion only: give it another, or ask it of everybody.") % {"group": group}
        for group in sorted(set(groups))
        if groups.count(group) == 1
    ]


def _question(criterion):
    return criterion.metric, criterion.context, criterion.last_n, criterion.statistic


def _crossed(one, other):
    least, most = (one, other) if one.operator == AT_LEAST else (other, one)
    return least.value > most.value
