"""The clock of the product, stopped: at noon of a Wednesday, or where `CLOCK=2026-06-01T23:20Z pytest` says."""

import datetime as dt
import os
import time

from programs import clock

REAL = clock.now
AT = dt.datetime.fromisoformat(os.environ.get("CLOCK", "2026-06-03T12:00Z"))


def stop(at=AT):
    """From here on it is `at`."""
    clock.now = lambda: at


def go_on(at=AT):
    """It is `at` now, and time passes."""
    began = time.monotonic()
    clock.now = lambda: at + dt.timedelta(seconds=time.monotonic() - began)


def never():
    """It is what it is."""
    clock.now = REAL
