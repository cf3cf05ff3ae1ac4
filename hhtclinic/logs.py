"""What no log may hold: the secrets that stand in an address, for the address is the key, and what somebody typed."""

import contextlib
import json
import logging
import re
import time
import traceback
from contextvars import ContextVar

SECRET = re.compile(
    r"((?:/|%2F)(?:join|welcome|start-clinic|start/mail|calendar|letters/stop|reset/key|confirm-email)(?:/|%2F))[^\s/?#\"'%]+",
    re.IGNORECASE,
)
NAMED = re.compile(r"(?:UNIQUE|CHECK|NOT NULL|FOREIGN KEY) constraint failed(?:: [\w., ']+)?")  # SQLite names no value
REFUSALS = (401, 403, 404)
OF_POSTGRESQL = ("sqlstate", "table_name", "column_name", "constraint_name")
MOST = 4000  # characters of a traceback: its end, where the error is
# Of what whoever logs has put beside its words; whatever else is there is no line's business.
FIELDS = {name: name for name in ("route", "method", "status", "ms", "outage")} | {"status_code": "status"}
_request: ContextVar[str] = ContextVar("request", default="")


@contextlib.contextmanager
def of_request(name):
    """All lines inside bear the name of the request."""
    token = _request.set(name)
    try:
        yield
    finally:
        _request.reset(token)


class Masking(logging.Formatter):
    """The whole line, with its traceback, whoever wrote it: what follows such a path is three dots. Of an error there
    is the kind and where it was, never its message: databases and converters put values in there, a whole row of a
    patient included. It costs the words of an error that holds none. Times are UTC."""

    converter = time.gmtime

    def format(self, record):
        return SECRET.sub(r"\1...", super().format(record) + _refused_to(record))

    def formatException(self, ei):  # the name is the library's
        told = traceback.TracebackException(*ei)
        _without_messages(told, ei[1])
        return "".join(told.format()).rstrip("\n")


class Json(Masking):
    """The same as one JSON object a line, for machines that gather lines: of the facts beside it those in `FIELDS`."""

    def format(self, record):
        said = {
            "time": f"{self.formatTime(record, '%Y-%m-%dT%H:%M:%S')}.{record.msecs:03.0f}Z",
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage() + _refused_to(record),
            "request": _request.get(),
            "pid": record.process,
        }
        said |= {name: getattr(record, fact) for fact, name in FIELDS.items() if hasattr(record, fact)}
        if record.exc_info:
            said["error"] = self.formatException(record.exc_info)[-MOST:]
        text = json.dumps({name: value for name, value in said.items() if value not in ("", None)})
        return SECRET.sub(r"\1...", text)


def _refused_to(record):
    """Whose request it was that got a refusal: the number of the account, where the request asked for it already."""
    user = getattr(getattr(record, "request", None), "_cached_user", None)
    is_refusal = getattr(record, "status_code", 0) in REFUSALS
    return f" (account {user.pk})" if is_refusal and user is not None and user.pk else ""


def _without_messages(told, error):
    """The same for what led to it, and for each of a group."""
    told._str = _constraint_of(error)
    told.__notes__ = None
    for led, cause in ((told.__cause__, error.__cause__), (told.__context__, error.__context__)):
        if led is not None and cause is not None:
            _without_messages(led, cause)
    for one, member in zip(told.exceptions or (), getattr(error, "exceptions", ()), strict=False):
        _without_messages(one, member)


def _constraint_of(error):
    """Which rule of the database was broken, as far as it says so without a value; "" for any other error."""
    if diagnosis := getattr(error, "diag", None):
        return ", ".join(filter(None, (getattr(diagnosis, name, None) for name in OF_POSTGRESQL)))
    return str(error) if NAMED.fullmatch(str(error)) else ""
