"""From a document to rows, each cleaned as a form would; what is refused is told by the line of the file."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.utils.translation import gettext as _

from programs.gate import GATE, SAFETY, columns_of
from programs.models import Citation, Criterion, Exercise, Prescription, Program, ProgramVersion, Stage, Variation
from programs.transfer.reading import Document, Path, Unfit
from programs.transfer.schema import LINES, OF_CRITERION, OF_SOURCE, OF_STAGE, content

Table = dict[str, Any]


def texts(said: Table, names: tuple[str, ...]) -> Table:
    """The columns of a row by the same names; what a file leaves out is left to the column."""
    return {name: _stored(name, said[name]) for name in names if name in said}


def _stored(name: str, value: Any) -> Any:
    if name in LINES:
        return "\n".join(value).strip()
    if isinstance(value, float):
        return Decimal(str(value))
    return value.strip() if isinstance(value, str) else value


def wording(said: Table) -> Table:
    """The columns of an exercise but its short name; what a file leaves out is empty."""
    names = tuple(name for name in content(Exercise) if name != "slug")
    return dict.fromkeys(names, "") | texts(said, names)


def variations(said: Table) -> list[Variation]:
    """Those that a file gives an exercise, the easiest first; what it leaves out is called "Standard" as everywhere."""
    rows = said.get("variations") or [{"slug": "standard", "name": str(_("Standard"))}]
    names = content(Variation)
    said_of = [dict.fromkeys(names, "") | texts(row, names) for row in rows]
    return [Variation(level=level, **values) for level, values in enumerate(said_of, start=1)]


def add_variations(document: Document, index: int, exercise: Exercise) -> None:
    """Those that the file gives the exercise with this `index` in it."""
    for level, way in enumerate(variations(document.said["exercises"][index])):
        way.exercise = exercise
        saved(document, ("exercises", index, "variations", level), way)


def write(
    document: Document, program: Program, number: int, exercises: dict[str, Exercise], today: dt.date
) -> ProgramVersion:
    """A draft with the `number`; `exercises` are the rows that stand for those of the file, by their name there.
    Raises `Unfit`, after which nothing of the transaction may stay."""
    said = document.said
    version = ProgramVersion(
        program=program,
        number=number,
        changes=said.get("label", ""),
        reasons=said.get("reasons", {}),
        **columns_of(said["safety"], SAFETY),
    )
    saved(document, (), version, under="safety")
    for index, row in enumerate(said["citations"]):
        source = Citation(version=version, position=index + 1, **texts(row, OF_SOURCE))
        _source(document, ("citations", index), source, today)
    for index, row in enumerate(said["stages"]):
        _stage(document, ("stages", index), row, version, exercises)
    return version


def _source(document: Document, path: Path, source: Citation, today: dt.date) -> None:
    """ "Read" without saying where or by whom may stand in a draft: its publishing asks."""
    try:
        source.clean_fields(exclude=("version",))
        faults = source.wrong() | source.to_come(today)
    except ValidationError as error:
        faults = {name: " ".join(says) for name, says in error.message_dict.items()}
    if faults:
        raise Unfit([document.fault((*path, name), says) for name, says in faults.items()])
    source.save()


def _stage(document: Document, path: Path, row: Table, version: ProgramVersion, exercises: dict[str, Exercise]) -> None:
    gate = {name: value for name, value in row["gate"].items() if name != "variations"}  # those are rows of their own
    stage = Stage(version=version, reasons=row.get("reasons", {}), **texts(row, OF_STAGE), **columns_of(gate, GATE))
    saved(document, path, stage, under="gate")
    for index, dose in enumerate(row["prescriptions"]):
        place = (*path, "prescriptions", index)
        exercise = exercises[dose["exercise"]]
        if fault := misfit(dose, exercise):
            raise Unfit([document.fault((*place, fault.field), fault.says)])
        values = texts(dose, content(Prescription)) | {"offered": _offered(document, dose, exercise)}
        one = Prescription(
            stage=stage, exercise=exercise, position=index + 1, reasons=dose.get("reasons", {}), **values
        )
        saved(document, place, one)
    for index, criterion in enumerate(row.get("criteria", ())):
        made = Criterion(stage=stage, position=index + 1, **texts(criterion, OF_CRITERION))
        saved(document, (*path, "criteria", index), made)


@dataclass(frozen=True)
class Misfit:
    field: str
    says: str


def misfit(dose: Table, exercise: Exercise) -> Misfit | None:
    """An exercise that was there before may be another one than the file has under its name."""
    unit = "seconds" if exercise.kind == "hold" else "repetitions"
    if unit not in dose:
        words = _("does not fit “%(exercise)s” as it is here, which is measured the other way")
        return Misfit("exercise", words % {"exercise": exercise})
    if not set(dose.get("variations", ())) <= {way.slug for way in exercise.variations.all()}:
        words = _("names a variation that “%(exercise)s” does not have here")
        return Misfit("variations", words % {"exercise": exercise})
    return None


def _offered(document: Document, dose: Table, exercise: Exercise) -> list[str] | None:
    """The variations of a dose: those of the file, also where the exercise here has more or another order."""
    if "variations" in dose:
        return list(dose["variations"])
    said = next(one for one in document.said["exercises"] if one["slug"] == dose["exercise"])
    theirs = [way.slug for way in variations(said)]
    live = [way.slug for way in exercise.ways]
    return theirs if theirs != live and set(theirs) <= set(live) else None


def saved(document: Document, path: Path, row: models.Model, under: str = "") -> None:
    """Cleans and saves a row that stands at `path`; its thresholds stand `under` a table of it. Raises `Unfit`."""
    try:
        row.full_clean()
    except ValidationError as error:
        raise Unfit(
            [
                document.fault(_place(path, row, name, under), " ".join(says))
                for name, says in error.message_dict.items()
            ]
        ) from None
    if questions := list(_unexplained(row)):
        raise Unfit([document.fault(_place(path, row, name, under), question) for name, question in questions])
    row.save()


def _unexplained(row: Any) -> Iterator[tuple[str, str]]:
    for name, column in getattr(row, "thresholds", {}).items():
        if name not in row.reasons and column.is_unusual(getattr(row, name)):
            yield name, column.asks_why(getattr(row, name))


def _place(path: Path, row: Any, name: str, under: str) -> Path:
    if name == NON_FIELD_ERRORS:
        return path
    return (*path, under, name) if under and name in row.thresholds else (*path, name)
