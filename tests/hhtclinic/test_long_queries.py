"""PostgreSQL's backend."""

from psycopg._queries import PostgresClientQuery, _query2pg_client
from psycopg.adapt import Transformer

from hhtclinic.postgresql import base as _base


def test_takes_a_long_query_apart_once():
    assert _base
    query, before = PostgresClientQuery(Transformer()), _query2pg_client.cache_info().hits
    for value in (1, 2):
        query.convert("SELECT %s" + ", 'as long as what a log asks'" * 300, [value])
    assert _query2pg_client.cache_info().hits == before + 1
