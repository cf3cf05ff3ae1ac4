"""All that is kept about one patient, table by table: for them to read, and as JSON."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from patients.models import Assignment, Patient, TrainingSession
from patients.models.whole_record import TABLES, Table
from patients.selectors.record_words import FOR_MACHINES, label_of, said


@dataclass(frozen=True)
class Part:
    """One table of the record: a heading, the names of its columns in words, and its rows, oldest first."""

    table: Table
    labels: list[str]
    rows: list[dict[str, Any]]


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
        names = [name for name in table.names if not (self.in_words and {name, f"{table.model}.{name}"} & FOR_MACHINES)]
        fields = [table.meta.get_field(name) for name in names]
        found = table.rows(self.patient)
        if self.in_words:
            found = found.select_related(*(field.name for field in fields if field.is_relation))
        rows = [{field.name: self.value(row, field) for field in fields} for row in found]
        return Part(table, [label_of(table.model, field) for field in fields], rows)

    def value(self, row: models.Model, field: Any) -> Any:
        """As it lies in the database; of another row of the record its id, of anything else its name."""
        value = getattr(row, field.attname)
        if field.is_relation and (self.in_words or field.related_model not in (Assignment, TrainingSession)):
            return None if value is None else self.name_of(row, field, value)
        return said(self.patient, row, field, value) if self.in_words else value

    def name_of(self, row: models.Model, field: Any, key: Any) -> str:
        """A colleague by name alone, as on the patient's pages: never by address."""
        wanted = (field.related_model, key)
        if wanted not in self.names:
            self.names[wanted] = _name(getattr(row, field.name))
        return self.names[wanted]


def _name(other: models.Model) -> str:
    """A programme and a session by the day they are of: of their own person nobody says the name in each row."""
    if isinstance(other, get_user_model()):
        return other.name
    if isinstance(other, Assignment):
        return _("since %(day)s") % {"day": date_format(other.started_on, "j M Y")}
    return date_format(other.local_date, "j M Y") if isinstance(other, TrainingSession) else str(other)
