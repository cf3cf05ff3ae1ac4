"""A loop that sends what is due, in a process of its own: python -m tests.trials.loop LEDGER [careless].

Each letter is a line in the file LEDGER, its address, written in one piece. A careless loop reads whether a letter is
free and then takes it, instead of taking it by one conditional update.
"""

import os
import sys
import time

import django
from django.core.mail.backends.base import BaseEmailBackend

from programs import clock

BEFORE, AFTER = 0.004, 0.004  # seconds: as slow as a post, so that a kill falls between claim, letter and note


class Ledger(BaseEmailBackend):
    def send_messages(self, messages):
        for message in messages:
            time.sleep(BEFORE)
            line = os.open(os.environ["LEDGER"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
            os.write(line, f"{message.to[0]}\n".encode())
            os.close(line)
            time.sleep(AFTER)
        return len(messages)


def careless(letter, now):
    letter.refresh_from_db()
    if letter.claimed_at:
        return False
    letter.claimed_at = now
    letter.save()
    return True


def main(ledger, how="careful"):
    os.environ.update(LEDGER=ledger, EMAIL_BACKEND="tests.trials.loop.Ledger")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hhtclinic.settings")
    django.setup()

    from patients.notices import outbox, sending

    if how == "careless":
        outbox.claim_letter = careless
    sending.send(clock.now())
    while outbox.send_letters(clock.now()):
        pass


if __name__ == "__main__":
    main(*sys.argv[1:])
