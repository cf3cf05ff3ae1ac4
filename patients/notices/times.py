"""Wall-clock times in a person's own zone, as instants. A date and a time give one instant, also when clocks change."""

import datetime as dt


def instant(day, time, zone):
    """When a clock in `zone` shows `time` on `day`: the first time where it does so twice, and as much later as the
    clock jumps where it never does."""
    return dt.datetime.combine(day, time, tzinfo=zone).astimezone(dt.UTC)


def is_quiet(at, zone, quiet_from, quiet_to):
    """Whether the instant `at` lies in the quiet hours; equal ends mean that there are none."""
    return in_quiet_hours(at.astimezone(zone).time(), quiet_from, quiet_to)


def in_quiet_hours(time, quiet_from, quiet_to):
    if quiet_from <= quiet_to:
        return quiet_from <= time < quiet_to
    return time >= quiet_from or time < quiet_to


def after_quiet(at, zone, quiet_from, quiet_to):
    """`at`, or the end of the quiet hours that it lies in."""
    if not is_quiet(at, zone, quiet_from, quiet_to):
        return at
    local = at.astimezone(zone)
    day = local.date() + dt.timedelta(days=quiet_from > quiet_to and local.time() >= quiet_from)
    return max(instant(day, quiet_to, zone), at)


def put_off_to(now, hours, zone, quiet_from, quiet_to):
    """When a reminder comes that is put off for `hours`; None or no time left today before it is quiet is tomorrow's
    first instant, which is nothing more today."""
    today = now.astimezone(zone).date()
    later = now + hours if hours else None
    if later and later.astimezone(zone).date() == today and not is_quiet(later, zone, quiet_from, quiet_to):
        return later
    return instant(today + dt.timedelta(days=1), dt.time.min, zone)
