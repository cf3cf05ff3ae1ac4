"""A migrated SQLite, kept between runs as long as no model and no migration changes: to migrate takes eight seconds."""

import hashlib
import inspect
import os
import sqlite3
from contextlib import closing
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import connections

MEMORY = "file:memorydb_default?mode=memory&cache=shared"  # what Django calls the database of a test run


def is_kept_here():
    return settings.DATABASES["default"]["ENGINE"].endswith("sqlite3")


def file_in(folder):
    """Where the database belongs that these models and migrations make. Others lie there no longer."""
    made_by = hashlib.sha256(sqlite3.sqlite_version.encode())
    for path in sorted(path for app in apps.get_app_configs() for path in _sources_of(app)):
        made_by.update(path.read_bytes())
    kept = folder / f"{made_by.hexdigest()[:20]}.sqlite3"
    for stale in set(folder.glob("*.sqlite3")) - {kept}:
        stale.unlink(missing_ok=True)
    return kept


def _sources_of(app):
    yield from (Path(app.path) / "migrations").glob("*.py")
    yield from (Path(inspect.getfile(module)) for module in [app.models_module] if module)
    yield from (Path(app.path) / "models").glob("*.py")


def bring_back(kept):
    """The kept database in memory, as an open connection: it is gone with the last one."""
    memory = sqlite3.connect(MEMORY, uri=True, check_same_thread=False)
    with closing(sqlite3.connect(kept)) as source:
        source.backup(memory)
    return memory


def keep(kept):
    """The database as it is now, for the next run; whole or not at all, whoever else does the same."""
    unfinished = kept.with_suffix(f".{os.getpid()}")
    with closing(sqlite3.connect(unfinished)) as target:
        connections["default"].connection.backup(target)
    unfinished.replace(kept)
