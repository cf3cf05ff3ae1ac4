"""The room that a bench has: a PostgreSQL with a clinic's settings, and the site and the floor served side by side."""

import contextlib
import hashlib
import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

from tests.bench.measured import Processors
from tests.cluster import DATABASE
from tests.trials import served
from tests.trials.own_postgres import own_postgres

ROOT = served.ROOT
KEPT = ROOT / "var" / "bench"
PATIENT = ("--timeout", "300")  # what is slow is measured; a clinic's worker is ended after 30 seconds
SHAPES = ("*/migrations/*.py", "programs/library/**/*.toml", "patients/workshop/load.py")
SHAPES += ("tests/bench/seed.py", "tests/bench/copies.py", "tests/bench/floor/models.py")


class Room:
    """`seed(*steps)` fills its database (`tests/bench/seed.py`), `people` are who comes."""

    def __init__(self, server, database=DATABASE):
        self.server, self.database = server, database
        KEPT.mkdir(parents=True, exist_ok=True)
        self.log = KEPT / "log"
        self.environment = served.surroundings(KEPT, server.url(database)) | {"STAFF_SECOND_FACTOR": "1"}

    def copied(self, name):
        """A room with the same rows on the same server. Nobody may be connected here."""
        self.server.runs("createdb", "-T", self.database, name)
        return Room(self.server, name)

    def seed(self, *steps):
        environment = self.environment | {"DJANGO_SETTINGS_MODULE": "tests.bench.both"}
        words = [sys.executable, "-m", "tests.bench.seed", *steps]
        return subprocess.run(words, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE, text=True).stdout

    @property
    def people(self):
        return json.loads(self.seed("people"))

    def stored(self):
        """How many sessions, and visits of the floor, there are."""
        rows = "(SELECT count(*) FROM patients_trainingsession) + (SELECT count(*) FROM floor_visit)"
        return int(self.asks(f"SELECT {rows}")[0])

    def asks(self, query):
        return self.server.asks(query, self.database)

    def seed_or_restore(self, *steps):
        """The same as somebody made today of the same sources, if it is kept."""
        kept = KEPT / f"{'-'.join(steps)}.{fingerprint()}.dump"
        if kept.exists():
            self.server.runs("pg_restore", "-d", self.database, kept)
            self.asks("VACUUM ANALYZE")
            return
        for old in KEPT.glob("*.dump"):
            old.unlink()
        self.seed(*steps)
        kept.write_bytes(b"")
        os.chmod(kept, 0o600)
        self.server.runs("pg_dump", "-Fc", "-f", kept, self.database)

    @contextlib.contextmanager
    def site(self):
        """(port, processors) of the site."""
        with served.begun(self.environment, *PATIENT, log=self.log) as server:
            yield urlsplit(server.url).port, self._processors(server)

    @contextlib.contextmanager
    def floor(self):
        environment = self.environment | {"DJANGO_SETTINGS_MODULE": "tests.bench.floor.settings"}
        with served.begun(environment, *PATIENT, "tests.bench.floor.wsgi", log=self.log) as server:
            yield urlsplit(server.url).port, self._processors(server)

    def _processors(self, server):
        return Processors(server.pid, self.server.process.pid)


@contextlib.contextmanager
def room(**settings):
    """A `Room`; `settings` are of its PostgreSQL."""
    with own_postgres(**settings) as server:
        room = Room(server)
        room.seed("static")
        yield room


def fingerprint():
    """Stands for today and for what the rows are made from: another day, another past."""
    found = hashlib.sha256(date.today().isoformat().encode())
    for path in sorted(path for shape in SHAPES for path in Path(ROOT).glob(shape)):
        found.update(path.read_bytes())
    return found.hexdigest()[:12]
