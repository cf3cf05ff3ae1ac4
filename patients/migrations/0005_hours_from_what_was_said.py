"""The opening hours that a clinic wrote as text, as data. What cannot be read in full stays unsaid, and nothing is guessed:
the clinic is then asked for its hours, and until then nobody is told that it is open."""

import re

from django.db import migrations

NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY = r"(mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?"
TO = r"\s*(?:-|–|to)\s*"
TIME = r"(\d{1,2})(?:[:.](\d\d))?\s*(am|pm)?"
GROUP = re.compile(rf"(?:{DAY}(?:{TO}{DAY})?[,:]?\s*)?{TIME}{TO}{TIME}\.?", re.IGNORECASE)


def read(text, closed):
    """The week as stored pairs of times, None where a part of the text is not understood."""
    week = [[] for _day in NAMES]
    for part in re.split(r"\s*[;\n]\s*", text.strip().rstrip(".")):
        found = GROUP.fullmatch(part)
        if not found:
            return None
        first, last, *times = found.groups()
        begins, until = stored(*times[:3]), stored(*times[3:])
        if not begins < until <= "24:00":
            return None
        for day in days(first, last, closed):
            week[day].append([begins, until])
    return week if all(in_order(day) for day in week) else None


def days(first, last, closed):
    if not first:
        return [day for day in range(7) if day + 1 not in closed]
    begin = NAMES.index(first.lower())
    end = NAMES.index(last.lower()) if last else begin
    return range(begin, end + 1) if begin <= end else [*range(begin, 7), *range(end + 1)]


def stored(hour, minute, half):
    hours = int(hour) % 12 + 12 * (half.lower() == "pm") if half else int(hour)
    return f"{hours:02}:{minute or '00'}"


def in_order(spans):
    spans.sort()
    return all(before[1] <= after[0] for before, after in zip(spans, spans[1:]))


def keep(apps, _editor):
    for clinic in apps.get_model("patients", "Clinic").objects.exclude(opening_hours=""):
        week = read(clinic.opening_hours, clinic.closed_weekdays or ())
        if week:
            clinic.hours = week
            clinic.save(update_fields=["hours"])


class Migration(migrations.Migration):
    dependencies = [("patients", "0004_clinics_opening_hours")]
    operations = [migrations.RunPython(keep, migrations.RunPython.noop)]
