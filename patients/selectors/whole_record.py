"""All that is kept about one patient, table by table: for them to read, and as JSON."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.db import models
from django.utils.translation import gettext as _

from patients.models import Assignment, Patient, TrainingSession
from patients.models.whole_record import TABLES, Table

FOR_MACHINES = frozenset(("public_id", "client_id", "clock_off", "utc_offset", "target", "findings", "inputs"))


@dataclass(frozen=True)
class Part:
    """One table of the record: a heading, the names of its columns in words, and its rows, oldest first."""

    table: Table
    labels: list[str]
    rows: list[dict[str, Any]]

    @property
    def lines(self) -> Iterator[list[tuple[str, Any]]]:
        """Of each row what is filled, in words."""
        for row in self.rows:
            yield [
                (label, value)
                for label, value in zip(self.labels, row.values(), strict=True)
                if value not in (None, "", [], {})
            ]


def whole_record(patient: Patient, *, in_words: bool = False) -> list[Part]:
    """Every table of the record; `in_words` for a reader: a choice by its label, a time in the patient's zone, and none
    of the columns that only machines read."""
    reader = _Reader(patient, in_words)
    return [reader.part(table) for table in TABLES]


class _Reader:
    """Values of one patient's rows. A name that many rows share, an exercise or a colleague, is asked once."""

    def __init__(self, patient: Patient, in_words: bool) -> None:
        self.patient, self.in_words, self.names = patient, in_words, dict[tuple[Any, Any], str]()

    def part(self, table: Table) -> Part:
        names = [name for name in table.names if not (self.in_words and name in FOR_MACHINES)]
        fields = [table.meta.get_field(name) for name in names]
        rows = [{field.name: self.value(row, field) for field in fields} for row in table.rows(self.patient)]
        return Part(table, [str(field.verbose_name) for field in fields], rows)

    def value(self, row: models.Model, field: Any) -> Any:
        """As it lies in the database; of another row of the record its id, of anything else its name."""
        value = getattr(row, field.attname)
        if field.is_relation and field.related_model not in (Assignment, TrainingSession):
            return None if value is None else self.name_of(row, field, value)
        if not self.in_words:
            return value
        if field.choices:
            return getattr(row, f"get_{field.name}_display")()
        if isinstance(value, dt.datetime):
            return value.astimezone(self.patient.zone).strftime("%Y-%m-%d %H:%M")
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if isinstance(value, list):
            return ", ".join(str(one) for one in value)
        return value

    def name_of(self, row: models.Model, field: Any, key: Any) -> str:
        """A colleague by name alone, as on the patient's pages: never by address."""
        wanted = (field.related_model, key)
        if wanted not in self.names:
            other = getattr(row, field.name)
            self.names[wanted] = other.name if isinstance(other, get_user_model()) else str(other)
        return self.names[wanted]
