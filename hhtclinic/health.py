"""Whether this process lives, and whether the whole can do its work: asked by machines, tells nothing about anybody.

`/livez` touches nothing, and is what decides whether people are sent here. `/readyz` is red with a line for each thing
that somebody has to see to; none is a reason to take this process from patients, who would lose with it the pages that
still work, and the one that says whom to call (docs/adr/0030-alive-is-not-ready.md).
"""

import datetime as dt
import shutil
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db import Error, OperationalError, connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpResponse

from hhtclinic.outage import outage_of
from hhtclinic.postgresql.base import NotReplicated, TookTooLong, at_most
from patients import selectors
from patients.models import AuditDay, AuditEntry, Erasure
from programs import clock

CLOCKS_AGREE = 5  # seconds, the answer's own way among them
LONGEST_WAIT = 2  # seconds for one answer of the database
ONLY_ADDED_TO = {one._meta.db_table for one in (AuditEntry, AuditDay, Erasure)}
DATABASE_CLOCK = {
    "postgresql": "SELECT extract(epoch FROM clock_timestamp())",
    "sqlite": "SELECT (julianday('now') - 2440587.5) * 86400.0",
}
DISK_FULL, FULL = "53100", "no megabyte left where the database lies"
# The first table that whoever asks may not use. One that is not there is another line, if there is a schema at all.
NOT_ALLOWED = """
    SELECT CASE WHEN current_schema() IS NULL THEN 'of any schema' ELSE (
        SELECT min(name) FROM unnest(%s::text[]) AS name, LATERAL (SELECT to_regclass(quote_ident(name)) AS it) AS found
        WHERE it IS NOT NULL AND NOT (
            has_table_privilege(it, 'SELECT') AND has_table_privilege(it, 'INSERT')
            AND (name = ANY(%s::text[]) OR has_table_privilege(it, 'UPDATE') AND has_table_privilege(it, 'DELETE'))
        )
    ) END
"""
# A megabyte that is laid aside on the disk of the data and never kept: it makes no row, and no work for vacuum.
NEEDS_DISK = ("SET LOCAL work_mem = '64kB'", "SELECT count(*) FROM generate_series(1, 50000)")


def livez(request):
    return _plain(["alive"])


def readyz(request):
    """A line for each trouble there is. Without a database the others cannot be asked."""
    with at_most(LONGEST_WAIT):
        found = list(troubles())
    return _plain(found or ["ready"], status=503 if found else 200)


def _plain(lines, status=200):
    text = "".join(f"{line}\n" for line in lines)
    headers = {"Cache-Control": "no-store"}
    response = HttpResponse(text, status=status, content_type="text/plain; charset=utf-8", headers=headers)
    response._has_been_logged = True  # whoever asks has it, every ten seconds
    return response


def troubles():
    """Each as "loop dead: since when". What could not be asked is said where nothing before it says why."""
    is_all_well = True
    for name, check in CHECKS.items():
        try:
            detail = check()
        except (Error, OSError) as error:
            kind = outage_of(error) or type(error).__name__
            if not _is_reached():
                yield f"database gone: {kind}"
                return
            detail = f"cannot be asked, {kind}" if is_all_well else None
        if detail:
            is_all_well = False
            yield f"{name}: {detail}"


def _is_reached():
    """Whether the database answers still or again; a connection that was cut off is made anew."""
    try:
        connection.close_if_unusable_or_obsolete()
        connection.ensure_connection()
    except Error:
        return False
    return True


def database_time():
    """What the database's clock shows: all web processes and loops ask the same one."""
    return dt.datetime.fromtimestamp(float(_ask(DATABASE_CLOCK[connection.vendor])), dt.UTC)


def _ask(query, values=()):
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return cursor.fetchone()[0]


def clock_off():
    ahead = (clock.now() - database_time()).total_seconds()
    if abs(ahead) <= CLOCKS_AGREE:
        return None
    return f"{abs(ahead):.0f} seconds {'ahead of' if ahead > 0 else 'behind'} the database's"


def no_rights():
    if connection.vendor != "postgresql":
        return None
    tables = connection.introspection.django_table_names(include_views=False)
    wanting = _ask(NOT_ALLOWED, [tables, sorted(ONLY_ADDED_TO)])
    return wanting and f"table {wanting}"


def migration_pending():
    pending = sorted(_known_migrations() - MigrationRecorder(connection).applied_migrations().keys())
    if not pending:
        return None
    return ".".join(pending[0]) + (f" and {len(pending) - 1} more" if pending[1:] else "")


@cache
def _known_migrations():
    """Of this version; to read them takes half a second."""
    return {name for name, migration in MigrationLoader(None).disk_migrations.items() if not migration.replaces}


def cache_table_missing():
    missing = _cache_tables() - set(connection.introspection.table_names())
    return f"{', '.join(sorted(missing))}, made by createcachetable" if missing else None


def _cache_tables():
    kinds = settings.CACHES.values()
    return {one["LOCATION"] for one in kinds if one["BACKEND"].endswith("DatabaseCache")}


def disk_full():
    if connection.vendor == "sqlite":
        room = shutil.disk_usage(Path(connection.settings_dict["NAME"]).parent).free
        return FULL if room < 1_000_000 else None
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            for query in NEEDS_DISK:
                cursor.execute(query)
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", None) != DISK_FULL:
            raise
        return FULL
    return None


def loop_dead():
    silence = selectors.silence(database_time())
    return silence and f"notices have not been sent since {_minute(silence.since)}"


def mail_down():
    since = selectors.no_mail_since(database_time())
    return since and f"e-mail has not gone out since {_minute(since)}"


def standby_lost():
    """The last, for a commit that waits costs the connection, and leaves one behind over there: one, and not one a
    question, for the wait of an earlier one is seen."""
    if connection.vendor != "postgresql":
        return None
    if (seconds := connection.commits_wait()) is not None:
        return f"a commit has waited for {seconds:.0f} seconds"
    try:
        connection.mark()
    except OperationalError as error:
        if not isinstance(error.__cause__, (TookTooLong, NotReplicated)):
            raise
        return "a commit waits"
    return None


def _minute(at):
    return f"{at.astimezone(dt.UTC):%Y-%m-%d %H:%M} UTC" if at else "the installation"


CHECKS = {
    "clock off": clock_off,
    "no rights": no_rights,
    "migration pending": migration_pending,
    "cache table missing": cache_table_missing,
    "disk full": disk_full,
    "loop dead": loop_dead,
    "mail down": mail_down,
    "standby lost": standby_lost,
}
