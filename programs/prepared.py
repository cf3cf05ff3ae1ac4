"""Queries that are put together once a process. What a page asks differs from one request to the next by an id and a
date alone, and Django takes several times as long to write the SQL as the database to answer it.

    @prepared(assignment=ID, since=DAY)
    def _sessions(assignment, since):
        return TrainingSession.objects.filter(assignment=assignment, local_date__gte=since)

    _sessions(assignment=7, since=monday)  # a list, as the queryset itself would give it

The function is called once, with what stands for the values. It may read neither clock, zone nor language: `prepared`
writes the SQL in two zones, and refuses one that is not the same (`__date` of an instant is not).

A connection that can answer `rows_of_prepared` is given a statement whose only parameters are these values, each of one
type: its server takes it apart and plans it once a connection, which costs more than to answer it.
"""

import copy
import datetime as dt
import re
from collections.abc import Callable
from functools import cached_property
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import (
    BigIntegerField,
    CharField,
    DateField,
    DateTimeField,
    Expression,
    F,
    Field,
    Model,
    QuerySet,
    Value,
)
from django.db.models.functions import Cast
from django.utils import timezone

Row = TypeVar("Row")
Made = TypeVar("Made", bound=Model)
ID, DAY, AT, WORD = BigIntegerField(), DateField(), DateTimeField(), CharField()
ZONES = (dt.UTC, dt.timezone(dt.timedelta(hours=9)))


class Given(Expression):
    """Stands for a value in a prepared query."""

    def __init__(self, name: str, field: "Field[Any, Any]") -> None:
        super().__init__(output_field=field)
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        return "%s", [self]

    def of(self, values: dict[str, Any], connection: Any) -> Any:
        return self.output_field.get_db_prep_value(values[self.name], connection=connection)


class Prepared(Generic[Row]):
    """A query that takes its values by name."""

    def __init__(self, build: Callable[..., "QuerySet[Any, Row]"], fields: "dict[str, Field[Any, Any]]") -> None:
        self.build, self.fields = build, fields

    def __call__(self, **values: Any) -> list[Row]:
        queryset, written = self._written
        connection = connections[DEFAULT_DB_ALIAS]
        query = written.query(values, connection)
        asked = queryset.__class__(model=queryset.model, query=query, using=connection.alias)
        asked._iterable_class, asked._fields = queryset._iterable_class, queryset._fields
        return list(asked)

    @cached_property
    def _written(self) -> "tuple[Any, _Written]":
        queryset: Any = self.build(**{name: Given(name, field) for name, field in self.fields.items()})
        if queryset._prefetch_related_lookups:
            raise TypeError("A prepared query is one query: it prefetches nothing.")
        written, again = (_in_zone(zone, queryset) for zone in ZONES)
        if written.told != again.told:
            raise TypeError("A prepared query is the same in every zone.")
        return queryset, written


def _in_zone(zone: dt.tzinfo, queryset: "QuerySet[Any, Any]") -> "_Written":
    with timezone.override(zone):
        return _Written(queryset)


class _Written:
    """The SQL of a queryset, with the compiler that knows what to make of its rows."""

    def __init__(self, queryset: "QuerySet[Any, Any]") -> None:
        self.compiler = queryset.query.get_compiler(DEFAULT_DB_ALIAS)
        self.sql, self.params = self.compiler.as_sql()
        columns = [column for column, *_rest in self.compiler.select[: self.compiler.col_count]]
        self.converters = self.compiler.get_converters(columns)

    @property
    def told(self) -> tuple[str, list[Any]]:
        """What is to be the same again; psycopg wraps JSON in what is like nothing else."""
        return self.sql, [getattr(one, "obj", one) for one in self.params]

    def query(self, values: dict[str, Any], connection: Any) -> Any:
        """A query that needs no compiling; each has its own compiler, for that holds the connection of a thread."""
        compiler, query = copy.copy(self.compiler), copy.copy(self.compiler.query)
        compiler.connection = connection
        if hasattr(connection, "rows_of_prepared"):
            told = {name: given.of(values, connection) for name, given in self._given.items()}
            compiler.execute_sql = lambda *_args, **_options: [connection.rows_of_prepared(self._statement, told)]
        else:
            params = tuple(one.of(values, connection) if isinstance(one, Given) else one for one in self.params)
            compiler.as_sql = lambda *_args, **_options: (self.sql, params)
        compiler.get_converters = lambda _columns: self.converters
        query.get_compiler = lambda *_args, **_options: compiler
        return query

    @cached_property
    def _given(self) -> dict[str, Given]:
        return {one.name: one for one in self.params if isinstance(one, Given)}

    @cached_property
    def _statement(self) -> str:
        """The SQL with everything in it that no asking changes, and the values by name."""
        connection: Any = connections[DEFAULT_DB_ALIAS]
        params = iter(self.params)

        def named(one: Any) -> str:
            if isinstance(one, Given):
                return f"%({one.name})s::{one.output_field.cast_db_type(connection)}"
            literal: str = connection.ops.compose_sql("%s", [one])
            return literal.replace("%", "%%")

        return re.sub("%[%s]", lambda found: named(next(params)) if found[0] == "%s" else "%%", self.sql)


def arm(source: str, rows: "QuerySet[Any]", lacking: dict[str, Any], **columns: Any) -> "QuerySet[Any, Any]":
    """Rows for a union, which wants the same columns of each: which `source` they are of, and the columns of `lacking`,
    whose value is what a source has there that names none."""
    wanted = [F(one) if isinstance(one, str) else one for one in {**lacking, **columns}.values()]
    of_source: QuerySet[Any, Any] = rows.order_by().values_list(Value(source, CharField()), *wanted)
    return of_source


def nothing(field: "Field[Any, Any]") -> Cast:
    """A column without a value, which has its type all the same."""
    return Cast(Value(None), field)


def as_read(model: type[Made], **values: Any) -> Made:
    """A row with these columns as they were read, and no others."""
    names = [column.attname for column in model._meta.concrete_fields if column.attname in values]
    return model.from_db(DEFAULT_DB_ALIAS, names, [values[name] for name in names])


def attach(row: Model, name: str, rows: list[Any]) -> None:
    """From now on `row.<name>.all()` is `rows`, as if they had been prefetched."""
    found = getattr(row, name).get_queryset()
    found._result_cache, found._prefetch_done = rows, True
    vars(row).setdefault("_prefetched_objects_cache", {})[name] = found


def has_attached(row: Model, name: str) -> bool:
    return name in vars(row).get("_prefetched_objects_cache", {})


def prepared(**fields: "Field[Any, Any]") -> "Callable[[Callable[..., QuerySet[Any, Row]]], Prepared[Row]]":
    """Makes a function from `Given`s to a queryset a `Prepared` query of the values named here."""
    return lambda build: Prepared(build, fields)
