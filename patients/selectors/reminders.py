"""What somebody wants to be told, and how."""

from patients.models import Reminders


def reminders_of(user):
    """The user's own settings, else the ones that hold for everybody: no reminders, news by e-mail."""
    return getattr(user, "reminders", None) or Reminders(user=user)
