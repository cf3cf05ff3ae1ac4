"""The push services that may be asked: nothing else on the network is, whatever a browser says."""

from fnmatch import fnmatchcase
from urllib.parse import urlsplit

from django.conf import settings


def is_allowed(endpoint):
    """Whether an address is HTTPS at one of `settings.PUSH_HOSTS`; a pattern's star stands for any name before it."""
    try:
        parts = urlsplit(endpoint)
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        return False
    plain = parts.scheme == "https" and not parts.username and endpoint.isascii() and endpoint.isprintable()
    return plain and any(fnmatchcase(host, pattern) for pattern in settings.PUSH_HOSTS)
