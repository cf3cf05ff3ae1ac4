"""What is measured beside the log, in words: its name, its scale, and whose word a change that matters is.

Names and totals alone; no item text of a licensed questionnaire.
"""

from django.utils.translation import gettext_lazy as _

from patients.domain.instruments import ACTIVITY, GLOBAL_CHANGE, LEFS, PAIN_AT_REST, SITTING, VISA_H

NAMES = {
    ACTIVITY: _("Named activity"),
    GLOBAL_CHANGE: _("Change since the start"),
    PAIN_AT_REST: _("Pain at rest, 0–10"),
    SITTING: _("Sitting until it hurts, minutes"),
    VISA_H: _("VISA-H total"),
    LEFS: _("LEFS total"),
}
SCALES = {
    ACTIVITY: _("0 cannot do it, 10 as before the injury"),
    GLOBAL_CHANGE: _("1 very much worse, 7 very much better"),
    PAIN_AT_REST: _("0 no pain, 10 the worst imaginable"),
    SITTING: _("minutes"),
}
SOURCES = {
    ACTIVITY: _("Patient-Specific Functional Scale format: change of 1.3 small, 2.3 medium, 2.7 large."),
    PAIN_AT_REST: _("The change that matters on a 0–10 pain scale starts at 1.5 (JOSPT 2014;44(8):560)."),
}
GLOBAL_CHANGE_WORDS = {
    1: _("very much worse"),
    2: _("much worse"),
    3: _("a little worse"),
    4: _("no change"),
    5: _("a little better"),
    6: _("much better"),
    7: _("very much better"),
}
SIZES = {"small": _("small"), "medium": _("medium"), "large": _("large")}
