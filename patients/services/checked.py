"""What a row may say, asked of its model: the services' own answer to whatever a caller hands them."""

from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import DecimalField, Field, Model
from django.utils.text import capfirst

from patients.services.errors import Refused

Row = TypeVar("Row", bound=Model)


def checked(row: Row) -> Row:
    """`row`, where each of its own columns holds what it may: a kind of its list, a number of its scale, a text that is
    not too long. Refused otherwise, column by column. Rows it points to are the service's to check, and decimals are
    worked out by services."""
    try:
        row.clean_fields(exclude=[column.name for column in row._meta.fields if _is_left_out(row, column)])
    except ValidationError as fault:
        said = fault.message_dict.items()
        raise Refused(" ".join(f"{_label(row, name)}: {' '.join(messages)}" for name, messages in said)) from fault
    return row


def _is_left_out(row: Model, column: "Field[Any, Any]") -> bool:
    missing = column.null and getattr(row, column.attname) is None
    return missing or column.is_relation or isinstance(column, DecimalField)


def _label(row: Model, name: str) -> str:
    return capfirst(str(getattr(row._meta.get_field(name), "verbose_name", name)))
