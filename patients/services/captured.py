"""What a phone said of when and where it was, as the columns of an entry, and the day that it is there."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from patients.domain.phone_clock import Capture
from patients.models import Assignment


def columns_of(capture: Capture) -> dict[str, Any]:
    return {
        "captured_at": capture.at,
        "captured_on": capture.on,
        "utc_offset": capture.offset,
        "phone_zone": capture.zone,
    }


def day_of(assignment: Assignment, capture: Capture, now: dt.datetime) -> dt.date:
    """The date at `now` on the phone that made the entry; the patient's where nobody said."""
    return now.astimezone(ZoneInfo(capture.read_in)).date() if capture.read_in else assignment.patient.today(now)
