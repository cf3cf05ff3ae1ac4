"""The web server: gunicorn -c deploy/gunicorn.py. BIND and WEB_CONCURRENCY (workers) come from the environment."""

import os

wsgi_app = "hhtclinic.wsgi"
bind = os.environ.get("BIND", "127.0.0.1:8000")
workers = int(os.environ.get("WEB_CONCURRENCY", 2 * (os.cpu_count() or 1) + 1))
worker_class = "sync"  # a third faster here than threads, but only behind a proxy: an idle connection holds a worker
control_socket_disable = True
loglevel = "warning"
