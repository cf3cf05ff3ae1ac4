"""Exercise days as a calendar that a phone subscribes to (iCalendar, RFC 5545). Titles are neutral."""

import datetime as dt

from django.utils.translation import gettext as _
from icalendar import Calendar, Event, Timezone, vDuration, vText

from patients.notices.times import instant

LASTS = dt.timedelta(minutes=30)
ASKED_AGAIN = dt.timedelta(hours=12)


def calendar_of(days, mark, now, at=None, zone=dt.UTC, link=""):
    """A calendar, as bytes, with one entry for each of `days`: at the time `at` in `zone`, else of the whole day, with
    the `link` to the app. `mark` tells this calendar from others, so that an entry keeps its identity from one fetch to
    the next."""
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//Days//EN")
    calendar.add("calscale", "GREGORIAN")
    # For the two that no standard knows, the library leaves the value as it is unless told what it is.
    calendar.add("x-wr-calname", vText(_title()))
    calendar.add("x-published-ttl", vDuration(ASKED_AGAIN))
    calendar.add("refresh-interval", vDuration(ASKED_AGAIN), parameters={"VALUE": "DURATION"})
    # No entry needs a zone, but a calendar without days needs a component; this one tells nothing of anybody.
    calendar.add_component(Timezone.from_tzid("UTC"))
    for day in days:
        calendar.add_component(_entry(day, mark, now, at, zone, link))
    return calendar.to_ical()


def _title():
    return _("Exercises")


def _entry(day, mark, now, at, zone, link):
    start = instant(day, at, zone) if at else day
    return Event.new(
        uid=f"{day:%Y%m%d}-{mark}@days",
        stamp=now,
        start=start,
        end=start + LASTS if at else None,
        summary=_title(),
        url=link or None,
        transparency="TRANSPARENT",
    )
