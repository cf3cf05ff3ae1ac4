"""The forms of the door: what is written to an address opens an account only where its owner has used it."""

from allauth.account.forms import RequestLoginCodeForm, ResetPasswordForm
from allauth.account.models import EmailAddress


def _owners_of(email, users):
    """Those of `users` who have used this address. The page answers alike whoever asks."""
    used = EmailAddress.objects.filter(email__iexact=email, verified=True, user__in=users, user__is_active=True)
    return [address.user for address in used.select_related("user")]


class CodeForm(RequestLoginCodeForm):
    def clean_email(self):
        email = super().clean_email()
        found = _owners_of(email, [self._user] if self._user else [])
        self._user = found[0] if found else None
        return email


class ResetForm(ResetPasswordForm):
    def clean_email(self):
        email = super().clean_email()
        self.users = _owners_of(email, self.users)
        return email
