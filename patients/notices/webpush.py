"""Web push as the standards have it: the message sealed for one browser (RFC 8291, in the coding of RFC 8188), and the
sender's signature (VAPID, RFC 8292). Pure functions; nothing is sent from here.

py-vapid signs. The sealing is written here, because the package that does both brings two HTTP clients for what is one
POST.
"""

import os
from base64 import urlsafe_b64decode, urlsafe_b64encode

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid import Vapid02

CURVE = ec.SECP256R1()
RECORD_SIZE = 4096
SIGNED_FOR_SECONDS = 12 * 60 * 60  # at most 24 hours, says RFC 8292


def to_text(data):
    return urlsafe_b64encode(data).decode().rstrip("=")


def from_text(text):
    """The bytes of base64url without padding; ValueError for anything else."""
    return urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))


def private_key(text):
    """A P-256 key from its secret number as base64url."""
    return Vapid02.from_raw(text.encode("ascii")).private_key


def private_text(key):
    return to_text(key.private_numbers().private_value.to_bytes(32, "big"))


def public_bytes(key):
    """The 65 bytes of a key's public point."""
    return key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def seal(message, p256dh, auth, *, key=None, salt=None):
    """`message` (bytes) for the browser with the public key `p256dh` and the secret `auth`, both base64url.

    `key` and `salt` are fresh each time, and given by nobody but a test. ValueError for keys that are none.
    """
    theirs = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, from_text(p256dh))
    key, salt = key or ec.generate_private_key(CURVE), salt or os.urandom(16)
    mine = public_bytes(key)
    label = b"WebPush: info\x00" + from_text(p256dh) + mine
    shared = _derived(from_text(auth), key.exchange(ec.ECDH(), theirs), label, 32)
    content_key = _derived(salt, shared, b"Content-Encoding: aes128gcm\x00", 16)
    nonce = _derived(salt, shared, b"Content-Encoding: nonce\x00", 12)
    sealed = AESGCM(content_key).encrypt(nonce, message + b"\x02", None)
    return salt + RECORD_SIZE.to_bytes(4, "big") + bytes([len(mine)]) + mine + sealed


def are_keys(p256dh, auth):
    """Whether something can be sealed for a browser that says so."""
    try:
        seal(b"", p256dh, auth)
    except ValueError:
        return False
    return len(from_text(auth)) == 16


def _derived(salt, secret, label, length):
    return HKDF(hashes.SHA256(), length, salt, label).derive(secret)


def authorization(key, origin, subject, now):
    """The header that says who sends to the push service at `origin`; `subject` is a mailto: address or a page."""
    claims = {"aud": origin, "exp": int(now.timestamp()) + SIGNED_FOR_SECONDS, "sub": subject}
    # Strict, py-vapid would take no page with a port or a path, which RFC 8292 allows; the settings see to the subject.
    return Vapid02(key, {"no-strict": True}).sign(claims)["Authorization"]
