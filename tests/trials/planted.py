"""The site with a defect in it, for controls: a trial that passes on it too has tried nothing. PLANTED names which."""

import os
from datetime import timedelta
from functools import wraps

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hhtclinic.settings")

from django.conf import settings
from django.db.models import QuerySet

from programs import clock

DEFAULT = settings.CACHES["default"]


def unchecked_updates():
    """Who updates a row is told that it was theirs, whoever was first."""
    update = QuerySet.update
    QuerySet.update = wraps(update)(lambda rows, **values: max(1, update(rows, **values)))


def own_cache():
    """Each worker counts for itself."""
    DEFAULT.clear()
    DEFAULT["BACKEND"] = "django.core.cache.backends.locmem.LocMemCache"


def small_cache():
    """As many entries as Django keeps unasked."""
    del DEFAULT["OPTIONS"]


def limits_of_the_library():
    """Sign-ins are counted by address, those of honest people too."""
    del settings.ACCOUNT_RATE_LIMITS


def clock_ahead():
    """The machine's clock is an hour ahead of the database's."""
    real = clock.now
    clock.now = lambda: real() + timedelta(hours=1)


DEFECTS = {
    "clock ahead": clock_ahead,
    "unchecked updates": unchecked_updates,
    "own cache": own_cache,
    "small cache": small_cache,
    "limits of the library": limits_of_the_library,
}
DEFECTS[os.environ["PLANTED"]]()

from hhtclinic.wsgi import application  # noqa: E402, F401  served with the defect, which has to be there first
