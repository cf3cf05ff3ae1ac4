"""What somebody entered, checked and typed, on its way from a form to a service."""

import datetime as dt
import uuid
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Generic, Protocol, TypeVar

from patients.domain.dose import Dose
from patients.domain.phone_clock import Capture

NOT_SAID = Capture()


class Variation(Protocol):
    """One way to do an exercise."""

    @property
    def slug(self) -> str: ...


Exercise = TypeVar("Exercise", covariant=True)  # a `Prescribed`, by its own type, so that who stores it has the row
Way = TypeVar("Way", covariant=True)  # a `Variation`


@dataclass(frozen=True)
class SetEntry:
    """One set: its number from 1, the side it was done on, the repetitions or seconds done, and the kilograms it was
    done with, None where nobody said."""

    number: int
    side: str
    done: int
    load_kg: Decimal | None = None


def set_field_name(number: int, side: str) -> str:
    """The name that a set has in the form, on the page and in what a phone keeps until it can send."""
    return f"set-{number}-{side}"


LOAD = "load"  # the weight of every set that has none of its own


def load_field_name(number: int) -> str:
    """The name of the weight of one set, on both sides."""
    return f"{LOAD}-{number}"


@dataclass(frozen=True)
class SessionEntry(Generic[Exercise, Way]):
    """A session: when it was performed (aware instant), its sets, pain 0-10 NRS a side or None for not recorded.

    `zone` is how the phone reads its clock, None for the patient's own: the session belongs to the local date it was
    done on.
    `dose` is what was asked for, None for the programme's own; `clock_off` is how many seconds the phone was ahead.
    """

    client_id: uuid.UUID
    performed_at: dt.datetime
    prescription: Exercise
    sets: tuple[SetEntry, ...]
    variation: Way | None = None
    pain_left: int | None = None
    pain_right: int | None = None
    stopped_for_pain: bool = False
    technique_ok: bool | None = None
    effort: int | None = None
    painkiller: bool = False
    felt: tuple[str, ...] = ()
    note: str = ""
    zone: dt.tzinfo | None = None
    dose: Dose | None = None
    clock_off: int | None = None
    capture: Capture = NOT_SAID


@dataclass(frozen=True)
class MorningEntry:
    """The answer of one morning: its local date, pain 0-10 NRS a side, and when it was given on the phone (aware
    instant, not after it arrived; None where the phone did not say)."""

    client_id: uuid.UUID
    on: dt.date
    pain_left: int | None = None
    pain_right: int | None = None
    painkiller: bool = False
    answered_at: dt.datetime | None = None
    clock_off: int | None = None
    capture: Capture = NOT_SAID


@dataclass(frozen=True)
class Volume:
    """What the sets of a session amount to, against the stage's full main dose; None where it cannot be said."""

    completion: float | None = None
    all_sets: bool | None = None
    symmetry: float | None = None
    variation: str = field(default="")


@dataclass(frozen=True)
class ActivityEntry:
    """What loaded the tendon beside the exercises: the local date, an `ActivityKind`, minutes, worst pain or None."""

    client_id: uuid.UUID
    on: dt.date
    kind: str
    minutes: int
    pain: int | None = None
    note: str = ""
    clock_off: int | None = None
    capture: Capture = NOT_SAID


@dataclass(frozen=True)
class ReasonEntry:
    """One `ReasonKind` behind a bad day."""

    client_id: uuid.UUID
    on: dt.date
    kind: str
    clock_off: int | None = None
    capture: Capture = NOT_SAID


@dataclass(frozen=True)
class IntakeEntry:
    """The answers of the start; None, "" and () are not answered, which is not "no"."""

    client_id: uuid.UUID
    where: tuple[str, ...] = ()
    age: int | None = None
    sudden: bool | None = None
    cancer: bool | None = None
    quinolones: bool | None = None
    other: str = ""
    sport: str = ""
    clock_off: int | None = None
    capture: Capture = NOT_SAID


@dataclass(frozen=True)
class MeasureEntry:
    """One number of a local date that the patient was asked for; `kind` as `patients.domain.instruments` has it."""

    client_id: uuid.UUID
    on: dt.date
    kind: str
    value: int | Decimal
    label: str = ""
    side: str = ""
    capture: Capture = NOT_SAID


@dataclass(frozen=True)
class AwayEntry:
    """Local dates away or ill, both included."""

    from_on: dt.date
    to_on: dt.date
    capture: Capture = NOT_SAID


@dataclass(frozen=True)
class NoteEntry:
    """A clinician's words for colleagues."""

    text: str
