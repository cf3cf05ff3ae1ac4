"""What a programme's file may hold once it is parsed, as a JSON Schema made from the columns that it fills.

`published.json` is the same for readers elsewhere. Percentages are shares of 1 here, as in the rules.
"""

import json
from dataclasses import MISSING, fields
from functools import cache
from pathlib import Path
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from programs.columns import BOUNDED, Column, Unit
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
from programs.progression.thresholds import StageRules

PUBLISHED = Path(__file__).parent / "published.json"
DIALECT = "https://json-schema.org/draft/2020-12/schema"
Schema = dict[str, Any]

MOST_STAGES, MOST_EXERCISES, MOST_ROWS, MOST_LINES = 30, 100, 40, 60
SLUG = {"type": "string", "pattern": "^[-a-zA-Z0-9_]{1,50}$"}
TEXT = {"type": "string", "maxLength": 4_000}
LINES = ("instructions", "cues", "faults", "equipment_guide")  # a list of lines in a file, one text in a row
OF_PROGRAM = ("name", "condition", "summary", "pain_at", "usual_pain", "review_by")
OF_SOURCE = (
    "standing",
    "reference",
    "authors",
    "year",
    "doi",
    "pmid",
    "read_by",
    "read_on",
    "review_by",
    "supports",
)
OF_STAGE = ("key", "position", "name", "summary", "frequency", "sessions_per_week", "usual_time", "opens_next")
OF_PICTURE = ("position", "alternative", "licence", "source", "consent", "consent_kept")
SHA256 = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
OF_CRITERION = ("metric", "operator", "value", "last_n", "context", "statistic", "group")
NO_CONTENT = {"id", "retired_at", "level", "position", "reasons", "offered"}


def content(model: Any) -> tuple[str, ...]:
    """The columns of an exercise, a variation or a prescription that a file says, in their order."""
    return tuple(one.name for one in model._meta.concrete_fields if one.name not in NO_CONTENT and not one.is_relation)


@cache
def schema() -> Schema:
    variations = _list(SLUG, MOST_ROWS)
    variation = _of(Variation, content(Variation))
    picture = _of(Picture, OF_PICTURE, sha256=SHA256, variation=SLUG)
    picture["required"].append("sha256")
    exercise = _of(
        Exercise, content(Exercise), variations=_list(variation, MOST_ROWS), pictures=_list(picture, MOST_ROWS)
    )
    dose = _of(
        Prescription, content(Prescription), exercise=SLUG, variations=variations, reasons=_reasons(Prescription)
    )
    dose["required"].append("exercise")
    stage = _of(
        Stage,
        OF_STAGE,
        reasons=_reasons(Stage),
        gate=_thresholds(GATE, {"variations": variations}),
        criteria=_list(_of(Criterion, OF_CRITERION), MOST_ROWS),
        prescriptions=_list(dose, MOST_ROWS),
    )
    stage["required"] += ["gate", "prescriptions"]
    whole = _of(
        Program,
        OF_PROGRAM,
        slug=SLUG,
        version={"type": "integer", "minimum": 1, "maximum": 10_000},
        published={"type": "boolean"},
        label=TEXT,
        reasons=_reasons(ProgramVersion),
        citations=_list(_of(Citation, OF_SOURCE), 200),
        safety=_thresholds(SAFETY, {}),
        exercises=_list(exercise, MOST_EXERCISES),
        stages=_list(stage, MOST_STAGES),
    )
    whole["required"] += ["slug", "version", "citations", "safety", "exercises", "stages"]
    return {"$schema": DIALECT, "title": "A programme with one of its versions", **whole}


def published() -> str:
    """The text of `published.json`."""
    return json.dumps(schema(), indent=1, ensure_ascii=False) + "\n"


def _record(properties: Schema, required: Any) -> Schema:
    return {"type": "object", "properties": properties, "required": list(required), "additionalProperties": False}


def _list(items: Schema, most: int) -> Schema:
    return {"type": "array", "items": items, "maxItems": most}


def _of(model: Any, names: tuple[str, ...], **more: Schema) -> Schema:
    columns = [model._meta.get_field(name) for name in names]
    required = [field.name for field in columns if not (field.null or field.blank or field.has_default())]
    return _record({field.name: _value(field) for field in columns} | more, required)


def _value(field: "models.Field[Any, Any]") -> Schema:
    if field.name in LINES:
        return _list(TEXT, MOST_LINES)
    if field.choices:
        return {"enum": [value for value, _label in field.flatchoices]}
    if isinstance(field, models.BooleanField):
        return {"type": "boolean"}
    if isinstance(field, models.DateField):
        return {"type": "string", "format": "date"}
    if isinstance(field, models.SlugField):
        return SLUG | {"pattern": f"^[-a-zA-Z0-9_]{{1,{field.max_length}}}$"}
    if isinstance(field, models.CharField | models.TextField):
        long = {"maxLength": field.max_length or BOUNDED[0].limit_value}
        return {"type": "string"} | long | ({} if field.blank else {"minLength": 1})
    kind = "number" if isinstance(field, models.DecimalField) else "integer"
    least = [one.limit_value for one in field.validators if isinstance(one, MinValueValidator)]
    most = [one.limit_value for one in field.validators if isinstance(one, MaxValueValidator)]
    ends = {"minimum": float(max(least, default=0)), "maximum": float(min([*most, 10_000]))}  # a database has its own
    return {"type": kind} | {name: int(end) if end == int(end) else end for name, end in ends.items()}


def _reasons(model: Any) -> Schema:
    return _record({name: TEXT | {"minLength": 1} for name in model.thresholds}, ())


def _thresholds(columns: dict[str, Column], more: Schema) -> Schema:
    """The rules say which of a gate may be left out; of the safety thresholds none may."""
    said = {one.name for one in fields(StageRules) if one.default is not MISSING} if more else set()
    required = [name for name in columns if name not in said]
    return _record({name: _threshold(column) for name, column in columns.items()} | more, [*required, *more])


def _threshold(column: Column) -> Schema:
    if column.unit is Unit.YES_OR_NO:
        return {"type": "boolean"}
    least, most = column.hard or (0, 400)
    share = column.unit is Unit.PERCENT
    ends = {"minimum": column.to_rule(least), "maximum": column.to_rule(most)}
    return {"type": "number" if share else "integer"} | ends
