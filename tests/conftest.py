"""What every test stands on: cheap passwords, static files as they lie in the tree, and how hard hypothesis tries."""

import os

import pytest
from django.conf import settings
from django.db import transaction
from hypothesis import settings as hypothesis_settings

hypothesis_settings.register_profile("ci", deadline=None, derandomize=True, max_examples=100)
hypothesis_settings.register_profile("trials", deadline=None, max_examples=10_000)


def pytest_configure():
    hypothesis_settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    unhashed = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": unhashed}
    settings.WHITENOISE_AUTOREFRESH = True  # or every test client would read the whole folder of collected files first


@pytest.fixture(scope="module")
def kept_db(django_db_setup, django_db_blocker):
    """A transaction around all tests of a module, for rows that are costly to make; each test still rolls back its
    own writes. The module's tests carry the mark django_db."""
    from patients.groups import sync_groups

    with django_db_blocker.unblock(), transaction.atomic():
        sync_groups()  # the flush of an earlier test may have taken what the migration wrote
        yield
        transaction.set_rollback(True)
