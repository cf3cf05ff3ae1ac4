"""Which answers of a morning count, and what each of them belongs to: the day before it, or its own date alone."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from .history import DAY, History, MorningCheck
from .zones import Edges


@dataclass(frozen=True, slots=True)
class Mornings:
    """Pain 0-10, the worst of several answers. `of_days` by the training day it vouches for, `of_rests` by the date it
    was felt on, where it follows no day that it could vouch for. Of the days in `late` only late answers tell."""

    of_days: dict[date, int]
    of_rests: dict[date, int]
    late: frozenset[date]


def sort_mornings(history: History, edges: Edges, trained: Collection[date]) -> Mornings:
    """`trained` are the dates with a session, of this stage and of those before."""
    of_days: dict[date, int] = {}
    of_rests: dict[date, int] = {}
    for on, pain in _worst(history, edges, trained).items():
        begins_red = on == history.stage_started and edges.on(on).red_morning(pain)
        if on - DAY in trained and not begins_red:
            of_days[on - DAY] = pain
        else:
            of_rests[on] = pain
    in_time = {check.on - DAY for check in history.morning_checks if check.pain is not None and not check.late}
    return Mornings(of_days, of_rests, frozenset(of_days.keys() - in_time))


def _worst(history: History, edges: Edges, trained: Collection[date]) -> dict[date, int]:
    worst: dict[date, int] = {}
    for check in history.morning_checks:
        if check.pain is not None and (not check.late or _counts_late(check, edges, trained)):
            worst[check.on] = max(check.pain, worst.get(check.on, 0))
    return worst


def _counts_late(check: MorningCheck, edges: Edges, trained: Collection[date]) -> bool:
    """Recall is kinder than the morning was: a calm one that comes late vouches for nothing, a bad one counts."""
    limits = edges.on(check.on - DAY)
    return limits.red_morning(check.pain) or (check.on - DAY in trained and limits.bad_morning(check.pain))
