"""How an instant that the database wrote is read: as Django reads it, whatever it is."""

import datetime as dt

import psycopg
import pytest
from django.db.backends.postgresql.psycopg_any import BaseTzLoader
from hypothesis import given
from hypothesis import strategies as st

from hhtclinic.postgresql.base import InstantLoader


class Djangos(BaseTzLoader):
    timezone = dt.UTC


def read(words, by):
    return by(psycopg.adapters.types["timestamptz"].oid).load(words.encode())


@given(st.datetimes(), st.sampled_from([0, 3, 6]))
def test_reads_an_instant_as_django_does(at, digits):
    fraction = f".{at.microsecond:06}"[: digits + 1].rstrip("0").rstrip(".")
    words = f"{at.replace(microsecond=0).isoformat(' ')}{fraction}+00"
    found, expected = (read(words, by) for by in (InstantLoader, Djangos))
    assert (found, found.tzinfo) == (expected, expected.tzinfo)


@pytest.mark.parametrize("words", ["infinity", "-infinity", "0044-03-15 12:00:00+00 BC", "12026-12-01 00:00:00+00"])
def test_leaves_what_is_no_year_of_ours_to_django(words):
    refusals = []
    for by in (InstantLoader, Djangos):
        with pytest.raises(psycopg.DataError) as refused:
            read(words, by)
        refusals.append(str(refused.value))
    assert refusals[0] == refusals[1]
