"""The push services that may be asked: nothing else on the network is, whatever a browser says."""

import re
from dataclasses import dataclass
from fnmatch import fnmatchcase
from urllib.parse import urlsplit

from django.conf import settings

PLAIN = re.compile(r"[!-~]+")  # ASCII without spaces and controls
LABEL = r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
NAME = re.compile(rf"(?=.{{1,253}}$){LABEL}(\.{LABEL})*")


@dataclass(frozen=True)
class Address:
    """Where a push service is asked: HTTPS at `host`, port 443, for `path` (with its query)."""

    host: str
    path: str

    @property
    def origin(self):
        return f"https://{self.host}"


def address_of(endpoint):
    """The `Address` of an endpoint at one of `settings.PUSH_HOSTS`, made anew from its checked parts; None for any
    other text. A pattern's star stands for any name before it."""
    if not PLAIN.fullmatch(endpoint):
        return None
    try:
        parts = urlsplit(endpoint)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return None
    if parts.scheme != "https" or "@" in parts.netloc or port not in (None, 443) or not NAME.fullmatch(host):
        return None
    if not any(fnmatchcase(host, pattern) for pattern in settings.PUSH_HOSTS):
        return None
    return Address(host, (parts.path or "/") + (f"?{parts.query}" if parts.query else ""))


def is_allowed(endpoint):
    """Whether it is an address that may be asked."""
    return address_of(endpoint) is not None
