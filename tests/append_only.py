"""Lifts the triggers of the audit and of the ledger of erasures for a flush and puts them back, in the words of the
migrations that make them."""

from importlib import import_module

MADE_BY = [
    import_module(f"patients.migrations.{name}")
    for name in ("0043_audit_by_the_database", "0046_ledger_of_erasures_stays")
]


def lift(connection):
    _execute(connection, "ALLOW")


def put_back(connection):
    _execute(connection, "REFUSE")


def _execute(connection, which):
    with connection.cursor() as cursor:
        for made in MADE_BY:
            for statement in getattr(made, which)[connection.vendor]:
                cursor.execute(statement)
