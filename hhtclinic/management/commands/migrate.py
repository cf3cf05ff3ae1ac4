"""Django's own, which waits for no table so long that a patient would notice.

Whoever changes a table waits until all who use it are done, and everybody who comes later waits behind. So each
statement waits a moment only, lets go of everything, and comes again after a pause, while patients go before it.
"""

import time
from contextlib import contextmanager

from django.core.management.base import CommandError
from django.core.management.commands import migrate
from django.db import OperationalError, connections

MOMENT = "200ms"  # longest that a statement stands in the way of all who come after it
PAUSE_SECONDS = 2
PATIENCE_SECONDS = 10 * 60
IN_THE_WAY = ("55P03", "40P01")  # not available in time, or a deadlock
# The limits of a role are for requests: to make an index of a large table takes as long as it takes.
LIMITS = {"lock_timeout": MOMENT, "statement_timeout": "0", "idle_in_transaction_session_timeout": "0"}
GIVEN_UP = (
    "For %(minutes)s minutes somebody has held what a migration changes: %(error)s\n"
    "Migrations before it are done and stay. Nobody has to stop working: find what holds it "
    "(SELECT pid, xact_start, query FROM pg_stat_activity ORDER BY xact_start), and migrate again."
)


class Command(migrate.Command):
    def handle(self, *args, **options):
        connection = connections[options["database"]]
        if connection.vendor != "postgresql":
            return super().handle(*args, **options)
        with limits(connection), connection.execute_wrapper(EachStatement(self.wait)):
            return again(lambda: migrate.Command.handle(self, *args, **options), self.wait)

    def wait(self, error):
        self.stdout.write(f"Somebody is at work: again in {PAUSE_SECONDS} s ({str(error).splitlines()[0]})")
        time.sleep(PAUSE_SECONDS)


@contextmanager
def limits(connection):
    with connection.cursor() as cursor:
        for name, value in LIMITS.items():
            cursor.execute(f"SET {name} = '{value}'")
    try:
        yield
    finally:
        if connection.is_usable():
            with connection.cursor() as cursor:
                for name in LIMITS:
                    cursor.execute(f"RESET {name}")


class EachStatement:
    """Wraps it. What is done beside the writing of others stands in nobody's way and waits as long as it has to; what
    stands in no transaction comes again by itself, for half of its migration is done."""

    def __init__(self, wait):
        self.wait = wait

    def __call__(self, execute, sql, params, many, context):
        connection = context["connection"]
        if connection.in_atomic_block:
            return execute(sql, params, many, context)
        if " CONCURRENTLY " not in sql:
            return again(lambda: execute(sql, params, many, context), self.wait)
        cursor = context["cursor"].cursor
        cursor.execute("SET lock_timeout = 0")
        try:
            return execute(sql, params, many, context)
        finally:
            cursor.execute(f"SET lock_timeout = '{MOMENT}'")


def again(act, wait):
    """What `act` gives, tried again as long as somebody is in the way. CommandError when the patience is over."""
    began = time.monotonic()
    while True:
        try:
            return act()
        except OperationalError as error:
            if getattr(error.__cause__, "sqlstate", "") not in IN_THE_WAY:
                raise
            if time.monotonic() - began > PATIENCE_SECONDS:
                raise CommandError(GIVEN_UP % {"minutes": PATIENCE_SECONDS // 60, "error": error}) from error
            wait(error)
