"""Rows that are written at every turn, by SQL that Django writes once a process: what `save` writes, in half of its
time. No signal is sent, for nothing here listens to one."""

import copy
from collections.abc import Callable, Sequence
from functools import cache, cached_property
from itertools import chain
from typing import Any

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections
from django.db.models import Field, Model, QuerySet
from django.db.models.expressions import DatabaseDefault
from django.db.models.sql.constants import ROW_COUNT
from django.db.models.sql.subqueries import InsertQuery, UpdateQuery

from programs.prepared import ID, Given


def insert(row: Model) -> None:
    """Writes a new row, which has its id then. What the database fills by itself is left to it."""
    [(row.pk,)] = _told([row], [row._meta.pk]).execute_sql([row._meta.pk])
    row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS


def insert_all(rows: Sequence[Model]) -> None:
    """Writes new rows of one model, which say the same columns and get to know no ids, by one query."""
    if rows:
        _told(rows).execute_sql()


def update(row: Model, names: Sequence[str]) -> None:
    """Writes these columns of a row that is there; DatabaseError where it is not."""
    fields: list[Any] = [row._meta.get_field(name) for name in names]
    told = {field.attname: field.pre_save(row, False) for field in fields}
    if not _change(type(row), tuple(names))(pk=row.pk, **told):
        raise DatabaseError("The row that was to be changed is not there.")


class PreparedUpdate:
    """An update of the rows of a queryset, whose values each asking brings by name. Call it for how many there were."""

    def __init__(self, rows: Callable[[], "QuerySet[Any]"], **columns: Given) -> None:
        self._rows, self._columns = rows, columns

    def __call__(self, **values: Any) -> int:
        connection = connections[DEFAULT_DB_ALIAS]
        compiler = _of_thread(self._written, connection)
        sql, params = compiler.sql
        told = [one.of(values, connection) if isinstance(one, Given) else one for one in params]
        compiler.as_sql = lambda: (sql, told)
        count: int = compiler.execute_sql(ROW_COUNT)
        return count

    @cached_property
    def _written(self) -> Any:
        query: Any = self._rows().query.chain(UpdateQuery)
        query.add_update_values(self._columns)
        compiler = query.get_compiler(DEFAULT_DB_ALIAS)
        compiler.sql = compiler.as_sql()
        return compiler


def _is_said(row: Model, field: "Field[Any, Any]") -> bool:
    return not field.primary_key and not isinstance(getattr(row, field.attname), DatabaseDefault)


def _of_thread(written: Any, connection: Any) -> Any:
    compiler = copy.copy(written)
    compiler.connection = connection
    return compiler


_insertions: dict[Any, Any] = {}


def _told(rows: Sequence[Model], returning: "list[Field[Any, Any]] | None" = None) -> Any:
    """The compiler of the insertion of these rows."""
    fields = tuple(field for field in rows[0]._meta.local_concrete_fields if _is_said(rows[0], field))
    connection = connections[DEFAULT_DB_ALIAS]
    told = [[field.get_db_prep_save(field.pre_save(row, True), connection) for field in fields] for row in rows]
    key = (type(rows[0]), fields, len(rows), bool(returning))
    if key not in _insertions:
        _insertions[key] = _insertion(rows, fields, returning)
    compiler = _of_thread(_insertions[key], connection)
    params = map(list, zip(*told, strict=True)) if compiler.by_column else chain.from_iterable(told)
    statement = (compiler.sql, tuple(params))
    compiler.as_sql = lambda: [statement]
    return compiler


def _insertion(
    rows: Sequence[Model], fields: "tuple[Field[Any, Any], ...]", returning: "list[Field[Any, Any]] | None"
) -> Any:
    query: Any = InsertQuery(type(rows[0]))
    query.insert_values(fields, rows)
    compiler = query.get_compiler(DEFAULT_DB_ALIAS)
    compiler.returning_fields = returning
    [(compiler.sql, params)] = compiler.as_sql()
    compiler.by_column = len(rows) > 1 and len(params) == len(fields)  # of PostgreSQL, which unnests them
    query.objs = [None]  # whether it is of one row is all that is asked of it from here on
    return compiler


@cache
def _change(model: type[Model], names: tuple[str, ...]) -> PreparedUpdate:
    fields: list[Any] = [model._meta.get_field(name) for name in names]
    columns = {field.name: Given(field.attname, field) for field in fields}
    rows: Any = model._default_manager
    return PreparedUpdate(lambda: rows.filter(pk=Given("pk", ID)), **columns)
