"""A backup of `deploy/backup.sh` on its way back: unsealed, unpacked, put into a database, compared with what it noted.

It runs PostgreSQL's own programs and gpg, by fixed words and no shell; what goes wrong is a `NotRestored` that says so.
"""

import datetime as dt
import os
import subprocess
import tarfile
from dataclasses import dataclass
from pathlib import Path

SQL = Path(__file__).parent.parent / "deploy" / "fingerprints.sql"
NAME = "hhtclinic-%Y%m%dT%H%M%SZ.tar.gpg"


class NotRestored(Exception):
    """Why a backup is none, in a sentence for whoever looks after the server."""


@dataclass(frozen=True)
class Backup:
    """What lies in one: when it was made, the role that the site serves with, and for each table what it amounts to."""

    folder: Path
    made_at: dt.datetime
    role: str
    prints: dict


def newest_in(folder):
    """(file, when it was made) of the last backup. NotRestored where there is none."""
    made = sorted((made_at, file) for file in Path(folder).iterdir() if (made_at := _made_at(file.name)))
    if not made:
        raise NotRestored(f"{folder} holds no backup.")
    return made[-1][1], made[-1][0]


def _made_at(name):
    try:
        return dt.datetime.strptime(name, NAME).replace(tzinfo=dt.UTC)
    except ValueError:
        return None


def unpack(file, key, folder):
    """The `Backup` in a sealed file, laid out in an empty folder. `key` is the private half, as gpg exports it."""
    keys, tar = folder / "keys", folder / "backup.tar"
    keys.mkdir(mode=0o700)
    gpg = ["gpg", "--homedir", keys, "--batch", "--quiet", "--no-tty"]
    try:
        _run("The private key cannot be read", [*gpg, "--import", key])
        _run(f"{file.name} cannot be unsealed", [*gpg, "--output", tar, "--decrypt", file])
    finally:
        subprocess.run(["gpgconf", "--homedir", keys, "--kill", "all"], capture_output=True)
    try:
        with tarfile.open(tar) as packed:
            packed.extractall(folder, filter="data")
        said = dict(line.split(" ", 1) for line in (folder / "backup" / "manifest").read_text().splitlines())
        prints = _read((folder / "backup" / "fingerprints").read_text())
        return Backup(folder / "backup", _made_at(f"hhtclinic-{said['made']}.tar.gpg"), said["role"], prints)
    except (tarfile.TarError, OSError, ValueError, KeyError) as error:
        raise NotRestored(f"{file.name} is no whole backup: {error}") from error
    finally:
        tar.unlink(missing_ok=True)


def restore(backup, server, database):
    """Into a new database beside the one that `server` names, with the roles, owners and rights it had."""
    psql = ["psql", "--no-psqlrc", "--quiet", "--dbname", server]
    # Those that are there already are said to be, and stay.
    _run("The roles cannot be made", [*psql, "--file", backup.folder / "roles.sql"])
    known = _run("The roles cannot be read", [*psql, "-At", "-c", "SELECT rolname FROM pg_roles WHERE NOT rolsuper"])
    if backup.role not in known.splitlines():
        raise NotRestored(
            f"The role {backup.role}, which the site serves with, is not in the backup, or may do anything."
        )
    _run("No database can be made", ["createdb", "--maintenance-db", server, "--template", "template0", database])
    words = ["pg_restore", "--exit-on-error", "--dbname", beside(server, database), backup.folder / "dump"]
    _run("The dump cannot be restored", words)


def drop(server, database):
    _run(
        "The trial's database cannot be dropped",
        ["dropdb", "--if-exists", "--force", "--maintenance-db", server, database],
    )


def beside(server, database):
    """The address of another database on the same server."""
    address, _mark, query = server.partition("?")
    return f"{address.rpartition('/')[0]}/{database}?{query}".rstrip("?")


def compare(backup, server, database):
    """(tables, rows) that are what they were when the backup was made. NotRestored names those that are not."""
    words = [
        "psql",
        "--no-psqlrc",
        "-XAtq",
        "-v",
        "ON_ERROR_STOP=1",
        "--file",
        SQL,
        "--dbname",
        beside(server, database),
    ]
    now = _read(_run("The tables cannot be read", words))
    if unlike := sorted(
        table for table in backup.prints.keys() | now.keys() if backup.prints.get(table) != now.get(table)
    ):
        raise NotRestored(f"Not as it was when the backup was made: {', '.join(unlike)}.")
    return len(now), sum(rows for rows, _print in now.values())


def _read(lines):
    """{table: (rows, print)}"""
    parts = (line.split("|") for line in lines.splitlines())
    return {table: (int(rows), said) for table, rows, said in parts}


def _run(what, words):
    """What a program prints; NotRestored with its last word where it fails."""
    try:
        done = subprocess.run(words, cwd="/", capture_output=True, text=True, env=os.environ | {"LC_ALL": "C"})
    except OSError as error:
        raise NotRestored(f"{what}: {words[0]} is missing ({error.strerror}).") from error
    if done.returncode:
        said = [line for line in done.stderr.splitlines() if line.strip()]
        raise NotRestored(f"{what}: {said[0] if said else words[0]}")
    return done.stdout
