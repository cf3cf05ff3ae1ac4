"""Rows that are written at every turn, by SQL that Django writes once a process: what `save` writes, in half of its
time. No signal is sent, for nothing here listens to one."""

import copy
from collections.abc import Callable, Sequence
from functools import cache, cached_property
from typing import Any

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections
from django.db.models import Field, Model, QuerySet
from django.db.models.expressions import DatabaseDefault
from django.db.models.sql.constants import ROW_COUNT
from django.db.models.sql.subqueries import InsertQuery, UpdateQuery

from programs.prepared import ID, Given


def insert(row: Model) -> None:
    """Writes a new row, which has its id then. What the database fills by itself is left to it."""
    fields = tuple(field for field in row._meta.local_concrete_fields if _is_said(row, field))
    connection = connections[DEFAULT_DB_ALIAS]
    told = [field.get_db_prep_save(field.pre_save(row, True), connection) for field in fields]
    key = (type(row), fields)
    if key not in _insertions:
        _insertions[key] = _insertion(row, fields)
    compiler = _of_thread(_insertions[key], connection)
    sql = compiler.sql
    compiler.as_sql = lambda: [(sql, told)]
    [(row.pk,)] = compiler.execute_sql([row._meta.pk])
    row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS


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


def _insertion(row: Model, fields: "tuple[Field[Any, Any], ...]") -> Any:
    query: Any = InsertQuery(type(row))
    query.insert_values(fields, [row])
    compiler = query.get_compiler(DEFAULT_DB_ALIAS)
    compiler.returning_fields = [row._meta.pk]
    [(compiler.sql, _told)] = compiler.as_sql()
    query.objs = [None]  # how many rows it is of is all that is asked of it from here on
    return compiler


@cache
def _change(model: type[Model], names: tuple[str, ...]) -> PreparedUpdate:
    fields: list[Any] = [model._meta.get_field(name) for name in names]
    columns = {field.name: Given(field.attname, field) for field in fields}
    rows: Any = model._default_manager
    return PreparedUpdate(lambda: rows.filter(pk=Given("pk", ID)), **columns)
