"""Counts for Prometheus, of requests and of what waits: routes and kinds, nobody's name and nobody's number.

Workers count together in the folder that `deploy/gunicorn.py` names. Whoever asks shows `METRICS_TOKEN`.
"""

import datetime as dt
import os

from django.conf import settings
from django.db import Error
from django.http import HttpResponse
from django.utils.crypto import constant_time_compare
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest, values
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector

from hhtclinic import health
from hhtclinic.postgresql.base import at_most
from patients import selectors

IS_SHARED = values.ValueClass is not values.MutexValue
if IS_SHARED:
    values.ValueClass = values.MultiProcessValue(lambda: os.environ.get("METRICS_SLOT", "first"))
SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
OWN = CollectorRegistry()
REQUESTS = Counter("hhtclinic_requests", "Requests answered", ["route", "method", "status"], registry=OWN)
TOOK = Histogram("hhtclinic_request_seconds", "Time to the answer", ["route"], buckets=SECONDS, registry=OWN)
OUTAGES = Counter("hhtclinic_outages", "Requests that met no database", ["kind"], registry=OWN)
NEVER = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def count(route, method, status, seconds, outage):
    """Without a route no method is told: anybody may invent one, and each would be kept for ever."""
    if settings.METRICS_TOKEN:
        REQUESTS.labels(route, method if route else "", status).inc()
        TOOK.labels(route).observe(seconds)
        if outage:
            OUTAGES.labels(outage).inc()


def metrics(request):
    if not settings.METRICS_TOKEN:
        return HttpResponse(status=404)
    if not constant_time_compare(request.headers.get("Authorization", ""), f"Bearer {settings.METRICS_TOKEN}"):
        return HttpResponse(status=401, headers={"WWW-Authenticate": "Bearer"})
    registry = CollectorRegistry()
    registry.register(MultiProcessCollector(registry) if IS_SHARED else OWN)
    registry.register(Waiting())
    with at_most(health.LONGEST_WAIT):
        text = generate_latest(registry)
    return HttpResponse(text, content_type=CONTENT_TYPE_LATEST, headers={"Cache-Control": "no-store"})


class Waiting:
    """What the database knows, asked when it is asked for; without a database it is left out."""

    def collect(self):
        try:
            facts = list(self._facts())
        except Error:
            facts = []
        yield GaugeMetricFamily("hhtclinic_database_up", "Whether the database answers", value=bool(facts))
        for name, words, value in facts:
            yield GaugeMetricFamily(f"hhtclinic_{name}", words, value=value)

    def describe(self):
        return []

    def _facts(self):
        now, number, oldest, beat = health.database_time(), *selectors.waiting_post(), selectors.last_beat()
        yield "letters_waiting", "Letters neither sent nor given up", number
        yield "letters_oldest_seconds", "Since when the oldest of them is due", _age(now, oldest or now)
        yield "loop_beat_age_seconds", "Since a loop last did its round", _age(now, beat or NEVER)


def _age(now, at):
    return max(0.0, (now - at).total_seconds())
