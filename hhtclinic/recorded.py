"""What happens at the doors, in the audit: who came in, who tried, which keys were changed.

allauth and Django do these acts inside themselves and tell of them by signals: their public interface, and the only
place that every way in passes. We send none of our own.
"""

from allauth.account import signals as doors
from allauth.account.models import EmailAddress
from allauth.mfa import signals as factors
from django.contrib.auth.signals import user_logged_out

from patients.access import record
from patients.services.remind import patient_of

BY_THE_OWNER = {
    doors.user_logged_in: "sign_in.made",
    user_logged_out: "sign_in.left",
    doors.password_set: "password.set",
    doors.password_changed: "password.set",
    doors.password_reset: "password.set",
    doors.email_added: "address.added",
    doors.email_changed: "address.changed",
    doors.email_removed: "address.removed",
    factors.authenticator_added: "second_factor.added",
    factors.authenticator_removed: "second_factor.removed",
    factors.authenticator_reset: "recovery_codes.made",
}
BY_ANYBODY = {doors.login_code_rejected: "sign_in.failed", factors.authentication_failed: "sign_in.failed"}


def connect():
    for signal in BY_THE_OWNER:
        signal.connect(_by_the_owner, dispatch_uid="audit")
    for signal in BY_ANYBODY:
        signal.connect(_failed, dispatch_uid="audit")


def failed(email):
    """A wrong password. Whose account it was is kept, and never what was typed."""
    known = EmailAddress.objects.filter(email__iexact=email).select_related("user").first()
    _failed(user=known and known.user)


def _by_the_owner(*, signal, user, **_facts):
    if user is not None:  # whoever signs out may be signed out already
        record(user, BY_THE_OWNER[signal], patient_of(user), user.pk)


def _failed(*, user, **_facts):
    record(None, "sign_in.failed", user and patient_of(user), user.pk if user else "")
