"""What patients type, checked. A form never stores anything; it hands a typed entry to a service."""

from patients.forms.daily import AwayForm, FlagForm, MorningForm
from patients.forms.session import SessionForm

__all__ = ("AwayForm", "FlagForm", "MorningForm", "SessionForm")
