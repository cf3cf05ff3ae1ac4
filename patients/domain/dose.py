"""What is asked of one exercise today. The one place where a dose becomes smaller, or larger by a clinician's word.

A physio's own dose is this patient's prescription, and what the gate is measured against (`volume.py`). What is asked
today may be less at once, and is never more than the prescription unless a clinician's `DoseChange` says so. How much
less is `todays_plan.py`'s.
"""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from patients.domain.todays_plan import Volume

BOTH_SIDES = ("left", "right")


class Prescribed(Protocol):
    """The programme's prescription of an exercise: sets of `target` repetitions or seconds on each of its sides."""

    @property
    def pk(self) -> int: ...
    @property
    def sets(self) -> int: ...
    @property
    def target(self) -> int: ...
    @property
    def each_leg(self) -> bool: ...
    @property
    def is_hold(self) -> bool: ...
    def sides_of(self, affected: tuple[str, ...]) -> tuple[str, ...]: ...
    @property
    def target_most(self) -> int | None: ...
    def dose_in_words(self, sets: int, target: int, load_kg: Decimal | None = None) -> str: ...
    def amount_in_words(self, sets: int, target: int) -> str: ...
    def load_in_words(self, load_kg: Decimal | None = None) -> str: ...
    def minutes_for(self, sets: int, target: int) -> int: ...
    def minutes_in_words(self, minutes: int) -> str: ...


class Clinician(Protocol):
    def get_short_name(self) -> str: ...


class ClinicianDose(Protocol):
    """A dose that a clinician set for one patient, with the reason; an empty number is the programme's own."""

    @property
    def sets(self) -> int | None: ...
    @property
    def target(self) -> int | None: ...
    @property
    def load_kg(self) -> Decimal | None: ...
    @property
    def is_measure(self) -> bool: ...
    @property
    def reason(self) -> str: ...
    @property
    def set_by(self) -> Clinician: ...
    @property
    def on(self) -> dt.date: ...


@dataclass(frozen=True)
class Dose:
    """Sets of `target` repetitions or seconds. They are the programme's, or as the clinician's `change` says, or half
    of either for now. `load_kg` is what the clinician set for this patient, None for the programme's load; half of a
    dose has the load of the whole. `affected` are the patient's sides: some exercises are asked of them alone."""

    prescription: Prescribed
    sets: int
    target: int
    is_halved: bool = False
    change: ClinicianDose | None = None
    load_kg: Decimal | None = None
    affected: tuple[str, ...] = BOTH_SIDES

    @property
    def sides(self) -> tuple[str, ...]:
        return self.prescription.sides_of(self.affected)

    @property
    def wanted(self) -> int:
        """Sets of all sides together."""
        return self.sets * len(self.sides)

    @property
    def is_measured(self) -> bool:
        """Whether what is done is measured against what a clinician set: sets and repetitions, and no load."""
        change = self.change
        return change is not None and change.is_measure and bool(change.sets or change.target)

    @property
    def is_full(self) -> bool:
        own = (self.prescription.sets, self.prescription.target, None)
        return (self.sets, self.target, self.load_kg) == own

    @property
    def most(self) -> int:
        """Repetitions or seconds of a set where it ends at the latest: of a range, and only of the whole dose."""
        whole = (self.sets, self.target) == (self.prescription.sets, self.prescription.target)
        return (whole and self.prescription.target_most) or self.target

    @property
    def words(self) -> str:
        """ "5 × 10 s, each leg", "3 × 8, 12.5 kg"."""
        return self.prescription.dose_in_words(self.sets, self.target, self.load_kg)

    @property
    def amount(self) -> str:
        return self.prescription.amount_in_words(self.sets, self.target)

    @property
    def load(self) -> str:
        """In words; empty of a dose without one. Where there is a load, its kilograms are asked for with a session."""
        return self.prescription.load_in_words(self.load_kg)

    @property
    def own_load(self) -> str:
        """The clinician's kilograms as they are typed; empty where the programme's load holds."""
        return "" if self.load_kg is None else f"{self.load_kg.normalize():f}"

    @property
    def minutes(self) -> int:
        return self.prescription.minutes_for(self.sets, self.target)

    @property
    def minutes_in_words(self) -> str:
        return self.prescription.minutes_in_words(self.minutes)


def halved(sets: int, target: int) -> tuple[int, int]:
    """Half the volume: an even number of sets is halved, of an odd number the repetitions or seconds, rounded down."""
    return (sets, max(target // 2, 1)) if sets % 2 else (sets // 2, target)


def dose_of(
    prescription: Prescribed,
    change: ClinicianDose | None = None,
    volume: Volume = Volume.WHOLE,
    affected: tuple[str, ...] = BOTH_SIDES,
) -> Dose:
    """The `Dose` of a prescription at a volume; of nothing, half, for whoever logs it all the same. `change` is the
    latest one that a clinician made to it; one that is half of the prescription or less is not halved once more."""
    sets = (change and change.sets) or prescription.sets
    target = (change and change.target) or prescription.target
    load_kg = change.load_kg if change else None
    if (sets, target, load_kg) == (prescription.sets, prescription.target, None):
        change = None
    is_halved = volume is not Volume.WHOLE and sets * target * 2 > prescription.sets * prescription.target
    sets, target = halved(sets, target) if is_halved else (sets, target)
    return Dose(prescription, sets, target, is_halved, change, load_kg, affected)
