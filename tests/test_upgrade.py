"""The last release, with a clinic in it, becomes this version: what was written stays, pages open, and the release
could go on beside it. Collected on PostgreSQL; under load, with both at work, in tests/trials/test_upgrade.py."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

from patients.workshop import demo
from tests.crawl import Crawl
from tests.upgrade import release

pytestmark = pytest.mark.django_db
NAME = "hht_upgrade"
# What Django itself writes at every migration, and what a migration rewrites with open eyes: why.
GROWS = {"django_migrations", "django_content_type", "auth_permission", "auth_group_permissions"}
REWRITTEN: dict[tuple[str, str], str] = {}
WHO = [email for role, email in demo.SIGN_INS if "patient" not in role or "suggestion" in role]


@pytest.fixture(scope="module")
def upgraded(django_db_setup, django_db_blocker):
    """(columns before and after, prints before and after) of a database that was migrated; it is the tests' own."""
    with django_db_blocker.unblock():
        own = connection.settings_dict["NAME"]
        with connection._nodb_cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {NAME}")
        try:
            use(NAME)
            yield upgrade()
        finally:
            use(own)
            with connection._nodb_cursor() as cursor:
                cursor.execute(f"DROP DATABASE {NAME}")


def use(database):
    connection.close()
    connection.settings_dict["NAME"] = database
    ContentType.objects.clear_cache()


def upgrade():
    at = connection.settings_dict
    release.load(("-h", at["HOST"], "-p", str(at["PORT"]), "-U", at["USER"], "-d", at["NAME"]))
    with connection.cursor() as cursor:
        known = release.columns(cursor)
        before = release.prints(cursor, known)
        call_command("migrate", verbosity=0)
        now = release.columns(cursor)
        gone = {(table, name) for table, names in known.items() for name in names if name not in now.get(table, {})}
        still = {table: [one for one in names if (table, one) not in REWRITTEN] for table, names in known.items()}
        return known, now, gone, before, release.prints(cursor, still) if not gone else {}


def test_keeps_what_was_written(upgraded):
    _known, _now, _gone, before, after = upgraded
    rewritten = {table for table, _column in REWRITTEN}
    kept = before.keys() - GROWS - rewritten
    assert {table: after[table] for table in kept} == {table: before[table] for table in kept}
    assert len(kept) > 60 and sum(before[table][0] for table in kept) > 1500
    assert all(after[table][0] == before[table][0] for table in rewritten)


def test_leaves_the_release_every_column_and_asks_it_for_no_other(upgraded):
    """Its code runs on while this version migrates, and again if this one is rolled back."""
    known, now, gone, *_prints = upgraded
    asked = {
        (table, name)
        for table in known
        for name, is_free in now[table].items()
        if name not in known[table] and not is_free
    }
    assert (gone, asked) == (set(), set())


@pytest.mark.parametrize("email", WHO)
def test_opens_every_page(email, upgraded, stop_clock):
    stop_clock(MigrationRecorder.Migration.objects.latest("applied").applied)
    client = Client()
    client.force_login(get_user_model().objects.get(email=email))
    crawl = Crawl(client, ["/"], patients=2, same=1, most=1)
    assert {page: status for page, status in crawl.came.items() if status >= 400} == {}
    assert len(crawl.pages) > 5
