"""What a phone sends late: filled in without signal, in a programme that may have ended since."""

from patients import access
from patients.forms.phone import entered_at


def assignment_of(request, now):
    """The programme that an entry belongs to, which is the one that ran when it was entered; for a page the one that
    runs."""
    if request.method != "POST":
        return access.own_assignment(request.user)
    at = entered_at(request.POST, lambda: access.own_patient(request.user).zone, now)
    return access.own_assignment_at(request.user, at)
