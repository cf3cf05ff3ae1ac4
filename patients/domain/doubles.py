"""Whether a session is saved already: the same content in the same minute, or a second whole dose on one training day.

Nothing adds up twice. Such a session is stored, its pain counts, and it adds no volume until somebody says that it was
done once more. Parts of a dose add up: three visits of a third make a whole and are no double. A stage that asks for
several sessions a day has as many whole doses a day.

The weight is no content: within a minute nobody does the same sets again with another one, but somebody goes back and
puts the number right.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

A_MINUTE = dt.timedelta(minutes=1)  # nobody does the same sets twice in it; a press or a way back does
UNASKED, TWICE, ONE, ALONE = "", "twice", "one", "alone"  # what was said of a double
ADDS = (TWICE, ALONE)  # it was done once more; or what it seemed to repeat was taken out


@dataclass(frozen=True)
class DoneSet:
    """One set: its number, its side, the repetitions or seconds asked and done."""

    number: int
    side: str
    target: int
    done: int


@dataclass(frozen=True)
class Visit:
    """One session of one exercise. `key` names it, `day` is its training day, `asked` how many sets a side its dose
    had, `same_as` the key of the session it is held to repeat, None of one that adds volume.
    """

    key: int
    at: dt.datetime
    day: dt.date
    exercise: int
    variation: str
    asked: int
    sets: tuple[DoneSet, ...]
    same_as: int | None = None

    @property
    def content(self) -> tuple[int, str, frozenset[tuple[int, str, int]]]:
        return self.exercise, self.variation, frozenset((one.number, one.side, one.done) for one in self.sets)

    def shares(self, done_from: float) -> dict[str, Fraction]:
        """For each side how much of what was asked of it was done, one whole at most; of the sides it names."""
        full = Counter(one.side for one in self.sets if one.done / one.target >= done_from)
        return {side: min(Fraction(count, self.asked), Fraction(1)) for side, count in full.items()}


def saved_already(visit: Visit, others: Sequence[Visit], done_from: float, times: int = 1) -> int | None:
    """The key of the session that `visit` seems to repeat, None where it adds. `others` are the valid sessions around
    it; a set counts as done from the share `done_from` (0-1) of its target on. `times` is how many sessions a day has.
    """
    if not visit.sets:
        return None
    alike = (one for one in others if one.content == visit.content and abs(one.at - visit.at) < A_MINUTE)
    if same := next(alike, None):
        return next((one.key for one in others if one.key == same.same_as), same.key)
    return _one_dose_more(visit, others, done_from, times)


def _one_dose_more(visit: Visit, others: Iterable[Visit], done_from: float, times: int) -> int | None:
    """Of each side that it names the day had all its whole doses before, and with it there is one more."""
    before = [
        one for one in others if (one.day, one.exercise, one.same_as) == (visit.day, visit.exercise, None) and one.sets
    ]
    mine = visit.shares(done_from)
    done = {side: sum((one.shares(done_from).get(side, Fraction(0)) for one in before), Fraction(0)) for side in mine}
    if not mine or any(done[side] < times or done[side] + mine[side] < times + 1 for side in mine):
        return None
    return max(before, key=lambda one: (one.at, one.key)).key


@dataclass(frozen=True)
class Felt:
    """Pain of a session: of each side, 0-10 NRS or None, and whether it was stopped for it."""

    left: int | None
    right: int | None
    stopped: bool

    def is_worse_than(self, other: "Felt") -> bool:
        """Whether taking it out and keeping `other` would lose pain that was said."""
        pains = ((self.left, other.left), (self.right, other.right))
        more = any(mine is not None and (kept is None or mine > kept) for mine, kept in pains)
        return more or (self.stopped and not other.stopped)
