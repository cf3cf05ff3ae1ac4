"""What was decided and done about one patient, for the timeline: the latest of each kind, in one query.

The rows say what a line about them says, whatever table they are of. Of doses and alarms, whose lines need more, they
say only that there are some.
"""

import datetime as dt
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import CharField, DateField, DateTimeField, F, IntegerField, TextField, Value
from django.db.models.functions import Cast

from patients.beside import name_of
from patients.models import (
    Directive,
    Discharge,
    DoseChange,
    Easing,
    Ending,
    Flag,
    Intake,
    MeasureAsked,
    Message,
    Note,
    PlanLine,
    Review,
    StageChange,
    TriageMark,
    Undo,
    VersionChange,
)
from patients.selectors.log_entries import LATEST
from programs.prepared import ID, arm, as_read, nothing, prepared


@dataclass(frozen=True)
class Act:
    """One of a `source`. `undone_at` of a decision; the others are what the source calls so in `_acts`."""

    source: str
    pk: int
    at: dt.datetime
    by: Any
    undone_at: dt.datetime | None
    kind: str
    text: str
    number: int | None
    more: int | None
    on: dt.date | None
    then: dt.datetime | None


def acts_of(assignment):
    """The latest `Act`s by source, each newest first."""
    found = {}
    for source, who_id, who, *values in _acts(assignment=assignment.pk, patient=assignment.patient_id):
        pk, at, *others = values
        by = as_read(get_user_model(), id=who_id, email="", name=who or "") if who_id else None
        found.setdefault(source, []).append(Act(source, pk, at, by, *others))
    for acts in found.values():
        acts.sort(key=attrgetter("at", "pk"), reverse=True)
    return found


LACKING: dict[str, Any] = {
    "who_id": F("by_id"),
    "who": name_of("by"),
    "pk": F("pk"),
    "at": F("at"),
    "undone_at": nothing(DateTimeField()),
    "kind": Value("", CharField()),
    "text": Value("", TextField()),
    **dict.fromkeys(("number", "more"), nothing(IntegerField())),
    "on": nothing(DateField()),
    "then": nothing(DateTimeField()),
}


@prepared(assignment=ID, patient=ID)
def _acts(assignment, patient):
    def latest(source, rows, at="at", **columns):
        newest = rows.order_by(f"-{at}", "-pk").values("pk")[:LATEST]
        return arm(source, rows.model._base_manager.filter(pk__in=newest), LACKING, at=at, **columns)

    def decided(source, model, **columns):
        rows = model.everything.filter(assignment=assignment)
        return latest(source, rows, undone_at="undone_at", text="reason", **columns)

    def of(model):
        return model.objects.filter(assignment=assignment)

    kept, seen = of(Review).filter(decision__in=Review.STAYS), of(Intake).exclude(seen_at=None)
    decider = {"who_id": "decided_by_id", "who": name_of("decided_by")}
    reader = {"who_id": "seen_by_id", "who": name_of("seen_by")}
    ticker = {"who_id": "raised_by_id", "who": name_of("raised_by")}
    review = {"undone_at": "undone_at", "kind": "decision", "text": "reason"}
    sent, left = Message.objects.filter(patient=patient), Discharge.objects.filter(patient=patient)
    taken_on = left.exclude(over_at=None).filter(was_undone=False)
    return decided("stage", StageChange, number="stage__position").union(
        decided("version", VersionChange, number="before__number", more="after__number"),
        decided("end", Ending),
        decided("directive", Directive, kind="kind", number="value", on="until_on"),
        decided("easing", Easing, number="sessions", on="until_on"),
        latest("review", kept, at="decided_at", **decider, **review),
        latest("undo", of(Undo), then="decided_at"),
        latest("line", of(PlanLine), kind="kind", text="text", on="on"),
        latest("note", of(Note).valid(), text="text"),
        latest("asked", of(MeasureAsked), kind="kind", text="label"),
        latest("started", seen, at="seen_at", **reader),
        latest("mark", of(TriageMark), on="until", text="note"),
        latest("discharge", left, kind="reason", text="note", number=Cast("was_undone", IntegerField())),
        latest("taken on", taken_on, at="over_at", who_id="over_by_id", who=name_of("over_by")),
        latest("flag", Flag.objects.filter(patient=patient), at="raised_at", **ticker),
        latest("dose", DoseChange.everything.filter(assignment=assignment)),
        latest("message", sent, number=Cast("from_patient", IntegerField())),
        all=True,
    )
