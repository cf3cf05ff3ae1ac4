"""What every test stands on: cheap passwords, static files as they lie in the tree, and how hard hypothesis tries."""

import os

from django.conf import settings
from hypothesis import settings as hypothesis_settings

hypothesis_settings.register_profile("ci", deadline=None, derandomize=True, max_examples=100)
hypothesis_settings.register_profile("trials", deadline=None, max_examples=10_000)


def pytest_configure():
    hypothesis_settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    unhashed = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": unhashed}
    settings.WHITENOISE_AUTOREFRESH = True  # or every test client would read the whole folder of collected files first
