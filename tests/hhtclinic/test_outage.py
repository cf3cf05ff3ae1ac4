"""Without a database people read that the site is away, and what they sent is not called lost or saved."""

import io
import logging
from types import SimpleNamespace

import psycopg
import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.db import (
    DatabaseError,
    IntegrityError,
    InterfaceError,
    InternalError,
    OperationalError,
    ProgrammingError,
    connections,
)
from django.db.transaction import TransactionManagementError
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from hhtclinic.front import DurableMiddleware
from hhtclinic.middleware import USED
from hhtclinic.outage import outage_of
from hhtclinic.postgresql import base
from tests import make


def caused(error, cause):
    error.__cause__ = cause
    return error


def of_sqlite(name):
    cause = Exception()
    cause.sqlite_errorname = name
    return caused(OperationalError(), cause)


@pytest.mark.once
@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (caused(OperationalError(), psycopg.errors.AdminShutdown()), "AdminShutdown 57P01"),
        (caused(OperationalError(), psycopg.errors.QueryCanceled()), "QueryCanceled 57014"),
        (caused(OperationalError(), psycopg.errors.LockNotAvailable()), "LockNotAvailable 55P03"),
        (caused(OperationalError(), psycopg.errors.DiskFull()), "DiskFull 53100"),
        (caused(OperationalError(), psycopg.errors.TooManyConnections()), "TooManyConnections 53300"),
        (caused(OperationalError(), base.TookTooLong()), "TookTooLong"),
        (caused(InternalError(), psycopg.errors.ReadOnlySqlTransaction()), "ReadOnlySqlTransaction 25006"),
        (caused(TransactionManagementError(), OperationalError()), "OperationalError"),
        (InterfaceError("connection already closed"), "InterfaceError"),
        (of_sqlite("SQLITE_BUSY"), "SQLITE_BUSY"),
        (of_sqlite("SQLITE_ERROR"), None),  # a table that is missing
        (caused(InternalError(), psycopg.errors.InFailedSqlTransaction()), None),
        *((kind(), None) for kind in (IntegrityError, ProgrammingError, DatabaseError, ValueError)),
        (None, None),
    ],
    ids=repr,
)
def test_is_an_outage_or_a_fault_of_ours(error, kind):
    assert outage_of(error) == kind


@pytest.fixture
def gone(monkeypatch):
    """Every session is asked of a database that is gone; how often."""
    asked = []

    def load(_store):
        asked.append(1)
        raise OperationalError("connection to server failed: secret")

    monkeypatch.setattr(SessionStore, "load", load)
    return asked


@pytest.fixture
def client():
    client = Client(raise_request_exception=False)
    client.cookies["sessionid"] = "a" * 32
    return client


@pytest.fixture
def log(monkeypatch):
    written, handler = io.StringIO(), logging.getLogger().handlers[0]
    monkeypatch.setattr(handler, "stream", written, raising=False)
    return written


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["today", "log-session", "caseload", "admin:index"])
def test_says_when_to_come_again_and_whom_to_call(client, gone, page):
    for answer in (client.get(reverse(page)), client.post(reverse(page))):
        assert (answer.status_code, answer["Retry-After"], answer["Cache-Control"]) == (503, "10", "no-store")
        assert "in an emergency, call your local emergency number" in answer.content.decode()
        assert "secret" not in answer.content.decode()


@pytest.mark.django_db
def test_tells_a_script_so(client, gone):
    answer = client.post(reverse("log-session"), headers={"Accept": "application/json"})
    assert (answer.status_code, answer.json()) == (503, {"status": "away", "errors": {}})


@pytest.mark.django_db
def test_asks_the_lost_database_once_a_request(client, gone):
    client.get(reverse("today"))
    assert len(gone) == 1


@pytest.mark.django_db
def test_is_500_where_it_is_a_fault_of_ours(client, monkeypatch):
    def fails(_store):
        raise ProgrammingError

    monkeypatch.setattr(SessionStore, "load", fails)
    answer = client.get(reverse("today"))
    assert answer.status_code == 500 and "Retry-After" not in answer


@pytest.mark.django_db
def test_is_one_line_in_the_log(client, gone, caplog):
    client.get(reverse("today"))
    [line] = caplog.records
    assert line.name == "hhtclinic.requests" and line.exc_info is None
    assert line.getMessage().startswith("GET today 503 in ") and line.getMessage().endswith(": OperationalError")


# What a connection to PostgreSQL does not wait for -------------------------------------------------------------------


@pytest.fixture
def server(monkeypatch):
    monkeypatch.setattr(base.Server, "commits_may_wait", True)
    monkeypatch.setattr(base.Server, "silent_until", 0.0)
    return base.DatabaseWrapper({"OPTIONS": {}, "TIME_ZONE": None, "NAME": "clinic"})


@pytest.mark.parametrize(
    ("method", "status", "written", "marks"),
    [("POST", 200, 0, 1), ("POST", 302, 0, 1), ("POST", 200, 1, 0), ("POST", 409, 0, 0), ("GET", 200, 0, 0)],
)
def test_answers_a_post_that_wrote_nothing_once_what_it_read_is_kept(monkeypatch, method, status, written, marks):
    marked, known = [], SimpleNamespace(vendor="postgresql", mark=lambda: marked.append(1))
    monkeypatch.setattr("hhtclinic.front.connection", known)

    def view(_request):
        known.has_written = bool(written)
        return HttpResponse(status=status)

    DurableMiddleware(view)(RequestFactory().generic(method, "/log/"))
    assert len(marked) == marks


def test_refuses_writes_while_a_commit_waits_and_reads_on(server, monkeypatch):
    monkeypatch.setattr(server, "commits_wait", lambda: 3.5)
    [wrapper] = server.execute_wrappers
    sent = []
    for write in ('INSERT INTO "a"', 'UPDATE "a"', 'DELETE FROM "a"', 'SELECT 1 FROM "a" FOR NO KEY UPDATE OF "a"'):
        with pytest.raises(OperationalError, match="a commit waits"):
            wrapper(sent.append, write, (), False, {})
    wrapper(lambda *words: sent.append(words), "SELECT 1", (), False, {})
    assert len(sent) == 1 and base.Server.commits_may_wait


def test_writes_again_once_none_waits(server, monkeypatch):
    monkeypatch.setattr(server, "commits_wait", lambda: None)
    [wrapper] = server.execute_wrappers
    assert wrapper(lambda *words: "sent", "UPDATE", (), False, {"cursor": SimpleNamespace(rowcount=1)}) == "sent"
    assert not base.Server.commits_may_wait


@pytest.mark.parametrize(
    ("sql", "rows", "has_written"), [("UPDATE", 0, False), ("UPDATE", 2, True), ("SELECT", 2, False)]
)
def test_has_written_where_a_row_was(server, monkeypatch, sql, rows, has_written):
    """An update that found none, as of what was decided already, is committed without a wait."""
    monkeypatch.setattr(base.Server, "commits_may_wait", False)
    [wrapper] = server.execute_wrappers
    wrapper(lambda *words: None, sql, (), False, {"cursor": SimpleNamespace(rowcount=rows)})
    assert server.has_written == has_written


@pytest.mark.django_db
@pytest.mark.parametrize(("waits", "is_noted"), [(3.5, False), (None, True)])
def test_leaves_for_later_what_may_wait(monkeypatch, waits, is_noted):
    """That somebody was here is written once a day: no page is refused for it."""
    client = Client()
    client.force_login(make.patient().user)
    monkeypatch.setattr(base.Server, "commits_may_wait", True)
    monkeypatch.setattr(connections["default"], "commits_wait", lambda: waits, raising=False)
    assert client.get(reverse("my-account")).status_code == 200
    assert (USED in client.session) == is_noted


def test_does_not_knock_again_at_once_where_nobody_answered(server, monkeypatch):
    knocked = []

    def connect(**_words):
        knocked.append(1)
        raise psycopg.errors.ConnectionTimeout

    monkeypatch.setattr(server, "Database", SimpleNamespace(connect=connect))
    for _time in range(3):
        with pytest.raises(psycopg.errors.ConnectionTimeout):
            server.get_new_connection({})
    assert len(knocked) == 1
