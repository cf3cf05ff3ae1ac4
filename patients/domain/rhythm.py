"""How far apart the sessions of a stage are."""

from collections.abc import Iterable
from decimal import Decimal

WEEK = 7


def dates_between(per_week: int, asked: Iterable[float | Decimal]) -> int:
    """From one session to the next, 2 being every second day: as the rhythm of a stage has it, and never fewer than its
    criteria ask for. Four a week are every second day, which is three in each other week."""
    return max(2 if per_week == 4 else WEEK // per_week, 1, *map(int, asked))
