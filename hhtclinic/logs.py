"""What no log may hold: the secrets that stand in an address, for the address is the key."""

import logging
import re

SECRET = re.compile(
    r"((?:/|%2F)(?:join|welcome|start-clinic|start/mail|calendar|reset/key|confirm-email)(?:/|%2F))[^\s/?#\"'%]+",
    re.IGNORECASE,
)


class Masking(logging.Formatter):
    """The whole line, with its traceback, whoever wrote it: what follows such a path is three dots."""

    def format(self, record):
        return SECRET.sub(r"\1...", super().format(record))
