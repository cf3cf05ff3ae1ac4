"""A PostgreSQL with the settings of a clinic, which can be killed and comes back with what it has."""

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from tests import cluster


@contextlib.contextmanager
def own_postgres(disk=contextlib.nullcontext, **settings):
    """An `OwnPostgres` for a while, in a folder that `disk` may make one of its own; `settings` beside PostgreSQL's
    own, `synchronous_commit="off"`."""
    folder = Path(tempfile.mkdtemp(prefix="hht-own-", dir="/tmp"))
    server = OwnPostgres(folder, settings)
    try:
        with disk(folder):
            try:
                server.begin()
                yield server
            finally:
                server.kill()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def small_disk(folder):
    """A disk of 400 MB at `folder`, in memory; root alone may mount one."""
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=400m", "tmpfs", folder], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


class OwnPostgres:
    def __init__(self, folder, settings):
        self.folder, self.settings = folder, settings
        self.programs = cluster.find_programs()
        self.process, self.owner = None, {}

    def begin(self):
        self.owner = cluster.unprivileged(self.folder)
        cluster.make_data_folder(self.programs, self.folder, self.owner)
        self.start()
        cluster.make_database(self.programs, self.folder, self.process)

    def start(self):
        """In a session of its own, so that all its processes can be killed at once."""
        own = self.owner | {"start_new_session": True}
        self.process = cluster.start(self.programs, self.folder, own, self.settings)

    def kill(self):
        if self.process:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def url(self, database=cluster.DATABASE, role="postgres"):
        return f"postgres://{role}@{str(self.folder).replace('/', '%2F')}:5432/{database}"

    def runs(self, program, *words):
        """What one of PostgreSQL's own programs prints."""
        place = ["-h", self.folder, "-p", "5432", "-U", "postgres"]
        command = [f"{self.programs}/{program}", *place, *words]
        return subprocess.run(command, cwd="/", check=True, capture_output=True, text=True).stdout

    def asks(self, query, database=cluster.DATABASE):
        """The lines that a query answers, and none while the server is not there."""
        try:
            return self.runs("psql", "-d", database, "-XAtc", query).splitlines()
        except subprocess.CalledProcessError:
            return []
