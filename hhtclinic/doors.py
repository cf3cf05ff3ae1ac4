"""The forms of the door, in this site's words. What is written to an address opens an account only where its owner has
used it."""

from allauth.account import forms as account
from allauth.account.models import EmailAddress
from allauth.mfa.base import forms as factor
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn import forms as webauthn
from django.utils.translation import gettext_lazy as _

CODE = _("Six digits of your app, or a recovery code")


class OwnWords:
    """What a box is for stands above it, and no second time in it."""

    said, helped = {}, {}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label, field.help_text = self.said.get(name, field.label), self.helped.get(name, field.help_text)
            field.error_messages["required"] = _("Please fill this in.")
            field.widget.attrs.pop("placeholder", None)


class LoginForm(OwnWords, account.LoginForm):
    said = {"login": _("E-mail")}


class ChangePasswordForm(OwnWords, account.ChangePasswordForm):
    said = {
        "oldpassword": _("The password you have now"),
        "password1": _("New password"),
        "password2": _("The new password once more"),
    }


class SetPasswordForm(OwnWords, account.SetPasswordForm):
    said = {"password2": _("The password once more")}


class NewPasswordForm(OwnWords, account.ResetPasswordKeyForm):
    said = {"password1": _("New password"), "password2": _("The new password once more")}


class PasswordAgainForm(OwnWords, account.ReauthenticateForm):
    pass


class ConfirmCodeForm(OwnWords, account.ConfirmLoginCodeForm):
    said = {"code": _("The code in the letter")}


class FactorForm(OwnWords, factor.AuthenticateForm):
    said = {"code": CODE}


class FactorAgainForm(OwnWords, factor.ReauthenticateForm):
    said = {"code": CODE}


class AppForm(OwnWords, ActivateTOTPForm):
    said = {"code": _("The six digits")}


class PasskeyForm(OwnWords, webauthn.AddWebAuthnForm):
    """Ticked: whoever makes a passkey means to come in with it."""

    said = {"name": _("A name for it, such as “Work laptop”"), "passwordless": _("It signs me in by itself")}
    helped = {"passwordless": _("Untick this for a plain key without finger, face or code: a second factor only.")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["passwordless"].initial = True


class PasskeyNameForm(OwnWords, webauthn.EditWebAuthnForm):
    said = {"name": _("Its name")}


def _owners_of(email, users):
    """Those of `users` who have used this address. The page answers alike whoever asks."""
    used = EmailAddress.objects.filter(email__iexact=email, verified=True, user__in=users, user__is_active=True)
    return [address.user for address in used.select_related("user")]


class CodeForm(OwnWords, account.RequestLoginCodeForm):
    said = {"email": _("E-mail")}

    def clean_email(self):
        email = super().clean_email()
        found = _owners_of(email, [self._user] if self._user else [])
        self._user = found[0] if found else None
        return email


class ResetForm(OwnWords, account.ResetPasswordForm):
    said = {"email": _("E-mail")}

    def clean_email(self):
        email = super().clean_email()
        self.users = _owners_of(email, self.users)
        return email
