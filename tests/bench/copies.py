"""Many clinics out of one: its rows are copied inside PostgreSQL, with new ids and the same shapes."""

from django.contrib.auth import get_user_model
from django.db import connection, models
from django.db.models import Max, Min

from patients.models import (
    Assignment,
    Clinic,
    ClinicProgram,
    Membership,
    MorningCheck,
    Patient,
    Review,
    SetLog,
    StageChange,
    Standing,
    TrainingSession,
)

OF_CLINIC = {Clinic: "pk", ClinicProgram: "clinic", Membership: "clinic"}
USER = get_user_model()
OF_PEOPLE = {
    USER: "patient__clinic",
    Patient: "clinic",
    Assignment: "patient__clinic",
    StageChange: "assignment__patient__clinic",
    Review: "assignment__patient__clinic",
    Standing: "assignment__patient__clinic",
    TrainingSession: "assignment__patient__clinic",
    SetLog: "session__assignment__patient__clinic",
    MorningCheck: "assignment__patient__clinic",
}


def copy(clinic, count, *, whole):
    """Writes `count` copies of the clinic, each with a physio of its own, or, unless `whole`, of its patients, who are
    then that clinic's too. Its rows are copied as stretches of ids: nothing else was made while it was, and nobody has
    logged there since. Needs the rights of a superuser, for no trigger runs."""
    spans = {model: span for model, path in OF_PEOPLE.items() if (span := _span(model, path, clinic))}
    if whole:
        spans |= {model: _span(model, path, clinic) for model, path in OF_CLINIC.items()}
        spans[USER] = (min(clinic.memberships.get().user_id, spans[USER][0]), spans[USER][1])
    beyond = max(_last(model) for model in OF_PEOPLE)
    stride = 1 + max(last - first for first, last in spans.values())
    further = f"{beyond} + (n - 1) * {stride}"
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        for model, span in spans.items():
            cursor.execute(_insert(model, spans, further), [count, *span])
        cursor.execute("RESET session_replication_role")
        for model in spans:
            table = model._meta.db_table
            cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))")
        cursor.execute("VACUUM ANALYZE")


def _span(model, path, clinic):
    """The first and the last id of what belongs to the clinic; None where nothing does."""
    found = model.objects.filter(**{path: clinic.pk}).aggregate(first=Min("pk"), last=Max("pk"))
    return (found["first"], found["last"]) if found["first"] else None


def _last(model):
    return model.objects.aggregate(last=Max("pk"))["last"] or 0


def _insert(model, spans, further):
    columns = [field for field in model._meta.concrete_fields if not field.generated]
    names = ", ".join(f'"{field.column}"' for field in columns)
    values = ", ".join(_value(field, spans, further) for field in columns)
    return (
        f"INSERT INTO {model._meta.db_table} ({names}) SELECT {values} FROM {model._meta.db_table}, "
        "generate_series(1, %s::bigint) AS n WHERE id BETWEEN %s AND %s ORDER BY n, id"
    )


def _value(field, spans, further):
    """What a copy has in a column: its own id, the copy of what it points at, a new key, or the same."""
    column = f'"{field.column}"'
    if field.primary_key:
        return f"{column} + {further}"
    if field.is_relation and field.related_model in spans:
        first, last = spans[field.related_model]
        return f"CASE WHEN {column} BETWEEN {first} AND {last} THEN {column} + {further} ELSE {column} END"
    if isinstance(field, models.UUIDField):
        return "gen_random_uuid()"
    if field.unique and isinstance(field, models.CharField):
        return f"{column} || '.' || ({further})"
    return column
