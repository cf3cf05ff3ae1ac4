"""The clock of the product, stopped: at noon of a Wednesday, or where `CLOCK=2026-06-01T23:20Z pytest` says."""

import datetime as dt
import os
import time
from zoneinfo import ZoneInfo

from programs import clock

REAL = clock.now
AT = dt.datetime.fromisoformat(os.environ.get("CLOCK", "2026-06-03T12:00Z"))
LONDON = ZoneInfo("Europe/London")
IS_NIGHT = AT.astimezone(LONDON).hour < 4
BY_DAY = AT + dt.timedelta(hours=12 if IS_NIGHT else 0)
HOURS = (AT + dt.timedelta(hours=n) for n in range(4 * 24))
OPEN = next(at for at in HOURS if at.astimezone(LONDON).weekday() < 5 and 9 <= at.astimezone(LONDON).hour < 17)


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
