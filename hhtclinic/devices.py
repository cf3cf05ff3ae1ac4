"""The browsers that a person has signed in on, kept in a cookie of the browser itself.

Wrong passwords for one account are counted over all strangers together, so that nobody can guess on from many
addresses. A browser that the person once signed in on has a count of its own: strangers cannot use it up.
"""

import secrets

from django.conf import settings
from django.core import signing

from hhtclinic.models import User

COOKIE = "device"
SECONDS_KEPT = 365 * 24 * 60 * 60
PEOPLE = 5  # a computer at a clinic is shared; the latest are kept


def device_of(request, email):
    """The name of the request's browser if the owner of `email` has signed in on it, else None."""
    device, people = _read(request)
    return device if User.objects.filter(pk__in=people, email__iexact=email).exists() else None


def remember(request, response):
    """Makes the browser known to whoever is signed in on it."""
    device, people = _read(request)
    if request.user.pk in people:
        return
    response.set_cookie(
        COOKIE,
        signing.dumps([device or secrets.token_urlsafe(16), [request.user.pk, *people][:PEOPLE]], salt=COOKIE),
        max_age=SECONDS_KEPT,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _read(request):
    try:
        return signing.loads(request.COOKIES.get(COOKIE, ""), salt=COOKIE, max_age=SECONDS_KEPT)
    except signing.BadSignature:
        return None, []
