"""From the rows of a version to its file. The same rows give the same bytes, whatever installation holds them."""

from decimal import Decimal
from hashlib import sha256
from typing import Any

import tomli_w
from django.db import models

from programs.gate import GATE, SAFETY
from programs.models import (
    Citation,
    Criterion,
    Exercise,
    Picture,
    Prescription,
    Program,
    ProgramVersion,
    Stage,
    Variation,
)
from programs.storage import bytes_of
from programs.transfer.schema import LINES, OF_CRITERION, OF_PICTURE, OF_PROGRAM, OF_SOURCE, OF_STAGE, content

Table = dict[str, Any]
Ways = dict[int, list[Variation]]  # of each exercise, as the file has them


def to_toml(version: ProgramVersion) -> bytes:
    """The file of a version, in UTF-8. It never asks to be published."""
    return tomli_w.dumps(document_of(version), multiline_strings=True).encode()


def document_of(version: ProgramVersion) -> Table:
    """What `to_toml` writes down; nothing that is empty."""
    stages = list(Stage.objects.filter(version=version).whole())
    program = version.program
    exercises = {one.exercise_id: one.exercise for stage in stages for one in stage.prescriptions.all()}
    offered = {
        (one.exercise_id, way.slug) for stage in stages for one in stage.prescriptions.all() for way in one.variations
    }
    ways = {pk: _ways(one, offered) for pk, one in exercises.items()}
    return {
        "slug": program.slug,
        "version": version.number,
        "published": False,
        **_filled({"label": version.changes}),
        **_values(program, Program, OF_PROGRAM),
        **_filled({"reasons": dict(sorted(version.reasons.items()))}),
        "citations": [{"standing": one.standing, **_values(one, Citation, OF_SOURCE)} for one in version.sources.all()],
        "safety": _thresholds(version, SAFETY),
        "exercises": [_exercise(one, ways[pk]) for pk, one in exercises.items()],
        "stages": [_stage(stage, ways) for stage in stages],
    }


def _exercise(exercise: Exercise, ways: list[Variation]) -> Table:
    return {**exercise_in_file(exercise, ways), **_filled({"pictures": pictures_in_file(exercise, ways)})}


def pictures_in_file(exercise: Exercise, ways: list[Variation]) -> list[Table]:
    """Each by the hash of its bytes; one whose bytes are lost is in no file."""
    slugs: dict[int | None, str] = {None: "", **{way.pk: way.slug for way in ways}}
    shown = [one for one in exercise.pictures.all() if one.variation_id in slugs]
    found = []
    for one in sorted(shown, key=lambda one: (slugs[one.variation_id], one.position)):
        if held := bytes_of(one.file.name):
            of = _filled({"variation": slugs[one.variation_id]})
            found.append({"sha256": sha256(held).hexdigest(), **of, **_values(one, Picture, OF_PICTURE)})
    return found


def media_of(version: ProgramVersion) -> dict[str, bytes]:
    """The bytes of the pictures that the file of a version names, by their hashes."""
    pictures = Picture.objects.filter(exercise__prescriptions__stage__version=version).distinct()
    held = (bytes_of(one.file.name) for one in pictures)
    by_hash = {sha256(one).hexdigest(): one for one in held if one}
    named = [one["sha256"] for row in document_of(version)["exercises"] for one in row.get("pictures", ())]
    return {name: by_hash[name] for name in sorted(set(named))}


def _ways(exercise: Exercise, offered: set[tuple[int, str]]) -> list[Variation]:
    """With those that are retired where the version offers them."""
    return [way for way in exercise.variations.all() if way.retired_at is None or (exercise.pk, way.slug) in offered]


def exercise_in_file(exercise: Exercise, ways: list[Variation]) -> Table:
    variations = [_values(way, Variation, content(Variation)) for way in ways]
    return {**_values(exercise, Exercise, content(Exercise)), "variations": variations}


def _stage(stage: Stage, ways: Ways) -> Table:
    return {
        **_values(stage, Stage, OF_STAGE),
        **_filled({"reasons": dict(sorted(stage.reasons.items()))}),
        "gate": {**_thresholds(stage, GATE), "variations": list(stage.variations)},
        **_filled({"criteria": [_values(one, Criterion, OF_CRITERION) for one in stage.criteria.all()]}),
        "prescriptions": [_prescription(one, ways) for one in stage.prescriptions.all()],
    }


def _prescription(one: Prescription, ways: Ways) -> Table:
    """It names its variations where they are not all that its exercise has in the file."""
    own = [] if one.variations == ways[one.exercise_id] else [way.slug for way in one.variations]
    return {
        "exercise": one.exercise.slug,
        **_values(one, Prescription, content(Prescription)),
        **_filled({"variations": own, "reasons": dict(sorted(one.reasons.items()))}),
    }


def _filled(values: Table) -> Table:
    return {name: value for name, value in values.items() if value}


def _values(row: Any, model: Any, names: tuple[str, ...]) -> Table:
    """Without what is empty, and without what a file need not say: the default of its column."""
    found = {}
    for name in names:
        value, field = getattr(row, name), model._meta.get_field(name)
        if value not in (None, "") and not _is_default(field, value):
            found[name] = _plain(name, value)
    return found


def _is_default(field: "models.Field[Any, Any]", value: Any) -> bool:
    return field.has_default() and value == field.get_default()


def _plain(name: str, value: Any) -> Any:
    if name in LINES:
        return value.split("\n")
    if isinstance(value, Decimal):
        return int(value) if value == int(value) else float(value)
    return str(value) if isinstance(value, str) else value


def _thresholds(row: Any, columns: Any) -> Table:
    values = {name: column.to_rule(getattr(row, name)) for name, column in columns.items()}
    return {name: value for name, value in values.items() if value is not None}
