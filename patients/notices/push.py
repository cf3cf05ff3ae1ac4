"""Sending to a browser: a POST to one of the push services that the settings allow, and to nowhere else."""

import http.client
import ssl
from urllib.parse import urlsplit

from django.conf import settings

from patients.notices import webpush
from patients.notices.hosts import is_allowed
from patients.services.remind import drop_subscription

PATIENCE = 10  # seconds
KEPT_FOR = 2 * 60 * 60  # seconds; later the service throws it away, as we would
GONE = {404, 410}
UNREACHED = 0


def is_on():
    return bool(settings.PUSH_PRIVATE_KEY)


def public_key():
    """What a browser needs to subscribe, "" while push is off."""
    if not is_on():
        return ""
    return webpush.to_text(webpush.public_bytes(webpush.private_key(settings.PUSH_PRIVATE_KEY)))


TAKEN, NOT_TAKEN, UNKNOWN = "taken", "not taken", "unknown"


def send(subscription, payload, now):
    """What became of `payload`: TAKEN or NOT_TAKEN by the push service, UNKNOWN when it was asked and gave no answer.

    A browser that is gone is dropped; an endpoint that is not allowed, or no longer, is not asked.
    """
    if not is_allowed(subscription.endpoint):
        drop_subscription(subscription, now)
        return NOT_TAKEN
    sealed = webpush.seal(payload, subscription.p256dh, subscription.auth)
    status = _post(urlsplit(subscription.endpoint), sealed, now)
    if status in GONE:
        drop_subscription(subscription, now)
    if status is None:
        return UNKNOWN
    return TAKEN if 200 <= status < 300 else NOT_TAKEN


def _post(url, body, now):
    """The status of the answer, UNREACHED when nobody was asked, None when nobody answered."""
    key = webpush.private_key(settings.PUSH_PRIVATE_KEY)
    headers = {
        "Authorization": webpush.authorization(key, url, settings.PUSH_SUBJECT, now),
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(KEPT_FOR),
        "Urgency": "normal",
    }
    line = http.client.HTTPSConnection(url.netloc, timeout=PATIENCE, context=ssl.create_default_context())
    try:
        line.connect()
    except OSError:
        return UNREACHED
    try:
        line.request("POST", f"{url.path}?{url.query}" if url.query else url.path, body, headers)
        return line.getresponse().status
    except (OSError, http.client.HTTPException):
        return None
    finally:
        line.close()
