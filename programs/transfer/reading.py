"""From the bytes of somebody's file to a document that keeps to the schema, or to what is wrong, by line and field."""

import datetime as dt
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programs.transfer.schema import Schema, schema

MOST_BYTES = 512 * 1024
MOST_OF_A_LINE = 6_000  # a text has 4,000; the time to parse one key of many parts grows with their square
MOST_FAULTS = 20
BOM = b"\xef\xbb\xbf"
TABLE = re.compile(r"\s*(\[\[?)\s*([\w\-.\s]+?)\s*\]")
KEY = re.compile(r"\s*([\w\-]+(?:\s*\.\s*[\w\-]+)*)\s*=")
AT_LINE = re.compile(r"\(at line (\d+), column \d+\)")
TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "date": (dt.date,),
    "boolean": (bool,),
    "integer": (int,),
    "number": (int, float),
}
KINDS = {
    "object": gettext_lazy("must be a table"),
    "array": gettext_lazy("must be a list"),
    "string": gettext_lazy("must be a text"),
    "date": gettext_lazy("must be a day, written 2026-01-31 without quotes"),
    "boolean": gettext_lazy("must be true or false"),
    "integer": gettext_lazy("must be a whole number"),
    "number": gettext_lazy("must be a number"),
}
Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Fault:
    """What is wrong in a file. `field` is a place such as "stages[2].gate.pain_max", counted from 1; "" for all of it.
    `line` is 0 where no single one can be named."""

    line: int
    field: str
    says: str

    def __str__(self) -> str:
        where = ", ".join(filter(None, (_("line %s") % self.line if self.line else "", self.field)))
        return f"{where}: {self.says}" if where else self.says


class Unfit(ValueError):
    """A file that cannot become a version; `faults` say why, the message is all of them."""

    def __init__(self, faults: list[Fault]):
        super().__init__(" ".join(map(str, faults)))
        self.faults = faults


@dataclass(frozen=True)
class Document:
    """A file that keeps to the schema, and where in it things stand."""

    said: dict[str, Any]
    lines: dict[Path, int]

    def fault(self, path: Path, says: str) -> Fault:
        """What is wrong at a place, or in the nearest table around it that has a line of its own."""
        around = (one for end in range(len(path), 0, -1) for one in (path[:end], (*path[:end], 0)))
        return Fault(next((self.lines[one] for one in around if one in self.lines), 0), named(path), says)


def read(data: bytes) -> Document:
    """Raises `Unfit`."""
    text = _text(data)
    try:
        said = tomllib.loads(text)
    except RecursionError:
        raise Unfit([Fault(0, "", _("Lists or tables are nested too deeply."))]) from None
    except ValueError as error:
        raise Unfit([_syntax(str(error), text)]) from None
    document = Document(said, lines_of(text))
    if found := [document.fault(path, says) for path, says in faults_in(said, schema())]:
        raise Unfit(found[:MOST_FAULTS])
    return document


def _text(data: bytes) -> str:
    if len(data) > MOST_BYTES:
        raise Unfit([Fault(0, "", _("This file is too large: at most %s KB.") % (MOST_BYTES // 1024))])
    if not data.strip():
        raise Unfit([Fault(0, "", _("This file is empty."))])
    try:
        text = data.removeprefix(BOM).decode()
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise Unfit([Fault(line, "", _("This is no text in UTF-8."))]) from None
    for number, line_text in enumerate(text.split("\n"), start=1):
        if len(line_text) > MOST_OF_A_LINE:
            raise Unfit([Fault(number, "", _("This line is too long: at most %s characters.") % MOST_OF_A_LINE)])
    return text


def _syntax(said: str, text: str) -> Fault:
    found = AT_LINE.search(said)
    line = int(found[1]) if found else text.count("\n") + 1
    words = _("This is not written as TOML is: %s.") % re.sub(r"\s*\(at .*\)$", "", said)
    return Fault(line if found or "at end" in said else 0, "", words)


def lines_of(text: str) -> dict[Path, int]:
    """{place: line} of every table and key that begins a line."""
    found: dict[Path, int] = {}
    counts: dict[Path, int] = {}
    around: Path = ()
    inside = ""
    for number, line in enumerate(text.split("\n"), start=1):
        if not inside and (table := TABLE.match(line)):
            around = _table(_parts(table[2]), table[1] == "[[", counts)
            found.setdefault(around, number)
        elif not inside and (key := KEY.match(line)):
            found.setdefault(around + _parts(key[1]), number)
        inside = _still_inside(line, inside)
    return found


def _parts(dotted: str) -> Path:
    return tuple(part.strip() for part in dotted.split("."))


def _table(parts: Path, of_many: bool, counts: dict[Path, int]) -> Path:
    """The place of a table, the latest of its list at each step."""
    place: Path = ()
    for number, part in enumerate(parts, start=1):
        place = (*place, part)
        if of_many and number == len(parts):
            counts[place] = counts.get(place, -1) + 1
        if place in counts:
            place = (*place, counts[place])
    return place


def _still_inside(line: str, inside: str) -> str:
    """The mark of the text of several lines that goes on in the next line; "" outside of one."""
    for mark in (inside,) if inside else ('"""', "'''"):
        if line.count(mark) % 2:
            return "" if inside else mark
    return inside


def named(path: Path) -> str:
    """ "stages[2].gate": as people count."""
    return "".join(f"[{one + 1}]" if isinstance(one, int) else f".{one}" for one in path)[1:]


def faults_in(value: Any, wanted: Schema, path: Path = ()) -> Iterator[tuple[Path, str]]:
    """What does not keep to a schema of the words that ours is made of."""
    kind = wanted.get("format", wanted.get("type"))  # a day is a text in JSON, and a value of its own in TOML
    if kind and (type(value) not in TYPES[kind] or value != value):
        yield path, str(KINDS[kind])
    elif kind == "object":
        yield from _in_table(value, wanted, path)
    elif kind == "array":
        if len(value) > wanted["maxItems"]:
            yield path, _("has more than %s entries") % wanted["maxItems"]
            return
        for index, one in enumerate(value):
            yield from faults_in(one, wanted["items"], (*path, index))
    elif says := _in_value(value, wanted):
        yield path, says


def _in_table(value: dict[str, Any], wanted: Schema, path: Path) -> Iterator[tuple[Path, str]]:
    known = wanted["properties"]
    for name in wanted["required"]:
        if name not in value:
            yield (*path, name), _("is missing")
    for name, one in value.items():
        if name in known:
            yield from faults_in(one, known[name], (*path, name))
        else:
            yield (*path, name[:60]), _("is not known here")


def _in_value(value: Any, wanted: Schema) -> str:
    if "enum" in wanted and value not in wanted["enum"]:
        return _("must be one of %s") % ", ".join(one or "“”" for one in wanted["enum"])
    if "minimum" in wanted and not wanted["minimum"] <= value <= wanted["maximum"]:
        return _("must be from %(least)s to %(most)s") % {"least": wanted["minimum"], "most": wanted["maximum"]}
    if wanted.get("type") != "string" or "format" in wanted:
        return ""
    if len(value) > wanted.get("maxLength", len(value)):
        return _("has more than %s characters") % wanted["maxLength"]
    if len(value.strip()) < wanted.get("minLength", 0):
        return _("must not be empty")
    if "\r" in value or any((ord(one) < 32 and one not in "\n\t") or ord(one) == 127 for one in value):
        return _("has characters that no text has")
    if "pattern" in wanted and not re.fullmatch(wanted["pattern"][1:-1], value):
        return _("may have letters without accents, digits, - and _ alone, and not too many")
    return ""
