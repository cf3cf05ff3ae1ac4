"""The whole of a record on paper, a table a kind of row, for the person whose it is."""

from dataclasses import dataclass

from patients.selectors import whole_record

EMPTY = (None, "", [], {})
MOST_COLUMNS = 6  # in a table; more stand as lines
WIDE = 40  # characters, on an average, that a column of a table has no room for
LONGEST = 240  # characters in one cell: more is a narrow column over pages
SETS = "patients.SetLog"


@dataclass(frozen=True)
class PaperPart:
    """One kind of row. What is the same in all of them, as (label, value) each, is said once; `rows` have what is left,
    a value a label, and stand in a table where that has room."""

    title: str
    shared: list
    labels: list
    rows: list
    is_table: bool

    @property
    def lines(self):
        """Of each row what is filled."""
        for row in self.rows:
            yield [(label, value) for label, value in zip(self.labels, row, strict=True) if value not in EMPTY]


def record_paper(patient, now):
    """(context, pictures) of print/record.html: the tables that have a row."""
    parts = [_part(part) for part in whole_record(patient, in_words=True) if part.rows]
    return {"patient": patient, "clinic": patient.clinic, "today": patient.today(now), "parts": parts}, {}


def _part(part):
    found = _sets_together(part.rows) if part.table.model == SETS else part.rows
    columns = [
        (label, column)
        for label, column in zip(part.labels, zip(*(row.values() for row in found), strict=True), strict=True)
        if any(value not in EMPTY for value in column)
    ]
    is_shared = [len(found) > 1 and all(value == column[0] for value in column) for _label, column in columns]
    shared = [(label, column[0]) for (label, column), same in zip(columns, is_shared, strict=True) if same]
    own = [(label, column) for (label, column), same in zip(columns, is_shared, strict=True) if not same]
    rows = list(zip(*(column for _label, column in own), strict=True))
    return PaperPart(part.table.title, shared, [label for label, _column in own], rows, len(found) > 1 and _fits(own))


def _fits(columns):
    lengths = [[len(str(value)) for value in column] for _label, column in columns]
    return len(columns) <= MOST_COLUMNS and all(
        sum(column) <= WIDE * len(column) and max(column, default=0) <= LONGEST for column in lengths
    )


def _sets_together(rows):
    """The sets of one side of an exercise of a session in one row, with what was done in each."""
    together = {}
    for row in rows:
        same = tuple(str(value) for name, value in row.items() if name not in ("number", "done"))
        together.setdefault(same, []).append(row)
    return [
        sets[0] | {name: ", ".join(str(row[name]) for row in sets) for name in ("number", "done")}
        for sets in together.values()
    ]
