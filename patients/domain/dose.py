"""What is asked of one exercise today. The one place where a dose becomes smaller, or larger by a clinician's word.

A physio's own dose is this patient's prescription, and what the gate is measured against (`volume.py`). What is asked
today may be less at once, and is never more than the prescription unless a clinician's `DoseChange` says so. How much
less is `todays_plan.py`'s.
"""

from dataclasses import dataclass
from typing import Protocol

from patients.domain.todays_plan import Volume


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
    def sides(self) -> tuple[str, ...]: ...
    def dose_in_words(self, sets: int, target: int) -> str: ...
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
    def is_measure(self) -> bool: ...
    @property
    def reason(self) -> str: ...
    @property
    def by(self) -> Clinician: ...


@dataclass(frozen=True)
class Dose:
    """Sets of `target` repetitions or seconds, and why they are not the programme's: halved for now, or as the
    clinician's `change` says."""

    prescription: Prescribed
    sets: int
    target: int
    is_halved: bool = False
    change: ClinicianDose | None = None

    @property
    def wanted(self) -> int:
        """Sets of all sides together."""
        return self.sets * len(self.prescription.sides)

    @property
    def is_full(self) -> bool:
        return (self.sets, self.target) == (self.prescription.sets, self.prescription.target)

    @property
    def words(self) -> str:
        """ "5 × 10 s, each leg"."""
        return self.prescription.dose_in_words(self.sets, self.target)

    @property
    def minutes(self) -> int:
        return self.prescription.minutes_for(self.sets, self.target)

    @property
    def minutes_in_words(self) -> str:
        return self.prescription.minutes_in_words(self.minutes)


def halved(sets: int, target: int) -> tuple[int, int]:
    """Half the volume: an even number of sets is halved, of an odd number the repetitions or seconds, rounded down."""
    return (sets // 2, target) if sets % 2 == 0 else (sets, max(target // 2, 1))


def dose_of(prescription: Prescribed, change: ClinicianDose | None = None, volume: Volume = Volume.WHOLE) -> Dose:
    """The `Dose` of a prescription at a volume; of nothing, half, for whoever logs it all the same. `change` is the
    latest one that a clinician made to it; one that is half of the prescription or less is not halved once more."""
    sets = (change and change.sets) or prescription.sets
    target = (change and change.target) or prescription.target
    if volume is not Volume.WHOLE and sets * target * 2 > prescription.sets * prescription.target:
        return Dose(prescription, *halved(sets, target), is_halved=True)
    own = (sets, target) == (prescription.sets, prescription.target)
    return Dose(prescription, sets, target, change=None if own else change)
