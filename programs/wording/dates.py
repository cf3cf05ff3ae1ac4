"""Days in words: weekdays inside the last 7 days, dates before, the year where it is not this one."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import groupby

from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

DAY = timedelta(days=1)
WEEK = 7


def day_words(day: date, today: date) -> str:
    """ "today", "yesterday", "Tuesday", "11 June", "11 June 2025"; "tomorrow" is the only coming day with a word."""
    near = {0: _("today"), 1: _("yesterday"), -1: _("tomorrow")}
    if (ago := (today - day).days) in near:
        return near[ago]
    return weekday(day) if 0 < ago < WEEK else date_words(day, today)


def on_day(day: date, today: date) -> str:
    """The same where a sentence says when: "yesterday", "on Tuesday", "on 11 June"."""
    words = day_words(day, today)
    return words if abs((today - day).days) <= 1 else _("on %(day)s") % {"day": words}


def morning_after(day: date, today: date) -> str:
    """The morning that belongs to a day's session: "this morning", "on Wednesday morning"."""
    return on_morning(day + DAY, today)


def on_morning(day: date, today: date) -> str:
    ago = (today - day).days
    if ago in (0, 1):
        return _("this morning") if ago == 0 else _("yesterday morning")
    if 0 < ago < WEEK:
        return _("on %(weekday)s morning") % {"weekday": weekday(day)}
    return _("on the morning of %(day)s") % {"day": date_words(day, today)}


def weekday(day: date) -> str:
    return _formatted(day, "l", get_language())


def date_words(day: date, today: date) -> str:
    """ "11 June", with the year where it is not this one."""
    words = _formatted(day, "MONTH_DAY_FORMAT", get_language())
    return words if day.year == today.year else _("%(day)s %(year)s") % {"day": words, "year": day.year}


@lru_cache(maxsize=2_000)
def _formatted(day: date, shape: str, _language: str | None) -> str:
    """A page names the same days again and again, and Django takes the format apart each time."""
    return date_format(day, shape)


def record_day(day: date, today: date) -> str:
    """For clinicians, whose sentences are copied into records: "Tuesday 9 June", "2 June"."""
    words = date_words(day, today)
    if 0 <= (today - day).days < WEEK:
        return _("%(weekday)s %(day)s") % {"weekday": weekday(day), "day": words}
    return words


def record_instant(instant: str, today: date) -> str:
    """An ISO instant as day and time in the zone that is active: "Tuesday 9 June, 21:10"."""
    local = timezone.localtime(datetime.fromisoformat(instant))
    day = record_day(local.date(), today)
    return _("%(day)s, %(time)s") % {"day": day, "time": time_format(local.time(), "H:i")}


def date_list(days: Iterable[date], today: date) -> str:
    """ "30, 31 May, 4, 6 June": the month once."""
    months = groupby(days, key=lambda day: (day.year, day.month))
    return ", ".join(_of_one_month([*group], today) for _month, group in months)


def day_list(days: Iterable[date], today: date) -> str:
    """For patients: "4, 6 June, Tuesday, yesterday"."""
    days = tuple(days)
    dated = [day for day in days if (today - day).days >= WEEK]
    named = [day_words(day, today) for day in days if (today - day).days < WEEK]
    return ", ".join([date_list(dated, today), *named] if dated else named)


def _of_one_month(days: list[date], today: date) -> str:
    *before, last = days
    return ", ".join([*(str(day.day) for day in before), date_words(last, today)])
