"""What is asked of one exercise today. The one place where a dose becomes smaller, or larger by a clinician's word.

The programme's dose is what the gate is measured against (`volume.py`); what is asked today may be less at once, and
is never more than the prescription unless a clinician's `DoseChange` says so. Half the sets is our choice for every
reduced day (consensus default); see docs/progression.md.
"""

from dataclasses import dataclass
from enum import StrEnum


class Way(StrEnum):
    """How much is asked today."""

    AS_PLANNED = "as_planned"
    HALVED = "halved"
    EASIER = "easier"  # the exercise of the stage before
    QUIET = "quiet"  # nothing that loads the tendon
    PAUSED = "paused"  # a clinician paused the programme


@dataclass(frozen=True)
class Dose:
    """Sets of `target` repetitions or seconds, and why they are not the programme's: halved, or as the clinician's
    `change` says."""

    prescription: object
    sets: int
    target: int
    is_halved: bool = False
    change: object = None

    @property
    def wanted(self):
        """Sets of all sides together."""
        return self.sets * len(self.prescription.sides)

    @property
    def is_full(self):
        return (self.sets, self.target) == (self.prescription.sets, self.prescription.target)

    @property
    def words(self):
        """ "5 × 10 s, each leg"."""
        return self.prescription.dose_in_words(self.sets, self.target)

    @property
    def minutes(self):
        return self.prescription.minutes_for(self.sets, self.target)

    @property
    def minutes_in_words(self):
        return self.prescription.minutes_in_words(self.minutes)


def halved(sets):
    """Half the sets, rounded up."""
    return -(-sets // 2)


def dose_of(prescription, change=None, way=Way.AS_PLANNED):
    """Today's `Dose` of a prescription. `change` is the latest `DoseChange` for it, whose empty fields are the
    programme's own; a smaller dose that a clinician set is not halved once more."""
    sets = (change and change.sets) or prescription.sets
    target = (change and change.target) or prescription.target
    if way in (Way.HALVED, Way.QUIET):
        return Dose(prescription, min(sets, halved(prescription.sets)), target, is_halved=True)
    own = (sets, target) != (prescription.sets, prescription.target)
    return Dose(prescription, sets, target, change=change if own else None)
