"""Who is told of an alarm that nobody opens, and when. Our choice; no study fixes it.

While the clinic is open the patient's own physio is told, after the limit the next, after it everybody who is there;
where nobody is on, everybody who is there at once. Once all of them are told and the limit passes again, everybody who
works here and the administrators. Who has left is never told; who is away, while somebody else is there, in that last
step alone. Whoever stands in for somebody who is away has their turn, while they are there themselves; else it goes
on as if nobody had been named.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from patients.domain.opening_hours import OpeningHours, closes_at

ADMINISTRATORS = None


@dataclass(frozen=True)
class Colleague:
    """Somebody of the clinic; away from one local date to another, both included, as often as it is. `covers` names who
    stands in, (first day of an absence, id) each."""

    id: int
    has_left: bool = False
    aways: tuple[tuple[dt.date, dt.date], ...] = ()
    covers: tuple[tuple[dt.date, int], ...] = ()

    def is_away(self, day: dt.date) -> bool:
        return self.away_until(day) is not None

    def away_until(self, day: dt.date) -> dt.date | None:
        """The last day of the absence that `day` is in."""
        return next((last for first, last in self.aways if first <= day <= last), None)

    def cover_on(self, day: dt.date) -> int | None:
        """Who was named to stand in on `day`, whatever became of them."""
        began = next((first for first, last in self.aways if first <= day <= last), None)
        return next((who for first, who in self.covers if first == began), None)


@dataclass(frozen=True)
class Rota:
    """The people of a clinic, when it is open, and how long an alarm may stay unopened."""

    people: tuple[Colleague, ...]
    hours: OpeningHours
    zone: ZoneInfo
    limit: dt.timedelta


class Told(NamedTuple):
    """`who` is the id of a `Colleague`, or ADMINISTRATORS."""

    who: int | None
    at: dt.datetime


def who_is_told(rota: Rota, own: int, raised_at: dt.datetime, opened_at: dt.datetime | None = None) -> list[Told]:
    """Everybody who is told of an alarm of the instant `raised_at`, once each and in order; `own` is the id of the
    patient's physio. From the instant `opened_at` on nobody further is told."""
    return [told for told in _all_told(rota, own, raised_at) if opened_at is None or told.at < opened_at]


@lru_cache(maxsize=1024)
def _all_told(rota: Rota, own: int, raised_at: dt.datetime) -> tuple[Told, ...]:
    """Kept while the rota is the same: the loop asks every two seconds for each alarm that nobody has opened, and hours
    that never end are looked through for a year."""
    told: dict[int | None, dt.datetime] = {}
    for who, at in _steps(rota, own, raised_at):
        told.setdefault(who, at)
    return tuple(Told(who, at) for who, at in told.items())


def who_is_there(people: Iterable[Colleague], own: int, day: dt.date) -> list[int]:
    """The ids of who works here and is not away on that date, in the order of their turn."""
    return [person.id for person in _in_turn(people, own, day) if not person.is_away(day)]


def at_work(people: Iterable[Colleague]) -> list[Colleague]:
    """Who has not left, away or not."""
    return [person for person in people if not person.has_left]


def who_covers(people: Iterable[Colleague], own: int, day: dt.date) -> int | None:
    """The id of who stands in for `own` on that date; None while they are there, where nobody was named, and where who
    was named has left or is away as well."""
    here = {person.id: person for person in at_work(people)}
    named = here[own].cover_on(day) if own in here else None
    return None if named is None or named == own or named not in here or here[named].is_away(day) else named


def _in_turn(people: Iterable[Colleague], own: int, day: dt.date) -> list[Colleague]:
    """Who works here, who stands in for the patient's own physio first, then that one, then round by id, so that not
    the same one is always next."""
    here = {person.id: person for person in at_work(people)}
    cover = who_covers(here.values(), own, day)
    return sorted(here.values(), key=lambda person: (person.id != cover, person.id < own, person.id))


def _steps(rota: Rota, own: int, raised_at: dt.datetime) -> Iterator[Told]:
    day = raised_at.astimezone(rota.zone).date()
    there = who_is_there(rota.people, own, day)
    closes = closes_at(rota.hours, raised_at, rota.zone)
    turns = [there[:1], there[1:2], there[2:]] if closes else [there]
    at = last = raised_at.astimezone(dt.UTC)  # so that what is added is what passes
    for turn in filter(None, turns):
        yield from (Told(who, at) for who in turn)
        last, at = at + rota.limit, min(at + rota.limit, closes or at)
    yield from (Told(person.id, last) for person in _in_turn(rota.people, own, day))
    yield Told(ADMINISTRATORS, last)
