"""The throwaway PostgreSQL: nothing of it outlives the command, however that ends."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import unquote, urlsplit

SAY_AND_WAIT = "import os, time; print(os.environ['DATABASE_URL'], flush=True); time.sleep(60)"


def test_removes_the_server_when_everything_else_is_killed():
    words = [sys.executable, Path(__file__).with_name("cluster.py"), "--", sys.executable, "-c", SAY_AND_WAIT]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True, start_new_session=True) as process:
        folder = data_folder(process.stdout.readline())
        was_there = (folder / "postmaster.pid").exists()
        os.killpg(process.pid, signal.SIGKILL)
    assert was_there
    assert disappears(folder)


def data_folder(url):
    host = urlsplit(url.strip()).netloc.split("@")[1].split(":")[0]
    return Path(unquote(host)) / "data"


def disappears(folder):
    for _ in range(100):
        if not folder.exists():
            return True
        time.sleep(0.1)
    return False
