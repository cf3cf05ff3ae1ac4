"""A digest of each day of the audit, chained to the day before: whoever changes a row, takes one out or puts one into
the past makes every digest from that day on wrong.

Whoever owns the database may lift its triggers, and could write the digests anew as well: the last one belongs outside
it, which `manage.py check_audit` prints for.
"""

import datetime as dt
import hashlib
from collections.abc import Iterator

from patients.models import AuditDay, AuditEntry

SETTLED = dt.timedelta(hours=1)  # after midnight: no transaction that began before it is still open
AT_ONCE = 2000
COLUMNS = ("pk", "at", "by_id", "verb", "patient_id", "subject", "shown")


def seal_audit(now: dt.datetime) -> int:
    """Writes the digests of the days, in UTC, that are over and have none. Returns how many."""
    last, first = AuditDay.objects.last(), AuditEntry.objects.last()
    if first is None:
        return 0
    day = last.day + dt.timedelta(days=1) if last else first.at.astimezone(dt.UTC).date()
    digest, made, until = last.digest if last else "", 0, (now - SETTLED).astimezone(dt.UTC).date()
    while day < until:
        count, digest = _digest_of(day, digest)
        AuditDay.objects.bulk_create([AuditDay(day=day, count=count, digest=digest)], ignore_conflicts=True)
        day, made = day + dt.timedelta(days=1), made + 1
    return made


def broken_day() -> dt.date | None:
    """The first day whose rows are not those that its digest was made of, or that has none between two that have; also
    one before the first digest. None where all is as it was written."""
    before, expected = "", None
    for sealed in AuditDay.objects.all():
        if expected is None and (early := AuditEntry.objects.filter(at__lt=_midnight(sealed.day)).last()):
            return early.at.astimezone(dt.UTC).date()
        if expected is not None and sealed.day != expected:
            return expected
        if _digest_of(sealed.day, before) != (sealed.count, sealed.digest):
            return sealed.day
        before, expected = sealed.digest, sealed.day + dt.timedelta(days=1)
    return None


def _digest_of(day: dt.date, before: str) -> tuple[int, str]:
    digest, count = hashlib.sha256(f"{before} {day}".encode()), 0
    for line in _lines_of(day):
        digest.update(line.encode())
        count += 1
    return count, digest.hexdigest()


def _lines_of(day: dt.date) -> Iterator[str]:
    rows = AuditEntry.objects.filter(at__gte=_midnight(day), at__lt=_midnight(day + dt.timedelta(days=1)))
    for pk, at, *rest in rows.order_by("pk").values_list(*COLUMNS).iterator(chunk_size=AT_ONCE):
        yield f"{(pk, at.astimezone(dt.UTC).isoformat(), *rest)!r}\n"


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), dt.UTC)
