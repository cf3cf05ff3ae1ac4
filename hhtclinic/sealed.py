"""The secrets of second factors, sealed where they lie: a copy of the database signs nobody in."""

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import InvalidToken
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from patients.services.seal import box

PURPOSE = b"second factors"
SEALED = "gAAAAA"  # how every sealed text begins; base 32 and hexadecimal, as secrets are written, never do
SECRETS = ("secret", "seed")  # of an authenticator app, and of recovery codes


class ClinicMFAAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("This is not right. An app shows other digits every half minute: type those it shows now."),
        "unverified_email": _("First open the link in the letter to your address, so that it is proven to be yours."),
        "cannot_generate_recovery_codes": _("Recovery codes come with an app or a passkey: set one up first."),
    }

    def generate_authenticator_name(self, user, type):
        there = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return _("Passkey %(n)s") % {"n": there + 1} if there else _("Passkey")

    def encrypt(self, text):
        return box(PURPOSE, settings.MFA_KEYS).encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text):
        """The secret, also one from the time before they were sealed. `ValueError` where no key opens it."""
        if not encrypted_text.startswith(SEALED):
            return encrypted_text
        try:
            return box(PURPOSE, settings.MFA_KEYS).decrypt(encrypted_text.encode()).decode()
        except InvalidToken as error:
            raise ValueError("None of MFA_KEYS opens this second factor: the key that sealed it is missing.") from error


@transaction.atomic
def seal_all(authenticators):
    """Seals every secret of the rows with the first of the keys, whatever it was. Returns how many there were; raises
    `ValueError` and changes none when one of them cannot be opened."""
    adapter, sealed = ClinicMFAAdapter(), 0
    for row in authenticators.select_for_update().order_by("pk"):
        own = {name: adapter.encrypt(adapter.decrypt(row.data[name])) for name in SECRETS if name in row.data}
        if own:
            row.data |= own
            row.save(update_fields=["data"])
            sealed += len(own)
    return sealed
