"""A line between a phone and the site that can be cut, can answer 503, and can lose answers on the way back."""

import contextlib
import http.client
import random
import threading
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

HOP = {"connection", "transfer-encoding", "content-length", "keep-alive"}


class BadLine:
    """`with BadLine(host, port) as line`: `line.url` is the site's address behind it.

    `up` cuts the line when False. Of the entries that are sent, the share `refused` (0-1) is answered 503 without
    reaching the site, and of the others the share `lost` is stored and the answer never arrives. `plant` changes a file
    on its way to the phone. `counts` says how often each happened.
    """

    def __init__(self, host, port, seed=7):
        self.target = (host, port)
        self.up, self.refused, self.lost = True, 0, 0
        self.counts, self.plants, self.chance = Counter(), {}, random.Random(seed)

    def __enter__(self):
        self.server = ThreadingHTTPServer(("localhost", 0), type("Handler", (_Handler,), {"line": self}))
        self.server.daemon_threads = True
        self.url = f"http://localhost:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *error):
        self.server.shutdown()
        self.server.server_close()

    def plant(self, path, before, after):
        self.plants[path] = (before.encode(), after.encode())

    def passed_on(self, request, body):
        """The site's answer: status, headers, content."""
        site = http.client.HTTPConnection(*self.target, timeout=60)
        headers = {name: value for name, value in request.headers.items() if name.lower() != "accept-encoding"}
        site.request(request.command, request.path, body, headers)
        answer = site.getresponse()
        content = answer.read()
        site.close()
        if request.path in self.plants:
            before, after = self.plants[request.path]
            assert before in content, f"nothing to plant in {request.path}"
            content = content.replace(before, after)
        return answer.status, answer.getheaders(), content


class _Handler(BaseHTTPRequestHandler):
    line = None

    def answer(self):
        line = self.line
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if not line.up:
            line.counts["cut"] += 1
            return
        is_entry = self.command == "POST" and self.headers.get("Accept") == "application/json"
        if is_entry and line.chance.random() < line.refused:
            line.counts["refused"] += 1
            self.give(503, [], b"busy")
            return
        status, headers, content = line.passed_on(self, body)
        if is_entry and line.chance.random() < line.lost:
            line.counts["lost"] += 1
            return
        line.counts["entries answered"] += is_entry
        self.give(status, headers, content)

    def give(self, status, headers, content):
        self.send_response_only(status)
        for name, value in headers:
            if name.lower() not in HOP:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        with contextlib.suppress(ConnectionError):
            self.wfile.write(b"" if self.command == "HEAD" else content)

    do_GET = do_POST = do_HEAD = answer

    def log_message(self, *args):
        pass
