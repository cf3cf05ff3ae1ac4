"""A second machine for an `OwnPostgres`: a standby that every commit waits for, until it is killed."""

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

from tests import cluster
from tests.trials import served
from tests.trials.own_postgres import OwnPostgres, own_postgres

NAME = "standby"
CAUGHT_UP = "SELECT count(*) FROM pg_stat_replication WHERE sync_state IN ('sync', 'quorum')"


@contextlib.contextmanager
def pair(**options):
    """(primary, standby), both running; commits on the first wait for the second from then on."""
    with own_postgres(**options) as primary, copy_of(primary) as standby:
        wait_for_standby(primary, standby, NAME)
        yield primary, standby


@contextlib.contextmanager
def copy_of(primary, name=NAME):
    folder = Path(tempfile.mkdtemp(prefix="hht-standby-", dir="/tmp"))
    standby = OwnPostgres(folder, {"cluster_name": name, "primary_conninfo": conninfo(primary, name)})
    standby.owner = cluster.unprivileged(folder)
    words = [f"{primary.programs}/pg_basebackup", "-h", primary.folder, "-p", "5432", "-U", "postgres", "-R"]
    words += ["-D", folder / "data", "--checkpoint=fast"]
    subprocess.run(words, cwd="/", check=True, **standby.owner)
    (folder / "data").chmod(0o700)
    try:
        standby.start()
        yield standby
    finally:
        standby.kill()
        shutil.rmtree(folder, ignore_errors=True)


def conninfo(primary, name):
    return f"host={primary.folder} port=5432 user=postgres application_name={name}"


def replicate_to(primary, names):
    """As `synchronous_standby_names` says it."""
    primary.asks(f"ALTER SYSTEM SET synchronous_standby_names = '{names}'")
    primary.asks("SELECT pg_reload_conf()")


def wait_for_standby(primary, standby, names, number=1):
    replicate_to(primary, names)
    for _ in range(100):
        if primary.asks(CAUGHT_UP) == [str(number)]:
            return
        time.sleep(0.1)
    raise TimeoutError(f"no standby: {(standby.folder / 'log').read_text()}")


@contextlib.contextmanager
def stopped(server):
    """Nothing of it runs for a while, and its machine still takes connections."""
    pids = [server.process.pid, *served.children_of(server.process.pid)]
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in pids:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGCONT)
