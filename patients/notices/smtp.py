"""Django's SMTP, telling what became of a letter: sent, certainly not sent, or nobody knows."""

import contextlib
import re
import smtplib
import socket
import threading
import time

from django.core.mail.backends.smtp import EmailBackend
from django.core.mail.message import sanitize_address

from patients.notices.outcomes import NotSent, Unknown

SECONDS = 20  # for opening a line, and again for handing a letter over: one that drips is no better than one that hangs
READY = 354
FIRST_DOTS = re.compile(rb"^\.", re.MULTILINE)


class Backend(EmailBackend):
    """`open` raises what Django's does, and nothing was sent then. `send_messages` hands over each letter, to one
    address, and raises `NotSent` or `Unknown`; the line is of no use afterwards."""

    @property
    def connection_class(self):
        return TLSLine if self.use_ssl else Line

    def open(self):
        try:
            made = super().open()
            self.connection.ehlo_or_helo_if_needed()
        except Exception:
            self.close()
            raise
        return made

    def send_messages(self, email_messages):
        for message in email_messages:
            self._hand_over(message)
        return len(email_messages)

    def _hand_over(self, message):
        line = self.connection
        line.begin()
        try:
            content = message.message().as_bytes(linesep="\r\n")
            _accepted(line.mail(sanitize_address(message.from_email, "utf-8")))
            _accepted(line.rcpt(sanitize_address(message.to[0], "utf-8")), of_the_address=True)
            _accepted(line.docmd("DATA"), READY)
        except (OSError, ValueError) as error:  # smtplib's errors are OSErrors
            raise NotSent(type(error).__name__, refused=isinstance(error, ValueError)) from error
        try:
            line.send(FIRST_DOTS.sub(b"..", content).rstrip(b"\r\n") + b"\r\n.\r\n")
            answer = line.getreply()
        except OSError as error:
            raise Unknown(type(error).__name__) from error
        _accepted(answer, of_the_address=True)

    def _close_connection(self, connection):
        """Without waiting for an answer."""
        with contextlib.suppress(OSError):
            connection.putcmd("quit")
        connection.close()


def _accepted(answer, code=None, of_the_address=False):
    """NotSent unless the server said yes. Its five hundreds are final where they are about the letter or its address;
    before, they are about ourselves, and somebody may put that right."""
    status, _words = answer
    if status == code or (code is None and 200 <= status < 300):
        return
    raise NotSent(f"{status}", refused=of_the_address and 500 <= status < 600)


class _Watched:
    """Cuts the line when it has taken too long in all. A socket's own time-out begins anew with every byte."""

    def __init__(self, *words, **options):
        self.begin()
        super().__init__(*words, **options)

    def begin(self):
        self._until = time.monotonic() + SECONDS

    def getreply(self):
        watch = threading.Timer(max(0, self._until - time.monotonic()), _cut, [self.sock])
        watch.daemon = True
        watch.start()
        try:
            return super().getreply()
        finally:
            watch.cancel()


def _cut(line):
    with contextlib.suppress(OSError):
        line.shutdown(socket.SHUT_RDWR)


class Line(_Watched, smtplib.SMTP):
    pass


class TLSLine(_Watched, smtplib.SMTP_SSL):
    pass
