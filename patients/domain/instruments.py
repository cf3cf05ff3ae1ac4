"""What is measured beside the log: its scale, who may be asked for it, and the change that matters.

Totals alone; no item text of a licensed questionnaire. A change counts as one that matters only where a source says so;
`patients.wording.instruments` names the source with the words of each.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

ACTIVITY = "outcome:activity"
GLOBAL_CHANGE = "outcome:global-change"
SITTING = "outcome:sitting-minutes"
PAIN_AT_REST = "pain_rest"
LOAD_TEST = "pain_load_test"
VISA_H = "outcome:visa-h"
LEFS = "outcome:lefs"


class ChangeSize(StrEnum):
    SMALL = "small"
    MEDIUM = "medium"
    LARGE = "large"


@dataclass(frozen=True)
class Instrument:
    """`kind` as a `Measure` keeps it; values are whole numbers from `least` to `most`. `asked` whether a patient can be
    asked for it on the phone. `small`, `medium`, `large`: changes that matter, in its own points, or None."""

    kind: str
    least: int
    most: int
    asked: bool
    higher_is_better: bool = True
    small: Decimal | None = None
    medium: Decimal | None = None
    large: Decimal | None = None

    def size_of(self, change: Decimal) -> ChangeSize | None:
        """How large a change is; None below what matters, or where no source says what does."""
        steps = ((self.large, ChangeSize.LARGE), (self.medium, ChangeSize.MEDIUM), (self.small, ChangeSize.SMALL))
        return next((size for least, size in steps if least is not None and abs(change) >= least), None)


INSTRUMENTS = {
    one.kind: one
    for one in (
        Instrument(ACTIVITY, 0, 10, asked=True, small=Decimal("1.3"), medium=Decimal("2.3"), large=Decimal("2.7")),
        Instrument(GLOBAL_CHANGE, 1, 7, asked=True),
        Instrument(PAIN_AT_REST, 0, 10, asked=True, higher_is_better=False, small=Decimal("1.5")),
        Instrument(LOAD_TEST, 0, 10, asked=True, higher_is_better=False, small=Decimal("1.5")),
        Instrument(SITTING, 0, 600, asked=True),
        Instrument(VISA_H, 0, 100, asked=False),
        Instrument(LEFS, 0, 80, asked=False),
    )
}
