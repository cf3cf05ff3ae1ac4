"""Strict readers for JSON values: each takes a value and the name of its field, answers it typed, or refuses.

`3.7` is no pain of 3, `true` is no 1, and a key nobody knows is an error rather than a silent nothing.
"""

from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime
from math import isfinite
from typing import Any, TypeVar

from programs.progression.time_zones import zone_names

Reader = Callable[[Any, str], Any]
T = TypeVar("T")
D = TypeVar("D", bound=date)


class NotValid(ValueError):
    """A document that cannot be trusted; `field` says where."""

    def __init__(self, field: str, problem: str):
        super().__init__(f"{field}: {problem}")
        self.field, self.problem = field, problem


def truth(value: Any, field: str) -> bool:
    return _of_type(bool, value, field, "true or false")


def text(value: Any, field: str) -> str:
    found = _of_type(str, value, field, "text")
    if not found.strip():
        raise NotValid(field, "must not be empty")
    return found


def words(value: Any, field: str) -> str:
    """Text that may be empty."""
    return _of_type(str, value, field, "text")


def whole(low: int, high: int) -> Reader:
    def reader(value: Any, field: str) -> int:
        if type(value) is not int or not low <= value <= high:
            raise NotValid(field, f"must be a whole number from {low} to {high}")
        return value

    return reader


def number(low: float, high: float) -> Reader:
    def reader(value: Any, field: str) -> float:
        if type(value) not in (int, float) or not isfinite(value) or not low <= value <= high:
            raise NotValid(field, f"must be a number from {low} to {high}")
        found: float = value
        return found

    return reader


def one_of(values: Collection[str]) -> Reader:
    def reader(value: Any, field: str) -> str:
        found = _of_type(str, value, field, "text")
        if found not in values:
            raise NotValid(field, f"must be one of {', '.join(sorted(values))}")
        return found

    return reader


def day(value: Any, field: str) -> date:
    """A date as YYYY-MM-DD, in years that leave room to count from."""
    try:
        parsed = date.fromisoformat(_of_type(str, value, field, "a date"))
    except ValueError as error:
        raise NotValid(field, "must be a date as YYYY-MM-DD") from error
    if parsed.isoformat() != value:
        raise NotValid(field, "must be a date as YYYY-MM-DD")
    return _in_living_memory(parsed, field)


def instant(value: Any, field: str) -> datetime:
    """A date and time that says how far it is from UTC."""
    try:
        parsed = datetime.fromisoformat(_of_type(str, value, field, "a date and time"))
    except ValueError as error:
        raise NotValid(field, "must be a date and time in ISO 8601") from error
    if parsed.tzinfo is None:
        raise NotValid(field, "must carry its offset from UTC")
    return _in_living_memory(parsed, field)


def time_zone(value: Any, field: str) -> str:
    name = _of_type(str, value, field, "a time zone")
    if name not in zone_names():
        raise NotValid(field, "must be a time zone such as Europe/London")
    return name


def maybe(reader: Reader) -> Reader:
    """Null stays None: not recorded."""
    return lambda value, field: None if value is None else reader(value, field)


def many(reader: Reader) -> Reader:
    def all_of(value: Any, field: str) -> tuple[Any, ...]:
        items = _of_type(list, value, field, "a list")
        return tuple(reader(item, f"{field}[{index}]") for index, item in enumerate(items))

    return all_of


def record(fields: Mapping[str, Reader], optional: Collection[str] = ()) -> Reader:
    """An object with these keys and no others; what is optional may be left out."""

    def reader(value: Any, field: str) -> dict[str, Any]:
        found = _of_type(dict, value, field or "the document", "an object")
        for key in found:
            if key not in fields:
                raise NotValid(_inside(field, key), "is not a known field")
        for key in fields:
            if key not in found and key not in optional:
                raise NotValid(_inside(field, key), "is missing")
        return {key: read(found[key], _inside(field, key)) for key, read in fields.items() if key in found}

    return reader


def _inside(field: str, key: str) -> str:
    name = key if key.isidentifier() else ascii(key)
    return f"{field}.{name}" if field else name


def _of_type(kind: type[T], value: Any, field: str, words: str) -> T:
    if type(value) is not kind:
        raise NotValid(field, f"must be {words}")
    found: T = value
    return found


def _in_living_memory(value: D, field: str) -> D:
    if not 1900 <= value.year <= 9000:
        raise NotValid(field, "must lie between the years 1900 and 9000")
    return value
