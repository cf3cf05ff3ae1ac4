"""What is measured beside the log: its scale, who may be asked for it, and the change that matters.

Names and totals alone; no item text of a licensed questionnaire. A change is named as one that matters only where a
source says so.
"""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

ACTIVITY = "outcome:activity"
GLOBAL_CHANGE = "outcome:global-change"
SITTING = "outcome:sitting-minutes"
PAIN_AT_REST = "pain_rest"
VISA_H = "outcome:visa-h"
LEFS = "outcome:lefs"

GLOBAL_CHANGE_WORDS = {
    1: _("very much worse"),
    2: _("much worse"),
    3: _("a little worse"),
    4: _("no change"),
    5: _("a little better"),
    6: _("much better"),
    7: _("very much better"),
}


@dataclass(frozen=True)
class Instrument:
    """`kind` as a `Measure` keeps it; values are whole numbers from `least` to `most`. `asked` whether a patient can be
    asked for it on the phone. `small`, `medium`, `large`: changes that matter, in its own points, or None; `source`
    says by whom."""

    kind: str
    name: str
    least: int
    most: int
    scale: str
    asked: bool
    higher_is_better: bool = True
    small: Decimal | None = None
    medium: Decimal | None = None
    large: Decimal | None = None
    source: str = ""

    def size_of(self, change):
        """How large a change is in words, empty below what matters or where no source says what does."""
        steps = ((self.large, _("large")), (self.medium, _("medium")), (self.small, _("small")))
        return next((str(words) for least, words in steps if least is not None and abs(change) >= least), "")


INSTRUMENTS = {
    one.kind: one
    for one in (
        Instrument(
            ACTIVITY,
            _("Named activity"),
            0,
            10,
            _("0 cannot do it, 10 as before the injury"),
            asked=True,
            small=Decimal("1.3"),
            medium=Decimal("2.3"),
            large=Decimal("2.7"),
            source=_("Patient-Specific Functional Scale format: change of 1.3 small, 2.3 medium, 2.7 large."),
        ),
        Instrument(
            GLOBAL_CHANGE, _("Change since the start"), 1, 7, _("1 very much worse, 7 very much better"), asked=True
        ),
        Instrument(
            PAIN_AT_REST,
            _("Pain at rest, 0–10"),
            0,
            10,
            _("0 no pain, 10 the worst imaginable"),
            asked=True,
            higher_is_better=False,
            small=Decimal("1.5"),
            source=_("The change that matters on a 0–10 pain scale starts at 1.5 (JOSPT 2014;44(8):560)."),
        ),
        Instrument(SITTING, _("Sitting until it hurts, minutes"), 0, 600, _("minutes"), asked=True),
        Instrument(VISA_H, _("VISA-H total"), 0, 100, _("0–100"), asked=False),
        Instrument(LEFS, _("LEFS total"), 0, 80, _("0–80"), asked=False),
    )
}
