"""Text that lies in a row for a while and nobody may read there: codes and links of letters that wait."""

import base64

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

PURPOSE = b"letters that wait"


class Unreadable(ValueError):
    """Sealed with a key that is not there any more, or changed since."""


def seal(text: str) -> str:
    return _keys().encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """The text; `Unreadable` when none of the installation's keys opens it."""
    try:
        return _keys().decrypt(sealed).decode()
    except InvalidToken as error:
        raise Unreadable from error


def _keys() -> MultiFernet:
    """From the secret key, the ones before it after it."""
    return box(PURPOSE, [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS])


def box(purpose: bytes, secrets: list[str]) -> MultiFernet:
    """Seals with the first of `secrets` and opens with any; what is of another purpose is not opened."""
    return MultiFernet([Fernet(_key(secret, purpose)) for secret in secrets])


def _key(secret: str, purpose: bytes) -> bytes:
    return base64.urlsafe_b64encode(HKDF(hashes.SHA256(), 32, None, purpose).derive(secret.encode()))
