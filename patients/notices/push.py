"""Sending to a browser: a POST to one of the push services that the settings allow, and to nowhere else."""

import http.client
import logging
import ssl

from django.conf import settings
from django.db import Error

from patients.notices import webpush
from patients.notices.hosts import address_of
from patients.services.remind import drop_subscription

PORT = 443
PATIENCE = 5  # seconds
KEPT_FOR = 2 * 60 * 60  # seconds; later the service throws it away, as we would
GONE = {404, 410}
UNREACHED = 0
log = logging.getLogger(__name__)


def is_on():
    return bool(settings.PUSH_PRIVATE_KEY)


def public_key():
    """What a browser needs to subscribe, "" while push is off."""
    if not is_on():
        return ""
    return webpush.to_text(webpush.public_bytes(webpush.private_key(settings.PUSH_PRIVATE_KEY)))


TAKEN, NOT_TAKEN, UNKNOWN, DROPPED = "taken", "not taken", "unknown", "dropped"


def send(subscription, payload, now):
    """What became of `payload`: TAKEN or NOT_TAKEN by the push service, UNKNOWN when it was asked and gave no answer,
    DROPPED when the browser is gone, or its endpoint is not allowed, or no longer: that is not asked.

    Whatever else is wrong with one browser counts for that one alone.
    """
    try:
        return _send(subscription, payload, now)
    except Error:
        raise
    except Exception as error:
        log.error("push subscription %s was not asked: %s", subscription.pk, type(error).__name__)
        return NOT_TAKEN


def _send(subscription, payload, now):
    address = address_of(subscription.endpoint)
    if address is None or not webpush.are_keys(subscription.p256dh, subscription.auth):
        drop_subscription(subscription, now)
        return DROPPED
    status = _post(address, webpush.seal(payload, subscription.p256dh, subscription.auth), now)
    if status in GONE:
        drop_subscription(subscription, now)
        return DROPPED
    if status is None:
        return UNKNOWN
    return TAKEN if 200 <= status < 300 else NOT_TAKEN


def _post(address, body, now):
    """The status of the answer, UNREACHED when nobody was asked, None when nobody answered."""
    key = webpush.private_key(settings.PUSH_PRIVATE_KEY)
    headers = {
        "Authorization": webpush.authorization(key, address.origin, settings.PUSH_SUBJECT, now),
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(KEPT_FOR),
        "Urgency": "normal",
    }
    line = http.client.HTTPSConnection(address.host, PORT, timeout=PATIENCE, context=ssl.create_default_context())
    try:
        line.connect()
    except OSError:
        return UNREACHED
    try:
        line.request("POST", address.path, body, headers)
        return line.getresponse().status
    except (OSError, http.client.HTTPException):
        return None
    finally:
        line.close()
