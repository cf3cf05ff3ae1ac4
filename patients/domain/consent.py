"""A patient's yes, as a clinician heard it."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True)
class Consent:
    """Who agreed, on which local date, and how: a value of `ConsentHow`."""

    by: str
    on: dt.date
    how: str
