"""Exercise days as a calendar that a phone subscribes to (iCalendar, RFC 5545). Titles are neutral."""

import datetime as dt

from django.utils.translation import gettext as _

LONGEST_LINE = 75  # bytes, says RFC 5545; the rest goes on the next line after a space


def calendar_of(days, mark, now):
    """The text of a calendar with one whole-day entry for each of `days`. `mark` tells this calendar from others, so
    that an entry keeps its identity from one fetch to the next."""
    entries = [line for day in days for line in _entry(day, mark, now)]
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Days//EN", "CALSCALE:GREGORIAN"]
    lines += [f"X-WR-CALNAME:{_title()}", "REFRESH-INTERVAL;VALUE=DURATION:PT12H", "X-PUBLISHED-TTL:PT12H", *entries]
    return "".join(f"{part}\r\n" for line in [*lines, "END:VCALENDAR"] for part in _folded(line))


def _title():
    return _("Exercises")


def _entry(day, mark, now):
    return [
        "BEGIN:VEVENT",
        f"UID:{day:%Y%m%d}-{mark}@days",
        f"DTSTAMP:{now.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
        f"SUMMARY:{_title()}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def _folded(line):
    parts, rest = [], line.encode()
    while len(rest) > LONGEST_LINE:
        cut = LONGEST_LINE
        while rest[cut] & 0xC0 == 0x80:  # never inside a character
            cut -= 1
        parts, rest = [*parts, rest[:cut].decode()], b" " + rest[cut:]
    return [*parts, rest.decode()]
