"""What every test stands on: a clock that is stopped, cheap passwords, static files as a clinic serves them, and how
hard hypothesis tries."""

import contextlib
import gc
import os
import sys
from unittest.mock import patch

import pytest
from coverage import Coverage
from django.conf import settings
from django.core.management.commands import flush
from django.db import connection, transaction
from hypothesis import settings as hypothesis_settings
from pytest_django.plugin import blocking_manager_key

from tests import always_fresh, migrated, stopped
from tests.collected import use_collected_files

# Who waits for whom is a question to PostgreSQL, as a plan is; and a release is kept as it wrote it down.
OF_POSTGRESQL = [
    *("test_migrations.py", "test_upgrade.py"),
    *("patients/test_entries_at_once.py", "hhtclinic/test_plans_kept.py"),
]
collect_ignore = [] if settings.DATABASES["default"]["ENGINE"].endswith("postgresql") else OF_POSTGRESQL
# Where branches are counted: beside the code that pyproject.toml names. A table in there may be marked `uncounted`.
COUNTED = ("tests/patients/", "tests/programs/progression/", "tests/test_access.py")
hypothesis_settings.register_profile("ci", deadline=None, derandomize=True, max_examples=100)
hypothesis_settings.register_profile("trials", deadline=None, max_examples=10_000)


# What was imported and collected stays to the end: to look through its 400,000 objects for circles again and again
# takes a fifth of a run.
gc.set_threshold(50_000)


def pytest_collection_finish():
    gc.freeze()


def pytest_configure():
    hypothesis_settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.LONGEST_WAIT = 60  # a database that waits for a busy machine is no outage
    settings.CONTENT_LANGUAGES = {"de": "German", "ar": "Arabic"}
    use_collected_files()
    always_fresh.be()
    stopped.stop()


@pytest.fixture
def stop_clock():
    """Stops the product's clock elsewhere: `stop_clock(at)`."""
    yield stopped.stop
    stopped.stop()


def pytest_addoption(parser):
    parser.addoption(
        "--database",
        choices=("needed", "spared"),
        help="only tests that need a database, without those marked `once`; or only those that need none",
    )


def pytest_collection_modifyitems(config, items):
    for item in items:
        if not item.nodeid.startswith(COUNTED):
            item.add_marker("uncounted")
    if wanted := config.getoption("database"):
        belongs = asks_both if wanted == "needed" else needs_none
        config.hook.pytest_deselected(items=[item for item in items if not belongs(item)])
        items[:] = filter(belongs, items)


def asks_both(item):
    return not needs_none(item) and not item.get_closest_marker("once")


def needs_none(item):
    asked = {"db", "django_db_setup", "transactional_db", "live_server"} & set(getattr(item, "fixturenames", ()))
    return not asked and not item.get_closest_marker("django_db")


@pytest.fixture(scope="session")
def kept_database(pytestconfig):
    """The file of a migrated database, which may not be there yet; None where none is kept."""
    return migrated.file_in(pytestconfig.cache.mkdir("migrated")) if migrated.is_kept_here() else None


@pytest.fixture(scope="session")
def django_db_keepdb(kept_database):
    """Whether the database is there before Django would make it."""
    if not (kept_database and kept_database.exists()):
        yield False
        return
    with contextlib.closing(migrated.bring_back(kept_database)):
        yield True


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker, django_db_keepdb, kept_database):
    """The migrated database with the groups in it, which `manage.py sync_groups` writes for a clinic, and the built-in
    programme: to load it takes longer than most of what a test does."""
    from patients.services.groups import sync_groups
    from tests import kept_rows, make

    with django_db_blocker.unblock():
        if kept_database and not django_db_keepdb:
            migrated.keep(kept_database)
        sync_groups()
        make.version()
        kept_rows.keep(connection)


@pytest.fixture(scope="module")
def kept_db(django_db_setup, django_db_blocker):
    """A transaction around all tests of a module, for rows that are costly to make; each test still rolls back its
    own writes. The module's tests carry the mark django_db."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextlib.contextmanager
def uncounted():
    """Counts no branch inside. Where Python has no cheap way to count, before 3.14, counting adds two thirds to the
    time of all that runs, of the framework too."""
    counting = sys.gettrace() and Coverage.current()
    if counting:
        counting.stop()
    try:
        yield
    finally:
        if counting:
            counting.start()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item):
    """Before any fixture: a module's rows are made at the time of its first test."""
    stopped.stop(stopped.BY_DAY if item.get_closest_marker("by_day") else stopped.AT)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item):
    with uncounted() if item.get_closest_marker("uncounted") else contextlib.nullcontext():
        return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(fixturedef):
    with uncounted() if fixturedef.argname == "django_db_setup" else contextlib.nullcontext():
        return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item, nextitem):
    """The flush after a transactional test empties every table. The triggers of the audit table are lifted for it and
    put back, and so are the rows of a migrated database: to make them anew takes longer than many a journey. After the
    last test the database itself is gone."""
    if not is_transactional(item):
        return (yield)
    from tests import append_only, kept_rows

    append_only.lift(connection)
    try:
        with patch.object(flush, "emit_post_migrate_signal"):  # it would make rows that are put back
            return (yield)
    finally:  # or one test that fails on its way out would fail the next one too
        if nextitem:
            with item.config.stash[blocking_manager_key].unblock():
                append_only.put_back(connection)
                kept_rows.put_back(connection)


def is_transactional(item):
    mark = item.get_closest_marker("django_db")
    asked = {"transactional_db", "live_server"} & set(getattr(item, "fixturenames", ()))
    return bool(asked or (mark and mark.kwargs.get("transaction")))
