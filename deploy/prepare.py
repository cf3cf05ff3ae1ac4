"""Makes a demonstration ready: `python -m deploy.prepare`. Safe to repeat; one process for all of it is quick."""

import os
import sys
from itertools import count
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from hhtclinic.checks import refusal, unknown_migrations


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hhtclinic.settings")
    django.setup()
    settings.VAR_DIR.mkdir(mode=0o700, exist_ok=True)
    leave_room(connection)
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("load_programs")
    call_command("sync_groups")
    call_command("seed_demo", if_empty=True)
    if not settings.DEBUG and stale(Path(settings.STATIC_ROOT, "staticfiles.json")):
        call_command("collectstatic", interactive=False, verbosity=0)
    call_command("seed_demo", show=True)


def leave_room(connection):
    """Moves a demonstration aside that this version cannot migrate. Any other database is left as it is."""
    if not (unknown := unknown_migrations(connection)):
        return
    file = settings.VAR_DIR / "clinic.sqlite3"
    if settings.PRODUCTION or connection.settings_dict["NAME"] != str(file):
        sys.exit(str(refusal(unknown)))
    connection.close()
    kept = set_aside(file)
    print(f"{file.name} was made by another version. It is kept as {kept}, and a new demonstration is made.")


def set_aside(file):
    """Renames an SQLite database with what belongs to it, never over an earlier one; returns its new path."""
    names = (file.with_stem(f"{file.stem}-before{number if number > 1 else ''}") for number in count(1))
    kept = next(name for name in names if not name.exists())
    for end in ("-wal", "-shm", ""):  # the database last: until then its log is found again beside it
        part = Path(f"{file}{end}")
        if part.exists():
            part.rename(f"{kept}{end}")
    return kept


def stale(manifest):
    """Whether a file of ours, or what is installed, is newer than what was collected."""
    sources = [settings.BASE_DIR / "requirements.lock", *settings.BASE_DIR.glob("static/**/*")]
    return not manifest.exists() or max(path.stat().st_mtime for path in sources) > manifest.stat().st_mtime


if __name__ == "__main__":
    main()
