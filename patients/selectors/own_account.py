"""What somebody's own account has: addresses, and what it can be opened with."""

from dataclasses import dataclass

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession

from patients.selectors.reminders import written_to


@dataclass(frozen=True)
class OwnAccount:
    addresses: list[EmailAddress]
    written_to: str  # where letters go, proved or not
    has_password: bool
    has_app: bool
    passkeys: int
    codes_left: int | None  # None where there are no recovery codes
    other_sign_ins: int

    @property
    def takes_codes(self):
        """Whether a code by e-mail opens it: one goes to an address that somebody proved to have."""
        return any(one.verified for one in self.addresses)


def own_account(user, here):
    """The account of `user`, looked at in the session `here`."""
    factors = list(Authenticator.objects.filter(user=user))
    codes = next((one for one in factors if one.type == Authenticator.Type.RECOVERY_CODES), None)
    return OwnAccount(
        addresses=list(EmailAddress.objects.filter(user=user).order_by("-primary", "email")),
        written_to=written_to(user),
        has_password=user.has_usable_password(),
        has_app=any(one.type == Authenticator.Type.TOTP for one in factors),
        passkeys=sum(one.type == Authenticator.Type.WEBAUTHN for one in factors),
        codes_left=len(codes.wrap().get_unused_codes()) if codes else None,
        other_sign_ins=UserSession.objects.filter(user=user).exclude(session_key=here).count(),
    )
