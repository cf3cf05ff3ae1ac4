"""When the database is away, or takes nothing now: 503 and when to come again, where 500 would say that we are broken.

A phone keeps its entry on both; a proxy may ask the next machine on 503 alone, and whoever is woken knows which it was.
"""

import sys

from django.db import InterfaceError, InternalError, OperationalError
from django.http import HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.views.decorators.csrf import requires_csrf_token
from django.views.defaults import server_error as broken

AGAIN = 10  # seconds
READ_ONLY = "25006"  # a standby that is not yet the primary
OF_SQLITE = ("BUSY", "LOCKED", "FULL", "IOERR", "CANTOPEN", "READONLY")  # it calls a missing table operational too


def outage_of(error):
    """The kind of the outage that led to `error`, "AdminShutdown 57P01"; None where it is a fault of ours."""
    seen = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        if isinstance(error, (OperationalError, InterfaceError, InternalError)):
            return _kind(error, error.__cause__ or error)
        error = error.__cause__ or error.__context__
    return None


def _kind(error, cause):
    if name := getattr(cause, "sqlite_errorname", ""):
        return name if name.startswith(tuple(f"SQLITE_{one}" for one in OF_SQLITE)) else None
    state = getattr(cause, "sqlstate", None) or ""
    if isinstance(error, InternalError) and state != READ_ONLY:
        return None
    return f"{type(cause).__name__} {state}".rstrip()


@requires_csrf_token
def server_error(request):
    """Whatever raised: a view, or what stands before it and loads the session."""
    kind = outage_of(sys.exc_info()[1])
    if not kind:
        return broken(request)
    how = {"status": 503, "headers": {"Retry-After": str(AGAIN), "Cache-Control": "no-store"}}
    if request.get_preferred_type(["text/html", "application/json"]) == "application/json":
        response = JsonResponse({"status": "away", "errors": {}}, **how)
    else:
        response = HttpResponse(render_to_string("503.html"), **how)
    response.outage = kind
    response._has_been_logged = True  # by `front`, in one line: a traceback of each request would bury the reason
    return response
