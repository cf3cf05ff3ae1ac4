"""Granian in the place of gunicorn, in the same run: python -m tests.bench.granian. It is measured, not used: it is
installed beside the project for this alone."""

import contextlib
import os
import subprocess
import sys

from tests.bench import kinds
from tests.bench.__main__ import LONG, Bench, load, table
from tests.bench.measured import Processors
from tests.bench.room import KEPT, ROOT, room
from tests.trials import served

PINNED = "granian==2.8.9"
HOME = KEPT / PINNED


def install():
    if not HOME.exists():
        subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", "--target", HOME, PINNED], check=True)


@contextlib.contextmanager
def begun(environment, database, application):
    """(port, processors): two workers that serve one request at a time each, as gunicorn's do."""
    port = served.free_port()
    words = ["--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port), "--log-level", "error"]
    words += ["--workers", "2", "--blocking-threads", "1", f"{application}:application"]
    command = [sys.executable, "-m", "granian", *words]
    path = os.pathsep.join(map(str, (HOME, ROOT)))
    server = subprocess.Popen(command, cwd=ROOT, env=environment | {"PYTHONPATH": path})
    try:
        served.wait_for(f"http://localhost:{port}/livez")
        yield port, Processors(server.pid, database)
    finally:
        server.terminate()
        server.wait(60)


def compared(here, rounds=LONG):
    """A bench of the floor and of pages, each by both servers, beside the floor by gunicorn."""
    people, database = here.people, here.server.process.pid
    bare = here.environment | {"DJANGO_SETTINGS_MODULE": "tests.bench.floor.settings"}
    with contextlib.ExitStack() as servers:
        floor, site = servers.enter_context(here.floor()), servers.enter_context(here.site())
        their_floor = servers.enter_context(begun(bare, database, "tests.bench.floor.wsgi"))
        their_site = servers.enter_context(begun(here.environment, database, "hhtclinic.wsgi"))
        visit, *others = [*kinds.of_floor(floor, people), *kinds.pages_of(site, people)]
        theirs = [*kinds.of_floor(their_floor, people), *kinds.pages_of(their_site, people)]
        for kind in theirs:
            kind.name += " (granian)"
        return Bench(visit, sorted([*others, *theirs], key=lambda kind: kind.name), rounds)


def main():
    install()
    with room() as here:
        here.seed_or_restore("few", "many")
        print(table(compared(here).rows()), load(), sep="\n")


if __name__ == "__main__":
    main()
