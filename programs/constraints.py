"""Which rule of the database refused a row. Whoever turns a refusal into a sentence asks here: any other rule that
refused is a fault of ours, and the sentence would be false."""

import re

from django.db import IntegrityError
from django.db.models import BaseConstraint, Model, UniqueConstraint


def broke(error: IntegrityError, model: type[Model], *rules: str) -> bool:
    """Whether one of these rules of the model's table refused: a constraint of its Meta or a unique field, by name.
    With none named, whether any did that lets something be there once only. SQLite tells no two rules of the same
    columns apart."""
    said = getattr(error.__cause__, "diag", None)
    if said:
        return any(re.fullmatch(on_postgres(model, rule), said.constraint_name or "") for rule in rules or once(model))
    words = str(error)
    return any(words in _on_sqlite(model, rule) for rule in rules or once(model))


def once(model: type[Model]) -> list[str]:
    """The rules of a model that let something be there once only, but for its key."""
    declared = [one.name for one in model._meta.constraints if isinstance(one, UniqueConstraint)]
    return [*declared, *(field.name for field in model._meta.concrete_fields if field.unique and not field.primary_key)]


def on_postgres(model: type[Model], rule: str) -> str:
    """The pattern of its name there: PostgreSQL, or Django where a field became unique later, names a field's own."""
    if rule in _declared(model):
        return re.escape(rule)
    return rf"{model._meta.db_table}_{_column(model, rule)}(_[0-9a-f]{{8}})?_(key|uniq)"


def _on_sqlite(model: type[Model], rule: str) -> set[str]:
    """What the refusal can say there."""
    constraint = _declared(model).get(rule)
    fields = getattr(constraint, "fields", ()) if constraint else (rule,)
    keys = ", ".join(f"{model._meta.db_table}.{_column(model, field)}" for field in fields)
    return {f"UNIQUE constraint failed: {said}" for said in (keys, f"index '{rule}'")} | {
        f"CHECK constraint failed: {rule}"
    }


def _column(model: type[Model], name: str) -> str | None:
    return next(field.column for field in model._meta.concrete_fields if field.name == name)


def _declared(model: type[Model]) -> dict[str, BaseConstraint]:
    return {one.name: one for one in model._meta.constraints}
