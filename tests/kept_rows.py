"""The rows of a migrated database, kept beside its tables, for after a flush."""

from django.db import transaction

PLACE = {"postgresql": "DROP SCHEMA IF EXISTS kept CASCADE; CREATE SCHEMA kept", "sqlite": "ATTACH ':memory:' AS kept"}
KEPT = {
    "postgresql": "SELECT tablename FROM pg_tables WHERE schemaname = 'kept'",
    "sqlite": "SELECT name FROM kept.sqlite_master",
}


def keep(connection):
    """Keeps what is in each table now."""
    with connection.cursor() as cursor:
        cursor.execute(PLACE[connection.vendor])
        for table in connection.introspection.django_table_names(only_existing=True, include_views=False):
            cursor.execute(f'CREATE TABLE kept."{table}" AS SELECT * FROM "{table}"')


def put_back(connection):
    """The same rows under the same ids, in tables that are empty. Foreign keys are looked at in the end."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(KEPT[connection.vendor])
        for (table,) in cursor.fetchall():
            cursor.execute(f'INSERT INTO "{table}" SELECT * FROM kept."{table}"')
