"""Why today's dose is not the programme's, in a sentence to the patient."""

import datetime as dt

from django.utils.translation import gettext as _

from patients.domain.dose import ClinicianDose, Dose
from programs.wording.dates import date_words


def dose_reason(dose: Dose, today: dt.date) -> str:
    """Halved, or as a clinician set it, who, when and why; empty where the dose is the programme's own."""
    if not dose.change:
        return _("Half for now.") if dose.is_halved else ""
    said = _said(dose.change, today)
    if dose.is_halved:
        return _("Half for now of what %(name)s set on %(day)s: “%(reason)s”") % said
    return _("As %(name)s set on %(day)s: “%(reason)s”") % said


def dose_set_by(dose: Dose, today: dt.date) -> str:
    """ "as Jonas set on 3 May"; empty where the dose is the programme's own."""
    return _("as %(name)s set on %(day)s") % _said(dose.change, today) if dose.change else ""


def _said(change: ClinicianDose, today: dt.date) -> dict[str, str]:
    """The date itself, for a page may be kept or printed."""
    day = date_words(change.on, today)
    return {"name": change.set_by.get_short_name(), "day": day, "reason": change.reason}
