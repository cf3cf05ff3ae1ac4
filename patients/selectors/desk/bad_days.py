"""What stood round the bad days: other activities of the day and the day before, and what the patient thinks it was."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from django.utils.translation import gettext as _

from patients.wording import activity_words
from programs import wording
from programs.progression.zones import Zone

DAYS, MOST = 42, 6
DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class BadDay:
    """An amber or red day: its numbers, what else was done on it and on the day before, the reasons that were given."""

    on: dt.date
    when: str
    zone: str
    zone_word: str
    numbers: str
    activities: list
    reasons: list


def first_looked_at(reading):
    """From here on activities and reasons are asked for: the day before the first bad day that may stand."""
    return reading.today - dt.timedelta(days=DAYS) - DAY


def bad_days(reading, around):
    """The latest six of the last six weeks, the latest first, with what was said `Around` them."""
    since = first_looked_at(reading) + DAY
    zones = {day.on: reading.zones[day.on] for day in reading.days}
    bad = {
        day.on: (zones[day.on], day.pain, day.morning)
        for day in reading.days
        if zones[day.on] in (Zone.AMBER, Zone.RED)
    }
    bad |= {on: (Zone.RED, None, pain) for on, pain in reading.rest_reds.items() if on not in bad}
    latest = sorted((on for on in bad if on >= since), reverse=True)[:MOST]
    activities, reasons = _activities(around), _reasons(around)
    return [
        BadDay(
            on=on,
            when=wording.record_day(on, reading.today),
            zone=bad[on][0].value,
            zone_word=wording.zone_word(bad[on][0].value, "clinician"),
            numbers=_numbers(*bad[on][1:]),
            activities=activities[on] + [_("day before: %(what)s") % {"what": one} for one in activities[on - DAY]],
            reasons=reasons[on],
        )
        for on in latest
    ]


def _numbers(during, morning):
    parts = [_("during %(n)s") % {"n": during}] if during is not None else []
    parts += [_("next morning %(n)s") % {"n": morning}] if morning is not None else []
    return ", ".join(parts)


def _activities(around):
    by_day = defaultdict(list)
    for row in around.activities:
        by_day[row.on].append(activity_words(row.get_kind_display(), row.minutes, row.pain))
    return by_day


def _reasons(around):
    by_day = defaultdict(list)
    for row in around.reasons:
        by_day[row.on].append(row.get_kind_display())
    return by_day
