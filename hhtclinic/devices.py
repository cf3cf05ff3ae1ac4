"""The browsers that a person has signed in on, kept in a cookie of the browser itself.

Wrong passwords for one account are counted over all strangers together, so that nobody can guess on from many
addresses. A browser that the person once signed in on has a count of its own: strangers cannot use it up. On any other
browser a sign-in is news, and its owner is told. Who was signed out everywhere knows none of the earlier ones.
"""

import re
import secrets

from django.conf import settings
from django.core import signing

from hhtclinic.models import User

SALT = "device and times signed out"
SECONDS_KEPT = 365 * 24 * 60 * 60
PEOPLE = 5  # a computer at a clinic is shared; the latest are kept

# In the order in which they are asked: most browsers also name the ones that they descend from.
BROWSERS = {"Edg": "Edge", "OPR": "Opera", "SamsungBrowser": "Samsung Internet", "FxiOS": "Firefox", "CriOS": "Chrome"}
BROWSERS |= {"Firefox": "Firefox", "Chrome": "Chrome", "Safari": "Safari"}
MACHINES = {"iPhone": "iPhone", "iPad": "iPad", "Android": "Android", "Windows": "Windows", "CrOS": "Chromebook"}
MACHINES |= {"Macintosh": "Mac", "Linux": "Linux"}


def device_of(request, email):
    """The name of the request's browser if the owner of `email` has signed in on it, else None."""
    device, people = _read(request)
    owner = User.objects.filter(pk__in=[pk for pk, _times in people], email__iexact=email).first()
    return device if owner and _mark(owner) in people else None


def is_known(request, user):
    """Whether `user` has signed in on the request's browser before."""
    return _mark(user) in _read(request)[1]


def remember(request, response):
    """Makes the browser known to whoever is signed in on it."""
    device, people = _read(request)
    mark = _mark(request.user)
    if mark in people:
        return
    others = [one for one in people if one[0] != mark[0]]
    response.set_cookie(
        settings.DEVICE_COOKIE_NAME,
        signing.dumps([device or secrets.token_urlsafe(16), [mark, *others][:PEOPLE]], salt=SALT),
        max_age=SECONDS_KEPT,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def words_for(user_agent):
    """A browser as its owner would call it, "Safari, iPhone"; what is not known is left out."""
    found = (
        next((name for sign, name in names.items() if re.search(rf"\b{sign}\b", user_agent)), "")
        for names in (BROWSERS, MACHINES)
    )
    return ", ".join(filter(None, found))


def _mark(user):
    return [user.pk, user.times_signed_out]


def _read(request):
    try:
        return signing.loads(request.COOKIES.get(settings.DEVICE_COOKIE_NAME, ""), salt=SALT, max_age=SECONDS_KEPT)
    except signing.BadSignature:
        return None, []
