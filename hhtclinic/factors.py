"""A new second factor was shown a moment ago: nobody is asked for it again before they see the recovery codes."""

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView


class Shown:
    """Made and shown in one step; that counts as a fresh sign-in."""

    def form_valid(self, form):
        response = super().form_valid(form)
        record_authentication(self.request, self.request.user, method="mfa", reauthenticated=True)
        return response


class ActivateTOTP(Shown, ActivateTOTPView):
    def form_valid(self, form):
        """The code that showed it is used up, as one of a sign-in."""
        response = super().form_valid(form)
        made = Authenticator.objects.get(user=self.request.user, type=Authenticator.Type.TOTP)
        made.wrap().validate_code(form.cleaned_data["code"])
        return response


class AddWebAuthn(Shown, AddWebAuthnView):
    pass


activate_totp = ActivateTOTP.as_view()
add_webauthn = AddWebAuthn.as_view()
