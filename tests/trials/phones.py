"""Phones that log over TLS until standard input ends.

python -m tests.trials.phones NAME ADDRESS CERTIFICATE < people.json prints what they were told, as JSON: the ids
that were acknowledged, and of each attempt when it began and ended, its method and the status, 0 where nobody answered.
"""

import http.client
import json
import socket
import ssl
import sys
import time

from tests.trials.test_durable import Phone


class Line(http.client.HTTPSConnection):
    def __init__(self, name, address, context):
        super().__init__(name, timeout=20, context=context)
        self.address, self.context = address, context

    def connect(self):
        plain = socket.create_connection((self.address, 443), self.timeout)
        self.sock = self.context.wrap_socket(plain, server_hostname=self.host)


class FarPhone(Phone):
    pause = 0.5  # and come again, as a phone does

    def __init__(self, line, cookie, prescription):
        super().__init__(443, cookie, prescription)
        self.line, self.told = line, []

    def opens_line(self):
        return self.line()

    def asks(self, method, body=None):
        began, status = time.time(), 0
        try:
            answer = super().asks(method, body)
            status = answer[0]
            return answer
        finally:
            self.told.append((began, time.time(), method, status))


def main(name, address, certificate):
    context = ssl.create_default_context(cafile=certificate)
    people = json.loads(sys.stdin.readline())
    cookie = people["name"]
    phones = [
        FarPhone(lambda: Line(name, address, context), f"{cookie}={one['cookie']}", one["prescription"])
        for one in people["people"]
    ]
    for phone in phones:
        phone.start()
    sys.stdin.read()
    for phone in phones:
        phone.over.set()
    for phone in phones:
        phone.join(60)
    told = sorted(one for phone in phones for one in phone.told)
    print(json.dumps({"acknowledged": [one for phone in phones for one in phone.acknowledged], "told": told}))


if __name__ == "__main__":
    main(*sys.argv[1:])
