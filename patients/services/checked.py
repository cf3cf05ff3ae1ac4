"""What a row may say, asked of its model: the services' own answer to whatever a caller hands them."""

from django.core.exceptions import ValidationError
from django.db.models import DecimalField

from patients.services.errors import Refused


def checked(row):
    """`row`, where each of its own columns holds what it may: a kind of its list, a number of its scale, a text that is
    not too long. Refused otherwise, in the words of the column. Rows it points to are the service's to check, and
    decimals are worked out by services."""
    others = [column.name for column in row._meta.fields if column.is_relation or isinstance(column, DecimalField)]
    try:
        row.clean_fields(exclude=others)
    except ValidationError as fault:
        raise Refused(" ".join(fault.messages)) from fault
    return row
