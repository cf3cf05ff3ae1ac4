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


def is_on():
    return bool(settings.PUSH_PRIVATE_KEY)


def public_key():
    """What a browser needs to subscribe, "" while push is off."""
    if not is_on():
        return ""
    return webpush.to_text(webpush.public_bytes(webpush.private_key(settings.PUSH_PRIVATE_KEY)))


def send(subscription, payload, now):
    """Whether the push service took `payload`. A browser that is gone is dropped; an endpoint that is not allowed, or
    no longer, is not asked. OSError when the service cannot be reached."""
    if not is_allowed(subscription.endpoint):
        drop_subscription(subscription, now)
        return False
    sealed = webpush.seal(payload, subscription.p256dh, subscription.auth)
    status = _post(urlsplit(subscription.endpoint), sealed, now)
    if status in GONE:
        drop_subscription(subscription, now)
    return 200 <= status < 300


def _post(url, body, now):
    key = webpush.private_key(settings.PUSH_PRIVATE_KEY)
    headers = {
        "Authorization": webpush.authorization(key, f"{url.scheme}://{url.netloc}", settings.PUSH_SUBJECT, now),
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(KEPT_FOR),
        "Urgency": "normal",
    }
    line = http.client.HTTPSConnection(url.netloc, timeout=PATIENCE, context=ssl.create_default_context())
    try:
        line.request("POST", f"{url.path}?{url.query}" if url.query else url.path, body, headers)
        return line.getresponse().status
    except http.client.HTTPException as error:
        raise OSError(type(error).__name__) from error
    finally:
        line.close()
