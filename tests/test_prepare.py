"""A demonstration of another version is kept under another name; a clinic's database is left where it is."""

import sqlite3

import pytest
from django.db import ConnectionHandler, connections

from deploy import prepare
from deploy.prepare import leave_room, set_aside


@pytest.fixture
def database(tmp_path, settings, django_db_blocker):
    """Makes an SQLite database in the folder of demonstrations that has had these migrations of patients."""
    settings.VAR_DIR = tmp_path

    def made(name, *migrations):
        with sqlite3.connect(tmp_path / name) as opened:
            opened.execute("CREATE TABLE django_migrations (id INTEGER PRIMARY KEY, app, name, applied)")
            rows = [(name,) for name in migrations]
            opened.executemany("INSERT INTO django_migrations (app, name) VALUES ('patients', ?)", rows)
        options = {"ENGINE": "django.db.backends.sqlite3", "NAME": str(tmp_path / name)}
        connections.settings["demonstration"] = ConnectionHandler({"default": options}).settings["default"]
        return connections["demonstration"]

    with django_db_blocker.unblock():
        yield made
    connections["demonstration"].close()
    del connections["demonstration"], connections.settings["demonstration"]


def names_in(file):
    with sqlite3.connect(file) as opened:
        return [name for (name,) in opened.execute("SELECT name FROM django_migrations")]


def test_keeps_a_demonstration_of_another_version_and_says_so(database, tmp_path, capsys):
    leave_room(database("clinic.sqlite3", "0001_initial", "0002_groups"))
    assert [path.name for path in tmp_path.iterdir()] == ["clinic-before.sqlite3"]
    assert names_in(tmp_path / "clinic-before.sqlite3") == ["0001_initial", "0002_groups"]
    assert "made by another version. It is kept as" in capsys.readouterr().out


def test_leaves_a_demonstration_of_this_version_in_use(database, tmp_path, capsys):
    leave_room(database("clinic.sqlite3", "0001_initial"))
    assert (tmp_path / "clinic.sqlite3").exists()
    assert not capsys.readouterr().out


@pytest.mark.parametrize(("name", "production"), [("clinic.sqlite3", True), ("elsewhere.sqlite3", False)])
def test_refuses_any_other_database_and_leaves_it_in_place(database, tmp_path, settings, name, production):
    settings.PRODUCTION = production
    with pytest.raises(SystemExit, match=r"has had patients\.0002_groups"):
        leave_room(database(name, "0001_initial", "0002_groups"))
    assert names_in(tmp_path / name) == ["0001_initial", "0002_groups"]


def test_never_puts_one_over_another(tmp_path):
    for words in ("first", "second"):
        for end in ("", "-wal"):
            (tmp_path / f"clinic.sqlite3{end}").write_text(words)
        set_aside(tmp_path / "clinic.sqlite3")
    kept = {path.name: path.read_text() for path in tmp_path.iterdir()}
    assert kept == {
        "clinic-before.sqlite3": "first",
        "clinic-before.sqlite3-wal": "first",
        "clinic-before2.sqlite3": "second",
        "clinic-before2.sqlite3-wal": "second",
    }


def test_asks_before_it_migrates_and_writes_programmes_groups_and_people_after(monkeypatch):
    done = []
    monkeypatch.setattr(prepare, "leave_room", lambda connection: done.append("leave_room"))
    monkeypatch.setattr(prepare, "call_command", lambda name, **options: done.append(name))
    prepare.main()
    assert [name for name in done if name != "collectstatic"] == [
        *("leave_room", "migrate", "createcachetable", "load_programs", "sync_groups", "seed_demo", "seed_demo")
    ]
