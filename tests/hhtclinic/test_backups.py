"""The newest backup is found by its name, and its database beside any other; the rest: tests/trials/test_backup.py."""

import datetime as dt
import os
import subprocess
import time
from pathlib import Path

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


def test_leaves_no_dump_that_was_never_sealed(tmp_path):
    cut_off, at_work = tmp_path / ".unfinished-a", tmp_path / ".unfinished-b"
    for folder in (cut_off, at_work):
        folder.mkdir()
        (folder / "dump").touch()
    yesterday = time.time() - 24 * 60 * 60
    os.utime(cut_off, (yesterday, yesterday))
    psql = tmp_path / "psql"
    psql.write_text("#!/bin/sh\nexit 2\n")
    psql.chmod(0o755)
    where = {"DATABASE_URL": "postgres:///clinic", "BACKUP_DIR": str(tmp_path), "BACKUP_KEY": "key"}
    environment = {"PATH": f"{tmp_path}:{os.environ['PATH']}", **where}
    script = Path(backups.__file__).parent.parent / "deploy" / "backup.sh"
    assert subprocess.run(["bash", script], env=environment, capture_output=True).returncode != 0
    assert list(tmp_path.glob(".unfinished-*")) == [at_work]


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
