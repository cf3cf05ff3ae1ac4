"""The site as a clinic serves it: gunicorn in production, on the database of the tests, with hashed static files."""

import contextlib
import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.db import connection
from django.test import Client

ROOT = Path(__file__).resolve().parents[2]
# As `make run` has them: no proxy stands in front that would hold idle connections.
THREADS = ("--worker-class", "gthread", "--threads", "4")
SECRET = "a-secret-of-the-trials-that-is-long-enough-to-start"


@contextlib.contextmanager
def production(folder, database=None, worker=THREADS, log=None, root=ROOT, **said):
    """Serves from `folder` (for what is collected) and yields the address; TLS alone is left out. The `database` is the
    one that the tests are connected to, if none is said, and what the server says goes to the file `log`. More of the
    surroundings are `said` as they are set, and with PLANTED it serves what `planted.py` says. `root` has the code."""
    environment = surroundings(folder, database or database_url()) | said
    if not (folder / "static").exists():
        manage(environment, "collectstatic", "--noinput", "--verbosity", "0", root=root)
    words = [*worker, *(["tests.trials.planted"] if "PLANTED" in said else [])]
    with begun(environment, *words, log=log, root=root) as server:
        yield server.url


class Server(NamedTuple):
    url: str
    pid: int  # of the process that keeps the workers


@contextlib.contextmanager
def begun(environment, *words, log=None, root=ROOT):
    """gunicorn as a clinic begins it, with these `words` of its command line beside; what it says goes to a `log`."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "-c", "deploy/gunicorn.py", *words]
    with open(log, "ab") if log else contextlib.nullcontext() as told:
        said = environment | {"BIND": f"127.0.0.1:{port}"}
        server = subprocess.Popen(command, cwd=root, env=said, stderr=told)
    try:
        # The release before, if `root` has it, may know no other page.
        wait_for(f"http://localhost:{port}/{'livez' if root == ROOT else 'account/login/'}")
        yield Server(f"http://localhost:{port}", server.pid)
    finally:
        server.terminate()
        server.wait(60)  # on a loaded machine


class OneAtATime:
    """`self(**said)` is the address of the site in these surroundings: of the one that runs if it runs in them."""

    def __init__(self, folder):
        self.folder, self.said, self.running = folder, None, contextlib.ExitStack()

    def __call__(self, **said):
        if said != self.said:
            self.running.close()
            self.url, self.said = self.running.enter_context(production(self.folder, **said)), said
        return self.url


def surroundings(folder, database):
    return {
        **os.environ,
        "ENVIRONMENT": "production",
        "SECRET_KEY": SECRET,
        "MFA_KEYS": SECRET[::-1],
        "ALLOWED_HOSTS": "localhost",
        "SECURE_SSL_REDIRECT": "0",
        "DATABASE_URL": database,
        "VAR_DIR": str(folder),
        "WEB_CONCURRENCY": "2",
        "EMAIL_URL": "smtp://localhost:2525",
        "DEFAULT_FROM_EMAIL": "Rehab <no-reply@rehab.example.org>",
    }


def database_url():
    """The address of the tests' own database, which the live rows are in."""
    own = connection.settings_dict
    host = own["HOST"].replace("/", "%2F")
    return f"postgres://{own['USER']}@{host}:{own['PORT']}/{own['NAME']}"


def children_of(pid):
    found = subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True).stdout.split()
    return [int(child) for child in found]


def manage(environment, *words, root=ROOT):
    subprocess.run([sys.executable, "manage.py", *words], cwd=root, env=environment, check=True)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(url):
    for _ in range(150):
        with contextlib.suppress(OSError):  # not there yet
            if urllib.request.urlopen(url, timeout=5).status == 200:
                return
        time.sleep(0.2)
    raise TimeoutError(url)


def session_cookie(user):
    """(name, value) of a signed-in session that the served site accepts: sessions are signed with its own secret."""
    client = Client()
    own, settings.SECRET_KEY = settings.SECRET_KEY, SECRET
    try:
        client.force_login(user)
    finally:
        settings.SECRET_KEY = own
    return f"__Host-{settings.SESSION_COOKIE_NAME}", client.cookies[settings.SESSION_COOKIE_NAME].value
