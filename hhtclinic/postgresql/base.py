"""Django's backend for PostgreSQL, with connections that do not wait for ever and that take for stored only what is.

No time-out of the server ends a commit that waits for a lost standby, nor anything on a server that is stopped and
whose machine still answers. So whoever serves people says `at_most` how long one answer of the database may take.
What takes longer is cut off and never cancelled: a commit that is cancelled while it waits is acknowledged, and would
be lost with its machine. One that is cut off goes on waiting over there, holds its rows, and says to whoever sends
the same again that it is stored only once it is.

After such a cut writes are refused here, in no time, until no commit of ours waits any more: else each would hold a
worker and leave a connection of the server behind, until reads had neither.
"""

import contextlib
import datetime as dt
import time
from contextvars import ContextVar
from types import SimpleNamespace

import psycopg
from django.db import OperationalError, connection
from django.db.backends.postgresql import base
from django.db.backends.postgresql.psycopg_any import BaseTzLoader

# As Django begins and ends what it sends. Whoever locks rows would wait for the commit that waits.
WRITES, LOCKS = ("INSERT", "UPDATE", "DELETE"), (" FOR UPDATE", " FOR NO KEY UPDATE")
# psycopg takes apart anew what is longer than it keeps, each time: so are the queries that a page asks most.
psycopg._queries.MAX_CACHED_STATEMENT_LENGTH = 16_384
PAUSE = 3  # seconds between two tries to reach a server that did not answer: each try holds a worker
# A role sees the waits of its own connections, whatever else it may not see.
COMMITS_WAIT = (
    "SELECT extract(epoch FROM clock_timestamp() - min(query_start))::float FROM pg_stat_activity WHERE"
    " wait_event = 'SyncRep' AND usename = current_user AND query_start < clock_timestamp() - interval '2 seconds'"
)
# Written to the log of the database, and to no table: it is committed as an entry is, after all that was before it.
MARK = "SELECT pg_logical_emit_message(true, 'hhtclinic', '')"
PREPARED = "prepared"  # stands where a cursor of the server has its name
_longest_wait: ContextVar[float | None] = ContextVar("longest wait", default=None)


class TookTooLong(psycopg.OperationalError):
    """It is not known whether what was asked is done."""


class NotReplicated(psycopg.OperationalError):
    """Committed on one machine, and somebody ended its wait for the other: not to be called stored."""


class WritesWait(OperationalError):
    """Nothing was sent: a commit before it still waits for the standby."""


@contextlib.contextmanager
def at_most(seconds):
    """Inside, no answer of the database is waited for longer: then `TookTooLong`, and the connection is closed."""
    token = _longest_wait.set(seconds)
    try:
        yield
    finally:
        _longest_wait.reset(token)


class Server:
    """What this process knows of the server."""

    silent_until = 0.0
    commits_may_wait = False


class Connection(psycopg.Connection):
    def __init__(self, *words, **more):
        super().__init__(*words, **more)
        self.is_unreplicated = False
        self.add_notice_handler(self._hears)

    def _hears(self, notice):
        """The words of a notice are translated, the place it comes from is not."""
        self.is_unreplicated |= notice.source_function == "SyncRepWaitForLSN"

    def wait(self, gen, *words, timeout=None, **more):
        longest = _longest_wait.get() if timeout is None else timeout
        try:
            answer = super().wait(gen, *words, timeout=longest, **more)
        except psycopg.errors._WaitTimeout:
            if timeout is not None:
                raise
            Server.commits_may_wait = True
            self.close()
            raise TookTooLong(f"no answer for {longest:g} s") from None
        if self.is_unreplicated:
            self.close()
            raise NotReplicated("its wait for the standby was ended")
        return answer


class InstantLoader(BaseTzLoader):
    """An instant as the server writes it, in UTC as it is told to. Django's own takes it apart by a regular expression,
    eight times as long, and a page reads some hundred of them. What is no year of ours is left to that one."""

    timezone = dt.UTC

    def load(self, data):
        try:
            return dt.datetime.fromisoformat(str(data, "ascii"))
        except ValueError:
            return super().load(data)


class PreparedCursor(base.ServerBindingCursor):
    """Sends a statement and its values apart: the server keeps the plan, where the connection is always the same."""

    def execute(self, query, params=None, **how):
        try:
            return super().execute(query, params, **how)
        except psycopg.errors.FeatureNotSupported:  # a column has another type since it was planned
            if not self.connection.autocommit or self.connection.info.transaction_status.name != "IDLE":
                raise  # the rollback forgets all plans
            self.connection.execute("DEALLOCATE ALL")
            return super().execute(query, params, **how)


class DatabaseOperations(base.DatabaseOperations):
    def last_executed_query(self, cursor, sql, params):
        """What tests and debugging read. A cursor knows no more than the name of what is prepared."""
        if isinstance(cursor, PreparedCursor):
            return self.compose_sql(sql, params)
        return super().last_executed_query(cursor, sql, params)


def takes_writes():
    """Whether what may as well be written later had better be."""
    return not (Server.commits_may_wait and connection.commits_wait())


def _is_write(sql):
    return sql.startswith(WRITES) or any(lock in sql for lock in LOCKS)


class DatabaseWrapper(base.DatabaseWrapper):
    Database = SimpleNamespace(**vars(psycopg) | {"connect": Connection.connect})
    ops_class = DatabaseOperations

    def __init__(self, *words, **more):
        super().__init__(*words, **more)
        self.execute_wrappers.append(self._refusing_writes)
        self.has_written = False

    def get_new_connection(self, conn_params):
        if time.monotonic() < Server.silent_until:
            raise psycopg.errors.ConnectionTimeout("it did not answer a moment ago")
        try:
            made = super().get_new_connection(conn_params)
        except psycopg.errors.ConnectionTimeout:
            Server.silent_until = time.monotonic() + PAUSE
            raise
        if self.timezone == InstantLoader.timezone:
            made.adapters.register_loader("timestamptz", InstantLoader)
        return made

    def create_cursor(self, name=None):
        return PreparedCursor(self.connection) if name is PREPARED else super().create_cursor(name)

    def rows_of_prepared(self, statement, values):
        """Of what is asked at every turn with other values (`programs/prepared.py`)."""
        with self._cursor(PREPARED) as cursor:
            return cursor.execute(statement, values).fetchall()

    def _refusing_writes(self, execute, sql, params, many, context):
        if not _is_write(str(sql)):
            return execute(sql, params, many, context)
        self._ask_whether_commits_wait()
        done = execute(sql, params, many, context)
        self.has_written |= context["cursor"].rowcount != 0  # else the commit after it has nothing to wait for
        return done

    def _ask_whether_commits_wait(self):
        if Server.commits_may_wait:
            if self.commits_wait():
                raise WritesWait("a commit waits for the standby")
            Server.commits_may_wait = False

    def _rollback(self):
        self.has_written = False
        return super()._rollback()

    def mark(self):
        """Returns once all that is committed on this machine is where a commit has to be."""
        self._ask_whether_commits_wait()
        self.ensure_connection()
        with self.wrap_database_errors:
            self.connection.execute(MARK)

    def commits_wait(self):
        """For how many seconds a commit of this role has waited for a standby; None where none waits."""
        self.ensure_connection()
        with self.wrap_database_errors:
            return self.connection.execute(COMMITS_WAIT).fetchone()[0]
