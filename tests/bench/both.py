"""Settings with the tables of the site and of the floor, for whoever fills them."""

from hhtclinic.settings import *  # noqa: F403
from hhtclinic.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.bench.floor"]
