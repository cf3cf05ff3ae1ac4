"""The latest that was entered of an assignment, in three queries: sessions, their sets, and what stands beside them.

The rows are objects of their models that have what a line about them says, and no other column.
"""

from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import CharField, DateField, DecimalField, F, IntegerField, TextField, Value
from django.db.models.functions import Cast

from patients.beside import name_of, somebody
from patients.models import Activity, Away, DayReason, Measure, MorningCheck, SetLog, TrainingSession
from programs.models import Exercise, Prescription
from programs.prepared import ID, arm, as_read, nothing, prepared

LATEST = 30
OF_DOSE = ("sets", "seconds", "each_leg", "affected_leg")


class SetRead(NamedTuple):
    """What a line about a session reads of a set."""

    prescription: Prescription
    load_kg: Decimal | None


def latest_sessions(assignment):
    """The latest valid sessions with their sets, the latest first; two queries."""
    sessions = _sessions(assignment=assignment.pk)
    sets = _sets_of(assignment)
    for session in sessions:
        session.assignment, session.read_sets = assignment, sets.get(session.pk, [])
        session.logged_by = somebody(session.logged_by_id, session.who)
    return sessions


def latest_beside(assignment, noted_by=None):
    """The latest mornings, measures, activities, reasons and days away, each kind by itself: (row, who entered it). Of
    the measures those that the user `noted_by` (an id) noted, else all of them; one query."""
    of, found = {"assignment": assignment.pk}, []
    rows = _beside(**of) if noted_by is None else _beside_by(**of, noted_by=noted_by)
    for source, *values in rows:
        (model, names), read = BESIDE[source], dict(zip(LACKING, values, strict=True))
        row = as_read(model, id=read["id"], **{name: read[column] for name, column in names.items()})
        row.assignment = assignment
        found.append((row, somebody(read["who_id"], read["who"])))
    return found


def _sets_of(assignment):
    """The sets of the latest sessions by the session's id, in their order."""
    found, known = {}, {}
    for session, load_kg, pk, exercise, name, *dose in _sets(assignment=assignment.pk):
        if pk not in known:
            known[pk] = as_read(Prescription, id=pk, exercise_id=exercise, **dict(zip(OF_DOSE, dose, strict=True)))
            known[pk].exercise = as_read(Exercise, id=exercise, name=name)
        found.setdefault(session, []).append(SetRead(known[pk], load_kg))
    return found


def _latest(model, assignment):
    return model.objects.valid().filter(assignment=assignment)


@prepared(assignment=ID)
def _sessions(assignment):
    return _latest(TrainingSession, assignment).select_related("repeats").annotate(who=name_of("logged_by"))[:LATEST]


@prepared(assignment=ID)
def _sets(assignment):
    of_latest = SetLog.objects.filter(session__in=_latest(TrainingSession, assignment).values("pk")[:LATEST])
    of_dose = [f"prescription__{name}" for name in ("exercise__name", *OF_DOSE)]
    values = of_latest.values_list("session_id", "load_kg", "prescription_id", "prescription__exercise_id", *of_dose)
    return values.order_by("session_id", "number", "side")


LACKING: dict[str, Any] = {
    "who_id": F("logged_by_id"),
    "who": name_of("logged_by"),
    "id": F("pk"),
    "at": F("received_at"),
    "on": F("on"),
    "until": nothing(DateField()),
    **dict.fromkeys(("kind", "label"), Value("", CharField())),
    "note": Value("", TextField()),
    **dict.fromkeys(("left", "right", "painkiller", "late", "minutes", "pain"), nothing(IntegerField())),
    "value": nothing(DecimalField(max_digits=8, decimal_places=2)),
}
# Of each model: its columns, and as what they are read.
BESIDE = {
    "morning": (
        MorningCheck,
        {"received_at": "at", "on": "on", "pain_left": "left", "pain_right": "right"}
        | {name: name for name in ("painkiller", "late")},
    ),
    "measure": (Measure, {"at": "at", **{name: name for name in ("on", "kind", "label", "value")}}),
    "activity": (Activity, {"received_at": "at", **{name: name for name in ("on", "kind", "minutes", "pain", "note")}}),
    "reason": (DayReason, {"received_at": "at", "on": "on", "kind": "kind"}),
    "away": (Away, {"said_at": "at", "from_on": "on", "to_on": "until"}),
}


@prepared(assignment=ID)
def _beside(assignment):
    return _union(assignment, Measure.objects.all())


@prepared(assignment=ID, noted_by=ID)
def _beside_by(assignment, noted_by):
    return _union(assignment, Measure.objects.filter(noted_by=noted_by))


def _union(assignment, measures):
    said = {"who_id": "said_by_id", "who": name_of("said_by"), "at": "said_at", "on": "from_on", "until": "to_on"}
    noted = {"who_id": "noted_by_id", "who": name_of("noted_by"), "at": "at"}
    ticks = {name: Cast(name, IntegerField()) for name in ("painkiller", "late")}
    felt = {"left": "pain_left", "right": "pain_right"}

    def latest(source, **columns):
        model, _names = BESIDE[source]
        rows = measures.valid().filter(assignment=assignment) if model is Measure else _latest(model, assignment)
        newest = rows.order_by("-from_on") if model is Away else rows
        return arm(source, model.objects.filter(pk__in=newest.values("pk")[:LATEST]), LACKING, **columns)

    return latest("morning", **felt, **ticks).union(
        latest("measure", kind="kind", label="label", value="value", **noted),
        latest("activity", kind="kind", minutes="minutes", pain="pain", note="note"),
        latest("reason", kind="kind"),
        latest("away", **said),
        all=True,
    )
