"""Lifts the audit table's triggers for a flush and puts them back, in the words of the migration that makes them."""

from importlib import import_module

MADE_BY = import_module("patients.migrations.0043_audit_by_the_database")


def lift(connection):
    _execute(connection, MADE_BY.ALLOW)


def put_back(connection):
    _execute(connection, MADE_BY.REFUSE)


def _execute(connection, statements):
    with connection.cursor() as cursor:
        for statement in statements[connection.vendor]:
            cursor.execute(statement)
