"""The post, for tests: what lies in a mailbox, and what a letter leads to."""

import re

from django.core import mail

from patients.notices import outbox
from programs import clock

LINK = re.compile(r"https?://[^/\s]+(/\S+)")
CODE = re.compile(r"^[A-Z0-9]{3,}-?[A-Z0-9]{3,}$", re.MULTILINE)


def letters_to(address):
    """Every letter that came to `address`, after the loop has sent what waits."""
    outbox.send_letters(clock.now())
    return [letter for letter in mail.outbox if letter.to == [address]]


def link_in(letter):
    """The path of the first link."""
    return LINK.search(letter.body)[1]


def code_in(letter):
    """The sign-in code, None where there is none."""
    found = CODE.search(letter.body)
    return found and found[0]
