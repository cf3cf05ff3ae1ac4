"""What a stretch of requests took: on the clock on the wall, and of the processors by the site and by PostgreSQL."""

import socket
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, SimpleQueue

CLIENTS = 4  # two for each worker, so that none waits for work


@dataclass(frozen=True)
class Taken:
    """Of so many requests, in seconds."""

    requests: int = 0
    wall: float = 0.0
    site: float = 0.0
    database: float = 0.0

    def __add__(self, other):
        pairs = zip(vars(self).values(), vars(other).values(), strict=True)
        return Taken(*(mine + its for mine, its in pairs))

    @property
    def rate(self):
        return self.requests / self.wall

    @property
    def each(self):
        """Processor time of one request, of site and database together."""
        return (self.site + self.database) / self.requests


class Processors:
    """The processor time that the children of two processes have taken: web workers, and connections of PostgreSQL."""

    def __init__(self, site, database):
        self.site, self.database = site, database

    def read(self):
        return {"site": _times(self.site, ""), "database": _times(self.database, "[local]")}


def _times(parent, said):
    """{process: seconds} of the children whose command line has the word in it."""
    return {pid: seconds for pid in _children(parent) if said in _command(pid) and (seconds := _time(pid))}


def _children(parent):
    return [int(pid) for pid in Path(f"/proc/{parent}/task/{parent}/children").read_text().split()]


def _command(pid):
    try:
        return Path(f"/proc/{pid}/cmdline").read_text()
    except OSError:  # it has ended
        return ""


def _time(pid):
    """utime and stime of all its threads, to the nanosecond: Linux has a clock for each process."""
    try:
        return time.clock_gettime(~pid << 3 | 2)
    except OSError:
        return 0


def run(processors: Processors, requests: Iterable["Request"]) -> Taken:
    """Sends all of them, four at a time. Raises `AssertionError` with the first answer that is no 200."""
    waiting, wrong = SimpleQueue(), SimpleQueue()
    count = sum(waiting.put(request) is None for request in requests)
    threads = [threading.Thread(target=_work, args=(waiting, wrong)) for _ in range(CLIENTS)]
    before, began = processors.read(), time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    wall, after = time.perf_counter() - began, processors.read()
    assert wrong.empty(), wrong.get()
    spent = {who: sum(took - before[who].get(pid, 0) for pid, took in after[who].items()) for who in after}
    return Taken(count, wall, **spent)


def _work(waiting, wrong):
    while True:
        try:
            request = waiting.get_nowait()
        except Empty:
            return
        try:
            answer = request.ask()
        except OSError as error:
            answer = repr(error).encode()
        if not answer.startswith(b"HTTP/1.1 200 "):
            wrong.put(f"{request.head}\n{answer[:2000].decode(errors='replace')}")


class Request:
    """Written once, before time is taken. Synchronous workers close each connection, so each request opens its own."""

    def __init__(self, port, path, cookies, body=None):
        self.port = port
        self.head = f"{'GET' if body is None else 'POST'} {path} HTTP/1.1"
        lines = [self.head, "Host: localhost", "Connection: close", "Accept-Encoding: gzip"]
        lines += ["Cookie: " + "; ".join(f"{name}={value}" for name, value in cookies.items())]
        if body is not None:
            lines += ["Accept: application/json", "Content-Type: application/x-www-form-urlencoded"]
            lines += [f"Content-Length: {len(body)}"]
        self.bytes = "\r\n".join([*lines, "", body or ""]).encode()

    def ask(self):
        with socket.create_connection(("127.0.0.1", self.port), timeout=120) as line:
            line.sendall(self.bytes)
            return b"".join(iter(lambda: line.recv(65_536), b""))
