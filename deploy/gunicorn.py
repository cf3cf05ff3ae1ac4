"""The web server: gunicorn -c deploy/gunicorn.py. BIND and WEB_CONCURRENCY (workers) come from the environment."""

import os
import shutil
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # its own lines are written as the site's are

wsgi_app = "hhtclinic.wsgi"
bind = os.environ.get("BIND", "127.0.0.1:8000")
workers = int(os.environ.get("WEB_CONCURRENCY", 2 * (os.cpu_count() or 1) + 1))
worker_class = "sync"  # a third faster here than threads, but only behind a proxy: an idle connection holds a worker
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
if os.environ.get("METRICS_TOKEN") and "PROMETHEUS_MULTIPROC_DIR" not in os.environ:  # where the workers count together
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = tempfile.mkdtemp(prefix="hhtclinic-metrics-")


def on_exit(server):
    if counted := os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        shutil.rmtree(counted, ignore_errors=True)
