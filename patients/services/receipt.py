"""What became of an entry that was sent: stored now, a duplicate of what was there, or in conflict with it.

A conflict is the same id with other content. What was stored first stands; nothing is overwritten.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import fields
from decimal import Decimal
from typing import Any

from django.db.models import Model

from patients.domain.entries import MorningEntry, SessionEntry
from patients.models import Flag, Message, MorningCheck, TrainingSession
from patients.models.user import User

# prescription, variation, number, side, done, kilograms
SetRow = tuple[int, int | None, int, str, int, Decimal | None]
STORED, DUPLICATE, CONFLICT = "stored", "duplicate", "conflict"
NOT_A_COLUMN = {"client_id", "performed_at", "prescription", "sets", "variation", "zone", "dose"}
OF_THE_WAY = {"answered_at", "clock_off", "capture"}  # how it came, not what it says
SAME_TIME = dt.timedelta(minutes=5)  # a clock that is corrected at each sending is never corrected quite alike


def of_session(session: TrainingSession, created: bool, entry: SessionEntry[Any, Any], now: dt.datetime) -> str:
    """`now` is when the entry arrived: one that names no time of its own carries it."""
    if created:
        return STORED
    near = abs(entry.performed_at - session.performed_at) < SAME_TIME
    same_time = entry.performed_at in (session.performed_at, now) or (session.clock_was_off and near)
    return _receipt(False, same_time and _same_columns(session, entry) and _sets_of(session) == _sets_in(entry))


def of_morning(check: MorningCheck, created: bool, entry: MorningEntry) -> str:
    return _receipt(created, check.on == entry.on and _same_columns(check, entry))


def of_entry(row: Model, created: bool, entry: Any) -> str:
    """Of an entry whose fields are the columns of its row."""
    return _receipt(created, _same_columns(row, entry))


def of_flags(flags: list[Flag], created: bool, kinds: Iterable[str]) -> str:
    return _receipt(created, {flag.kind for flag in flags} == set(kinds))


def of_away(created: bool) -> str:
    """The days are their own id: the same days again are a duplicate."""
    return _receipt(created, True)


def of_message(message: Message, created: bool, text: str, by: User) -> str:
    return _receipt(created, (message.text, message.by_id) == (text.strip(), by.pk))


def _receipt(created: bool, same: bool) -> str:
    return STORED if created else DUPLICATE if same else CONFLICT


def _same_columns(row: Model, entry: Any) -> bool:
    names = [field.name for field in fields(entry) if field.name not in NOT_A_COLUMN | OF_THE_WAY]
    return all(_plain(getattr(row, name)) == _plain(getattr(entry, name)) for name in names)


def _plain(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _sets_of(session: TrainingSession) -> set[SetRow]:
    return set(session.sets.values_list("prescription", "variation", "number", "side", "done", "load_kg"))


def _sets_in(entry: SessionEntry[Any, Any]) -> set[SetRow]:
    variation = entry.variation and entry.variation.pk
    return {(entry.prescription.pk, variation, one.number, one.side, one.done, one.load_kg) for one in entry.sets}
