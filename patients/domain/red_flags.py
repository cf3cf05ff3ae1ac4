"""Which answers of the start ask for a look before more load. Our choice; a clinician decides what they mean."""

from collections.abc import Collection
from typing import Protocol

ADULT = 18
PLACES_TO_LOOK_AT = ("groin", "back", "below_knee", "elsewhere")


class Answers(Protocol):
    """What was answered; None is "not answered"."""

    @property
    def where(self) -> Collection[str]: ...
    @property
    def age(self) -> int | None: ...
    @property
    def sudden(self) -> bool | None: ...
    @property
    def cancer(self) -> bool | None: ...
    @property
    def quinolones(self) -> bool | None: ...


def red_flags(given: Answers) -> set[str]:
    """The codes of the questions whose answers ask for a look."""
    found = {code for code in ("sudden", "cancer", "quinolones") if getattr(given, code)}
    if given.age is not None and given.age < ADULT:
        found.add("age")
    if set(given.where) & set(PLACES_TO_LOOK_AT):
        found.add("where")
    return found
