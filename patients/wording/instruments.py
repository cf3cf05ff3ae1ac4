"""What is measured beside the log, in words: its name, its scale, and whose word a change that matters is.

Names and totals alone; no item text of a licensed questionnaire.
"""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from patients.domain.instruments import (
    ACTIVITY,
    GLOBAL_CHANGE,
    LEFS,
    LOAD_TEST,
    PAIN_AT_REST,
    SITTING,
    VISA_H,
    ChangeSize,
)

NAMES = {
    ACTIVITY: _("Named activity"),
    GLOBAL_CHANGE: _("Change since the start"),
    PAIN_AT_REST: _("Pain at rest, 0–10"),
    LOAD_TEST: _("Pain in the load test, 0–10"),
    SITTING: _("Sitting until it hurts, minutes"),
    VISA_H: _("VISA-H total"),
    LEFS: _("LEFS total"),
}
SCALES = {
    ACTIVITY: _("0 cannot do it, 10 as before the injury"),
    GLOBAL_CHANGE: _("1 very much worse, 7 very much better"),
    PAIN_AT_REST: _("0 no pain, 10 the worst imaginable"),
    LOAD_TEST: _("0 no pain, 10 the worst imaginable. Nobody has shown you the test yet? Leave this, and ask."),
    SITTING: _("minutes"),
}
MATTERS_ON_NRS = _("The change that matters on a 0–10 pain scale starts at 1.5 (JOSPT 2014;44(8):560).")
SOURCES = {
    ACTIVITY: _("Patient-Specific Functional Scale format: change of 1.3 small, 2.3 medium, 2.7 large."),
    PAIN_AT_REST: MATTERS_ON_NRS,
    LOAD_TEST: MATTERS_ON_NRS,
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
SIZES = {ChangeSize.SMALL: _("small"), ChangeSize.MEDIUM: _("medium"), ChangeSize.LARGE: _("large")}


def instrument_question(kind: str, label: str) -> str:
    """What the patient is asked on the phone; `label` names an activity. KeyError for what no patient is asked."""
    return {
        PAIN_AT_REST: gettext("How bad is the sitting-bone pain at rest, now?"),
        LOAD_TEST: gettext("How bad was the pain in today’s load test, the movement that your physio chose for it?"),
        ACTIVITY: gettext("How well can you do this: %(label)s?") % {"label": label},
        GLOBAL_CHANGE: gettext("How is it, compared with the start of your programme?"),
        SITTING: gettext("How many minutes can you sit before it hurts?"),
    }[kind]
