"""The web server: gunicorn -c deploy/gunicorn.py. BIND and WEB_CONCURRENCY (workers) come from the environment.

USR2 puts the release that is there by now in the place of the one that is served: a new master loads it, beside the old
one and from the same socket, and once it could, the old one's workers finish what they have in hand. HUP would end them
while the new ones still load, and a release that does not load would end the site.
"""

import gc
import os
import re
import shutil
import signal
import sys
import tempfile
from itertools import count
from pathlib import Path

from gunicorn import systemd

chdir = str(Path(__file__).resolve().parent.parent)  # behind the link
sys.path.insert(0, chdir)  # its own lines are written as the site's are
wsgi_app = "hhtclinic.wsgi"
bind = os.environ.get("BIND", "127.0.0.1:8000")
workers = os.environ.get("WEB_CONCURRENCY") or str(2 * (os.cpu_count() or 1) + 1)
if not re.fullmatch("[1-9][0-9]{0,2}", workers):
    sys.exit(f"WEB_CONCURRENCY must be a number of workers from 1 to 999, such as 5, and is {workers!r}.")
worker_class = "sync"  # a third faster here than threads, but only behind a proxy: an idle connection holds a worker
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # a disk that hangs ends no worker
preload_app = True  # 65 MB that all workers share; who is begun anew is of the same release
timeout = graceful_timeout = 30
max_requests, max_requests_jitter = 5000, 1000  # what leaks is given back, and not by all at once
control_socket_disable = True
loglevel = "warning"
if os.environ.get("ENVIRONMENT") == "production":
    logconfig_dict = {
        "formatters": {"generic": {"()": "hhtclinic.logs.Json"}},
        "root": {"level": "WARNING", "handlers": ["error_console"]},
        # The site says each request itself, by its route: a path may be a key.
        "loggers": {
            "gunicorn.error": {"level": "WARNING", "handlers": ["error_console"], "propagate": False},
            "gunicorn.access": {"level": "CRITICAL", "handlers": [], "propagate": False},
        },
    }
# Where the workers of this master count together: one that follows it has a folder of its own.
own_metrics = f"hhtclinic-metrics-{os.getpid()}-"
if os.environ.get("METRICS_TOKEN") and own_metrics not in os.environ.get("PROMETHEUS_MULTIPROC_DIR", ""):
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = tempfile.mkdtemp(prefix=own_metrics)


def pre_fork(server, worker):
    """Workers come and go, and a file for each that ever was would fill the folder: they count on in each other's."""
    taken = {one.slot for one in server.WORKERS.values()}
    worker.slot = next(number for number in count() if number not in taken)


def post_fork(server, worker):
    os.environ["METRICS_SLOT"] = str(worker.slot)


def on_exit(server):
    if counted := os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        shutil.rmtree(counted, ignore_errors=True)


def pre_exec(server):
    """Of a new master: it begins with the Python and the libraries of its own release."""
    server.START_CTX["args"].pop(0)
    server.START_CTX[0], server.START_CTX["cwd"] = server.START_CTX["args"][0], "/"


def when_ready(server):
    """A new master has loaded its release: it is the one now, and the one before may go. What it loaded is no garbage:
    no worker goes through it for circles, which costs an unlucky request 150 ms, and the workers go on sharing it."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000)  # new objects before circles are looked for; 700 would do so some 20 times a page
    if server.master_pid:
        systemd.sd_notify(f"MAINPID={server.pid}", server.log)
        os.kill(server.master_pid, signal.SIGTERM)
        server.master_pid = 0  # else it would not hear a USR2 until that one has gone, which may take half a minute
