"""What stands before everything else, sessions and the check of the host among it: the questions of whoever runs the
site, a name for each request, how long it may wait for the database, and its line in the log."""

import logging
import re
import secrets
import time

from django.conf import settings
from django.db import connection
from django.http import HttpResponseNotAllowed

from hhtclinic import health, logs, metrics
from hhtclinic.postgresql.base import at_most

ASKED = {"/livez": health.livez, "/readyz": health.readyz, "/metrics": metrics.metrics}
GIVEN = re.compile(r"[\w.-]{8,64}", re.ASCII)  # what a proxy calls a request, and nothing that could forge a line
log = logging.getLogger("hhtclinic.requests")


class ProbesMiddleware:
    """Answers at any host, for a balancer asks by address, and without TLS."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        probe = ASKED.get(request.path_info)
        if probe is None:
            return self.get_response(request)
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        return probe(request)


class RequestMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        began, given = time.perf_counter(), request.headers.get("X-Request-ID", "")
        name = given if GIVEN.fullmatch(given) else secrets.token_hex(8)
        with logs.of_request(name), at_most(settings.LONGEST_WAIT):
            response = self.get_response(request)
            if not request.path_info.startswith(settings.STATIC_URL):
                _say(request, response, time.perf_counter() - began)
        response["X-Request-ID"] = name
        return response


class DurableMiddleware:
    """Whoever sends an entry again is told that it was stored before, and nothing is written for it: what it was found
    in may lie on one machine alone, where a commit's wait for the other was ended by a restart or by hand. So an answer
    to a post that wrote nothing waits too."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        connection.has_written = False
        response = self.get_response(request)
        is_taken = request.method == "POST" and response.status_code < 400
        if is_taken and connection.vendor == "postgresql" and not connection.has_written:
            connection.mark()
        return response


def _say(request, response, seconds):
    """A route and no path: a path may be a key. Of an outage the kind, for nobody else tells it."""
    match, outage = request.resolver_match, getattr(response, "outage", None)
    metrics.count(match.view_name if match else "", request.method, response.status_code, seconds, outage)
    facts = {
        "route": match.view_name if match else "",
        "method": request.method,
        "status": response.status_code,
        "ms": round(seconds * 1000),
        "outage": outage,
    }
    words = "%(method)s %(route)s %(status)s in %(ms)s ms" + (": %(outage)s" if outage else "")
    log.log(logging.ERROR if outage else logging.INFO, words, facts, extra=facts)
