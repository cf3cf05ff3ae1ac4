"""Static files as a clinic serves them, named by their content: collected once, and again when a source has changed."""

import contextlib
import hashlib
import os
import shutil
import tempfile
import time
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.test import override_settings

DAY = 24 * 60 * 60  # seconds
HASHED = {**settings.STORAGES, "staticfiles": {"BACKEND": "hhtclinic.storage.HashedStorage"}}


def use_collected_files():
    """From now on pages name files that were collected, and those are found and served.

    The process that starts those of xdist comes first, so it is the one that collects.
    """
    folder = settings.VAR_DIR / "test-static" / fingerprint()
    if not folder.exists():
        collect_into(folder)
    os.utime(folder)
    # The live server serves what finders find, so they look among what was collected; a source lies there too, under
    # its own name. Without autorefresh every test client would read the whole folder first.
    new = {"STORAGES": HASHED, "STATIC_ROOT": folder, "STATICFILES_DIRS": [folder], "WHITENOISE_AUTOREFRESH": True}
    override_settings(**new).enable()


def fingerprint():
    """Stands for the static files of the project and of its packages. A file counts by its size and the time of its
    last change, for to read them all would cost every run."""
    facts = []
    for finder in finders.get_finders():
        for name, storage in finder.list([]):
            found = os.stat(storage.path(name))
            facts.append(f"{name} {found.st_size} {found.st_mtime_ns}")
    return hashlib.sha256("\n".join(sorted(facts)).encode()).hexdigest()[:12]


def collect_into(folder):
    """The folder appears when it is complete: a run beside this one never meets half of it, and
    keeps its own folder. Those that no run has asked for since yesterday are removed."""
    settings.VAR_DIR.mkdir(mode=0o700, exist_ok=True)
    folder.parent.mkdir(exist_ok=True)
    unused = [path for path in folder.parent.iterdir() if path.stat().st_mtime < time.time() - DAY]
    with tempfile.TemporaryDirectory(dir=settings.VAR_DIR) as beside:
        complete = Path(beside, folder.name)
        with override_settings(STORAGES=HASHED, STATIC_ROOT=complete):
            call_command("collectstatic", interactive=False, verbosity=0)
        with contextlib.suppress(OSError):  # the run beside was quicker
            complete.rename(folder)
    for path in unused:
        shutil.rmtree(path, ignore_errors=True)
