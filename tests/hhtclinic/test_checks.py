"""A database that another version migrated is refused by name before anything in it is changed."""

import pytest
from django.core.checks import Tags, run_checks
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

pytestmark = pytest.mark.django_db
ON_DISK = "django.core.files.storage.FileSystemStorage"


def had(package, name):
    MigrationRecorder(connection).record_applied(package, name)


def found():
    return [fault.id for fault in run_checks(tags=[Tags.database], databases=["default"])]


def test_finds_nothing_in_a_database_of_this_version():
    assert found() == []


def test_refuses_to_migrate_what_another_version_migrated():
    had("patients", "0002_groups")
    assert found() == ["hhtclinic.E001"]
    with pytest.raises(SystemCheckError, match=r"has had patients\.0002_groups, which this version does not know"):
        call_command("migrate", skip_checks=False)


def test_leaves_the_history_of_other_packages_to_them():
    had("account", "0001_before_they_were_joined")
    assert found() == []


@pytest.mark.parametrize("wrong", [{"BACKEND": "no.such.Storage"}, {"BACKEND": ON_DISK, "OPTIONS": {"bucket": "x"}}])
def test_says_before_the_start_that_uploads_have_no_place(settings, wrong):
    assert run_checks(tags=[Tags.files]) == []
    settings.STORAGES = {**settings.STORAGES, "default": wrong}
    assert [fault.id for fault in run_checks(tags=[Tags.files])] == ["hhtclinic.E002"]
