"""Somebody at the served site: a plain HTTP client that keeps its cookies and follows nothing."""

import http.client
from http.cookies import SimpleCookie
from typing import NamedTuple
from urllib.parse import urlencode, urlsplit

# Against forged posts a form has to send what is in a cookie of its browser, whatever that is.
CSRF, TOKEN = "__Host-csrftoken", "t" * 32


class Answer(NamedTuple):
    status: int
    text: str
    leads_to: str


class Visitor:
    """Comes with `headers` beside its cookies, over a connection of its own each time."""

    def __init__(self, url, *cookies, **headers):
        self.port, self.headers = urlsplit(url).port, headers
        self.cookies = {CSRF: TOKEN, **dict(cookies)}

    def get(self, path):
        return self._asks("GET", path)

    def post(self, path, headers=(), **fields):
        body = urlencode(fields | {"csrfmiddlewaretoken": TOKEN})
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return self._asks("POST", path, body, kind | dict(headers))

    def _asks(self, method, path, body=None, headers=()):
        line = http.client.HTTPConnection("localhost", self.port, timeout=60)
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        try:
            line.request(method, path, body, {"Cookie": cookies, **self.headers, **dict(headers)})
            answer = line.getresponse()
            self._keep(answer.headers.get_all("Set-Cookie", []))
            return Answer(answer.status, answer.read().decode(), answer.headers.get("Location", ""))
        finally:
            line.close()

    def _keep(self, lines):
        for line in lines:
            for name, morsel in SimpleCookie(line).items():
                if name != CSRF:
                    self.cookies[name] = morsel.value
