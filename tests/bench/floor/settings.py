"""The database, sign-in and sessions of the site; of the middleware what `startproject` writes, and the sign-in."""

from pathlib import Path

from hhtclinic.settings import *  # noqa: F403
from hhtclinic.settings import INSTALLED_APPS, TEMPLATES

HERE = "tests.bench.floor"
INSTALLED_APPS = [*INSTALLED_APPS, HERE]
LOGIN_URL = "/account/login/"
ROOT_URLCONF = f"{HERE}.urls"
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",  # it insists
]
PROCESSORS = ["django.template.context_processors.request", "django.contrib.auth.context_processors.auth"]
TEMPLATES = [
    TEMPLATES[0] | {"DIRS": [Path(__file__).parent / "templates"], "OPTIONS": {"context_processors": PROCESSORS}}
]
