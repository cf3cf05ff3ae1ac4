"""What patients type, checked. A form never stores anything; it hands a typed entry to a service."""

from patients.forms.phone.activity import ActivityForm, ReasonForm
from patients.forms.phone.base import entered_at
from patients.forms.phone.daily import AwayForm, FlagForm, MorningForm
from patients.forms.phone.intake import IntakeForm
from patients.forms.phone.measure import MeasureForm
from patients.forms.phone.session import SessionForm

__all__ = (
    "ActivityForm",
    "AwayForm",
    "FlagForm",
    "IntakeForm",
    "MeasureForm",
    "MorningForm",
    "ReasonForm",
    "SessionForm",
    "entered_at",
)
