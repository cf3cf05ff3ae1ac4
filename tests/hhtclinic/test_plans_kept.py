"""A connection to PostgreSQL keeps the plan of what is asked at every turn."""

import pytest
from django.db import NotSupportedError, connection, transaction
from django.test.utils import CaptureQueriesContext

from programs.models import Stage
from programs.prepared import ID, prepared
from tests import make

pytestmark = pytest.mark.django_db(transaction=True)
ASKED = "SELECT word FROM widened"


@pytest.fixture
def widens():
    """A column that a page reads gets another type: `widens()`."""

    def change():
        with connection.cursor() as cursor:
            # As from another connection: the driver would hear of one of its own.
            cursor.execute("DO $$ BEGIN ALTER TABLE widened ALTER COLUMN word TYPE varchar(20); END $$")

    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE widened AS SELECT 'old'::varchar(9) AS word")
        yield change
        cursor.execute("DROP TABLE widened")


def asks():
    return connection.rows_of_prepared(ASKED, {})


def kept(words):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT generic_plans + custom_plans FROM pg_prepared_statements WHERE statement LIKE %s", [words]
        )
        return [count for (count,) in cursor.fetchall()]


def test_is_asked_again_by_the_name_of_its_plan():
    asked = prepared(version=ID)(lambda version: Stage.objects.filter(version=version, name__contains="100% \"of it'"))
    for version in (make.version().pk, 2**40, -1):
        assert asked(version=version) == []
    assert kept("%of it''%") == [3]


def test_is_told_with_its_values():
    asked = prepared(version=ID)(lambda version: Stage.objects.filter(version=version))
    with CaptureQueriesContext(connection) as captured:
        asked(version=2**40)
    assert f"= ({2**40}::bigint)" in captured[0]["sql"]


def test_holds_when_a_column_gets_another_type(widens):
    assert asks() == asks() == [("old",)]
    widens()
    assert asks() == asks() == [("old",)]


def test_holds_again_after_the_transaction_that_met_the_change(widens):
    asks()
    widens()
    with pytest.raises(NotSupportedError), transaction.atomic():
        asks()
    with transaction.atomic():
        assert asks() == [("old",)]


def test_is_none_behind_a_pooler():
    connection.ensure_connection()
    before, connection.connection.prepare_threshold = connection.connection.prepare_threshold, None
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("CREATE TEMPORARY TABLE widened ON COMMIT DROP AS SELECT 1 AS word")
            assert asks() == [(1,)] and kept(ASKED) == []
    finally:
        connection.connection.prepare_threshold = before
