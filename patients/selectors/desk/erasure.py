"""Whose retention term is over, for the clinic's administrator: a list, and nothing more."""

import datetime as dt

from patients.models.whole_record import DAYS_A_YEAR, last_entry


def past_the_term(clinic, now):
    """(patient, last entry), those who were added first before the others."""
    term = dt.timedelta(days=clinic.retention_years * DAYS_A_YEAR)
    ended = clinic.patients.without_programme().filter(erased_at=None, created_at__lte=now - term)
    found = [(patient, last_entry(patient)) for patient in ended.order_by("created_at")]
    return [(patient, last) for patient, last in found if last + term <= now]
