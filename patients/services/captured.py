"""What a phone said of when and where it was, as the columns of an entry, and the days that it may be of."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from patients.domain.phone_clock import Capture
from patients.models import Assignment
from patients.services.errors import Refused
from patients.wording import ended_words


def columns_of(capture: Capture) -> dict[str, Any]:
    return {
        "captured_at": capture.at,
        "captured_on": capture.on,
        "utc_offset": capture.offset,
        "phone_zone": capture.zone,
    }


def zone_of(assignment: Assignment, capture: Capture) -> str:
    """The time zone that the times of an entry are read in: the phone's, or the patient's where nobody said."""
    return capture.read_in or assignment.patient.time_zone


def day_of(assignment: Assignment, capture: Capture, now: dt.datetime) -> dt.date:
    """The date at `now` where the entry was made."""
    return now.astimezone(ZoneInfo(zone_of(assignment, capture))).date()


def refuse_out_of_care(assignment: Assignment, day: dt.date) -> None:
    """Refused: what is of a day before the programme, or after the one on which the patient was discharged. What a
    phone sends late of the days between is taken."""
    if day < assignment.started_on:
        raise Refused(_("Your programme began on %(day)s. Please choose a later day.") % {"day": assignment.started_on})
    refuse_after_discharge(assignment, day)


def refuse_after_discharge(assignment: Assignment, day: dt.date) -> None:
    patient = assignment.patient
    ended = patient.discharges.in_force().first() if assignment.ended_at else None
    if ended and day > patient.today(ended.at):
        raise Refused(ended_words(patient.clinic))
