"""By what two people of one name are told apart, and what is wrong with a date of birth."""

import datetime as dt

from django.utils.formats import date_format
from django.utils.translation import gettext as _

EARLIEST = dt.date(1900, 1, 1)
YOUNGEST = 5  # years: a date of this year, or of the last ones, is a slip in the year


def identifiers(born_on: dt.date | None, record_number: str) -> str:
    """ "born 3 May 1971, record no. A-12", "" where neither is noted."""
    born = _("born %(day)s") % {"day": date_format(born_on, "j F Y")} if born_on else ""
    number = _("record no. %(number)s") % {"number": record_number} if record_number else ""
    return ", ".join(filter(None, (born, number)))


def birth_date_fault(born_on: dt.date, today: dt.date) -> str:
    """Why nobody can have been born then, "" where somebody can."""
    if born_on > today:
        return _("This day has not come yet. Please check the date of birth.")
    if born_on < EARLIEST:
        return _("This is before 1900. Please check the date of birth.")
    if born_on > today.replace(year=today.year - YOUNGEST, day=min(today.day, 28)):
        return _("This would be a child of less than %(years)s years. Please check the year.") % {"years": YOUNGEST}
    return ""
