"""What patients type, checked. A form never stores anything; it hands a typed entry to a service."""

from patients.forms.activity import ActivityForm, ReasonForm
from patients.forms.daily import AwayForm, FlagForm, MorningForm
from patients.forms.intake import IntakeForm
from patients.forms.measure import MeasureForm
from patients.forms.session import SessionForm

__all__ = (
    "ActivityForm",
    "AwayForm",
    "FlagForm",
    "IntakeForm",
    "MeasureForm",
    "MorningForm",
    "ReasonForm",
    "SessionForm",
)
