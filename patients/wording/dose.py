"""Why today's dose is not the programme's, in a sentence to the patient."""

from django.utils.translation import gettext as _

from patients.domain.dose import Dose


def dose_reason(dose: Dose) -> str:
    """Halved, or set by a clinician and why; empty where the dose is the programme's own."""
    if dose.is_halved:
        return _("Half for now.")
    if dose.change:
        name = dose.change.by.get_short_name()
        return _("%(name)s set this for you: “%(reason)s”") % {"name": name, "reason": dose.change.reason}
    return ""
