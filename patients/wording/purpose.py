"""What the product is for and what it is not, as a clinic accepts it before it begins. Another text is another wording:
who accepted one has not accepted the next."""

from collections.abc import Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

WORDING = "2026-11"


def what_it_is_for() -> Sequence[Promise]:
    return (
        _(
            "It is for physiotherapists who treat tendon pain of adults with a staged loading programme, and for those "
            "patients."
        ),
        _(
            "It records training and pain, shows a patient the plan that a clinician assigned, and suggests to that "
            "clinician that the plan’s own criteria for another stage are met, or that they are not. The clinician "
            "sees what a suggestion rests on, and decides."
        ),
        _("By itself it only ever advises less load, never more."),
    )


def what_it_is_not() -> Sequence[Promise]:
    return (
        _(
            "It is no diagnosis, no substitute for an examination, no emergency service, and no alarm that somebody is "
            "sure to be watching: patients are told to call."
        ),
        _("It is not for children, and not for pain that nobody has examined."),
        _(
            "Its thresholds are agreed defaults: no study has validated a number at which a patient may move on. A "
            "registered clinician of the clinic answers for using them."
        ),
        _(
            "Software that suggests a stage may be a medical device where you are. Whether it may be used so is for "
            "the clinic to find out; suggestions can be switched off."
        ),
    )
