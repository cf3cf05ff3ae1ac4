"""When a clinic is open, in words: "Monday to Friday 8:00 to 18:00", "open until 18:00"."""

import datetime as dt
from itertools import groupby
from zoneinfo import ZoneInfo

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from patients.domain.opening_hours import END_OF_DAY, OpeningHours, Span, closes_at, next_opening
from programs.wording.dates import date_words, weekday

ALL_DAY = (Span(0, END_OF_DAY),)
WEEK = dt.timedelta(days=7)
DAY = dt.timedelta(days=1)


def hours_words(hours: OpeningHours) -> str:
    """The week with equal days together, "" for a clinic that named no hours."""
    runs = [(spans, [day for day, _spans in run]) for spans, run in groupby(enumerate(hours.week), lambda day: day[1])]
    return "; ".join(
        _("%(days)s %(times)s") % {"days": _days(days[0], days[-1]), "times": _times(spans)}
        for spans, days in runs
        if spans
    )


def _days(first: int, last: int) -> str:
    if first == last:
        return str(WEEKDAYS[first])
    if last - first == 1:
        return _("%(one)s and %(other)s") % {"one": WEEKDAYS[first], "other": WEEKDAYS[last]}
    return _("%(first)s to %(last)s") % {"first": WEEKDAYS[first], "last": WEEKDAYS[last]}


def _times(spans: tuple[Span, ...]) -> str:
    if spans == ALL_DAY:
        return _("day and night")
    words = [_("%(begins)s to %(until)s") % {"begins": _time(one), "until": _time(other)} for one, other in spans]
    return _(" and ").join(words)


def _time(minutes: int) -> str:
    return f"{minutes // 60}:{minutes % 60:02}"


def open_words(hours: OpeningHours, now: dt.datetime, zone: ZoneInfo) -> str:
    """ "open until 18:00", or when it opens next; "" for a clinic that named no hours."""
    if not hours:
        return ""
    until = closes_at(hours, now, zone)
    if until:
        return _open_words(until.astimezone(zone), now.astimezone(zone))
    opens = next_opening(hours, now, zone)
    if opens is None:
        return _("closed now")
    return _("closed now, opens %(when)s") % {"when": _when(opens.astimezone(zone), now.astimezone(zone))}


def _open_words(until: dt.datetime, now: dt.datetime) -> str:
    if until - now > WEEK:
        return _("open day and night")
    time = _time(until.hour * 60 + until.minute)
    midnight = until.date() - now.date() == DAY and not until.hour + until.minute
    if midnight:
        return _("open until midnight")
    if until.date() == now.date():
        return _("open until %(time)s") % {"time": time}
    return _("open until %(day)s %(time)s") % {"day": weekday(until), "time": time}


def _when(opens: dt.datetime, now: dt.datetime) -> str:
    time = _time(opens.hour * 60 + opens.minute)
    days = (opens.date() - now.date()).days
    day = {0: _("today"), 1: _("tomorrow")}.get(days, weekday(opens))
    if days >= WEEK.days:
        dated = {"weekday": weekday(opens), "date": date_words(opens.date(), now.date())}
        day = _("%(weekday)s %(date)s,") % dated
    return _("%(day)s %(time)s") % {"day": day, "time": time}
