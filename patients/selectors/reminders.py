"""What somebody wants to be told, how and where."""

import datetime as dt

from patients.models import Clinic, Reminders
from patients.models.user import User

TIMES = ("exercise_at", "morning_at", "quiet_from", "quiet_to")
PRODUCT = "HHT Clinic"


def reminders_of(user):
    """The user's own settings, else the ones that hold for everybody: a patient is reminded of nothing, a physio told
    of what waits."""
    return getattr(user, "reminders", None) or Reminders(user=user)


def own_reminders(user: User) -> Reminders:
    """The same for the page where they are set: a patient who has set nothing finds the times of their clinic."""
    return getattr(user, "reminders", None) or Reminders(user=user, **times_to_begin_with(user))


def times_to_begin_with(user: User) -> dict[str, dt.time]:
    """Of a patient those of the clinic, by column; of anybody else none."""
    patient = getattr(user, "patient", None)
    return {name: getattr(patient.clinic, name) for name in TIMES} if patient else {}


def is_reminded(user: User) -> bool:
    """Whether a reminder would reach this patient."""
    wants = reminders_of(user)
    if wants.goes_by("by_email") and written_to(user):
        return True
    return wants.goes_by("by_push") and user.push_subscriptions.filter(dropped_at=None).exists()


def written_to(user: User) -> str:
    """The address that letters to this user go to, "" where there is none."""
    patient = getattr(user, "patient", None)
    return patient.email if patient else user.email or ""


def sender_of(user: User | None) -> str:
    """Who a letter is from: the clinic of a patient or of whoever works in one; the installation's only clinic, or the
    product, for anybody else, nobody included."""
    if patient := getattr(user, "patient", None):
        return patient.clinic.name
    clinics = Clinic.objects.all()
    theirs = clinics.filter(memberships__user=user, memberships__left_at=None).distinct() if user else clinics.none()
    names = list((theirs or clinics).values_list("name", flat=True)[:2])
    return names[0] if len(names) == 1 else PRODUCT
