"""The newest backup is found by its name, and its database beside any other; the rest: tests/trials/test_backup.py."""

import datetime as dt

import pytest

from hhtclinic import backups


def test_takes_the_newest_and_nothing_else(tmp_path):
    for name in (
        "hhtclinic-20260603T110000Z.tar.gpg",
        "hhtclinic-20260603T120000Z.tar.gpg",
        "erased",
        ".unfinished-Xq",
    ):
        (tmp_path / name).touch()
    noon = dt.datetime(2026, 6, 3, 12, tzinfo=dt.UTC)
    assert backups.newest_in(tmp_path) == (tmp_path / "hhtclinic-20260603T120000Z.tar.gpg", noon)


def test_says_that_there_is_none(tmp_path):
    with pytest.raises(backups.NotRestored, match="holds no backup"):
        backups.newest_in(tmp_path)


@pytest.mark.parametrize(
    ("server", "address"),
    [
        ("postgres://boss@db:5433/postgres", "postgres://boss@db:5433/drill"),
        ("postgres:///postgres?host=/run/postgresql", "postgres:///drill?host=/run/postgresql"),
    ],
)
def test_names_a_database_beside_another(server, address):
    assert backups.beside(server, "drill") == address


def test_says_which_program_is_missing(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(backups.NotRestored, match="dropdb is missing"):
        backups.drop("postgres:///postgres", "drill")
