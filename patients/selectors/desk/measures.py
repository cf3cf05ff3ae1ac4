"""What was measured beside the log: what the programme's rules ask for, and what any patient may be measured by."""

import datetime as dt
from dataclasses import dataclass, field
from itertools import groupby

from django.utils.translation import gettext as _

from patients import chart
from patients.domain.instruments import INSTRUMENTS
from patients.engine import criteria_of
from patients.models import Measure
from patients.selectors.entry_words import name_of, value_words
from patients.wording.instruments import SIZES, SOURCES
from programs import wording
from programs.prepared import ID, prepared
from programs.progression.metrics import METRICS
from programs.progression.schema import NotValid

ROWS_READ = 200
POINTS = 12


@dataclass(frozen=True)
class Course:
    """One thing measured, over time: the latest value, what it was first, how large the change is, and a small line."""

    name: str
    latest: str
    on: dt.date
    by: str
    change: str
    matters: str
    source: str
    score: chart.Score


@dataclass(frozen=True)
class Measures:
    """The kinds on offer as (kind, words), the courses so far, what the patient is asked and has not answered as
    (words, since when), and whether the rules of the programme wait for a number."""

    kinds: list
    courses: list = field(default_factory=list)
    asked: list = field(default_factory=list)
    rules_ask: bool = False


def measures_of_page(assignment, today, *, is_asked=True):
    asked_for = kinds_asked_for(assignment.version.rules)
    kinds = [(kind, name_of(kind)) for kind in dict.fromkeys([*asked_for, *INSTRUMENTS])]
    rows = _latest(assignment=assignment.pk)
    return Measures(
        kinds=kinds,
        courses=courses_of(reversed(rows), today),
        asked=_asked(assignment) if is_asked else [],
        rules_ask=bool(asked_for),
    )


def _asked(assignment):
    return [(name_of(one.kind, one.label), one.at) for one in assignment.measures_asked.unanswered()[:POINTS]]


@prepared(assignment=ID)
def _latest(assignment):
    valid = Measure.objects.valid().filter(assignment=assignment)
    return valid.select_related("noted_by").order_by("-on", "-pk")[:ROWS_READ]


def courses_of(rows, today):
    """A `Course` of each kind, label and side among `rows`, which come oldest first."""
    keyed = sorted(rows, key=lambda row: (row.kind, row.label, row.side))
    return [
        _course(list(group)[-POINTS:], today) for _key, group in groupby(keyed, key=lambda r: (r.kind, r.label, r.side))
    ]


def _course(rows, today):
    first, last = rows[0], rows[-1]
    instrument = INSTRUMENTS.get(last.kind)
    values = [float(row.value) for row in rows]
    least, most = (instrument.least, instrument.most) if instrument else (min(0, *values), max(values) or 1)
    name = name_of(last.kind, last.label, last.side and last.get_side_display())
    moved = last.value - first.value if len(rows) > 1 else None
    return Course(
        name=name,
        latest=value_words(last),
        on=last.on,
        by=str(last.noted_by),
        change=_("was %(value)s on %(day)s") % {"value": value_words(first), "day": wording.record_day(first.on, today)}
        if moved is not None
        else "",
        matters=_matters(instrument, moved),
        source=str(SOURCES.get(last.kind, "")),
        score=chart.score(values, least, most, ", ".join([f"{name}:", *(value_words(row) for row in rows)])),
    )


def _matters(instrument, moved):
    """ "medium change, better"; empty where the change is below what a source calls one that matters."""
    size = instrument.size_of(moved) if instrument and moved is not None else None
    if size is None:
        return ""
    better = (moved > 0) == instrument.higher_is_better
    return (_("%(size)s change, better") if better else _("%(size)s change, worse")) % {"size": SIZES[size]}


def kinds_asked_for(rules):
    """The kinds of measure that the criteria of published rules (as stored) read, each once, in their order; none where
    they cannot be read, for that is no reason to show no page."""
    try:
        asked = criteria_of(rules)
    except NotValid:
        return []
    kinds = (METRICS[one.metric].kind(one.context) for one in asked)
    return list(dict.fromkeys(kind for kind in kinds if kind))
