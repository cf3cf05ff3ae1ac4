"""A mail server that behaves, or does not: `refuses` (nobody listens), `451`, `550`, `hangs`, `hangs at the end`,
`dies in DATA`. What it does can change while it runs."""

import asyncio
import socket
import time
from collections import Counter
from email import message_from_bytes, policy

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP

from patients.notices import smtp

LATER, NEVER = "451 4.7.1 Greylisted, come again in a minute", "550 5.1.1 Nobody of that name"


class MailServer:
    """`manner` is how it behaves, `took` the letters it said yes to, `times` when each address got its first one;
    `handed_over` and `silent` say whose letters it got the whole of, and whose it did not answer."""

    def __init__(self, manner=""):
        self.manner, self.took, self.handed_over, self.greeted = manner, [], [], 0
        self.times, self.asked, self.silent = {}, Counter(), []
        self._controller = None
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_error):
        self.stop()

    def start(self):
        if self._controller is None:
            self._controller = _Controller(self, hostname="127.0.0.1", port=self.port)
            self._controller.start()

    def stop(self):
        """From now on it refuses."""
        if self._controller is not None:
            self._controller.stop()
            self._controller = None

    # What aiosmtpd asks ---------------------------------------------------------------------------------------------

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        self.greeted += 1
        session.host_name = hostname
        await self._hangs("hangs")
        return responses

    async def handle_RCPT(self, server, session, envelope, address, options):
        self.asked[address] += 1
        if self.manner == "451":
            return LATER
        if self.manner == "550":
            return NEVER
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.handed_over.append(envelope.rcpt_tos[0])
        if self.manner == "dies in DATA":
            self.silent.append(envelope.rcpt_tos[0])
            server.transport.abort()
            return "250 nobody hears it"
        await self._hangs("hangs at the end")
        self.took.append((envelope.rcpt_tos[0], message_from_bytes(envelope.content, policy=policy.default)))
        self.times.setdefault(envelope.rcpt_tos[0], time.time())
        return "250 OK"

    async def _hangs(self, manner):
        while self.manner == manner:
            await asyncio.sleep(0.05)


class _Controller(Controller):
    def factory(self):
        return SMTP(self.handler, hostname="mail.example.org", loop=self.loop)


def use(settings, server, seconds=0.5):
    """Sends the product's letters there, with little patience."""
    settings.EMAIL_BACKEND = "patients.notices.smtp.Backend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_TIMEOUT = seconds
    smtp.SECONDS = seconds
