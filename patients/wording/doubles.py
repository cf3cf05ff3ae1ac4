"""What is said of a session that seems to be saved already. Times are the patient's: whoever asks hands them over."""

import datetime as dt

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from programs.wording import weekday


def asked(at: dt.datetime, on: dt.date) -> str:
    """The question about a session of the local date `on`; `at` is the local time of the one that is saved already."""
    if at.date() != on:
        return _("Saved already on %(day)s at %(time)s. Once more?") % {"day": weekday(at), "time": _time(at)}
    return _("Saved already at %(time)s. Once more?") % {"time": _time(at)}


def taken_out(at: dt.datetime) -> str:
    """Why one of the two was taken out."""
    return _("Saved twice: it is the session of %(time)s.") % {"time": _time(at)}


def beside(at: dt.datetime) -> str:
    """In the line of an entry that nobody has answered for."""
    return _("perhaps saved twice (%(time)s), only its pain counts") % {"time": _time(at)}


def pain_alone(at: dt.datetime) -> str:
    """In the line of an entry whose pain was the higher of the two."""
    return _("the same session as at %(time)s, only its pain counts") % {"time": _time(at)}


def _time(at: dt.datetime) -> str:
    return date_format(at, "H:i")
