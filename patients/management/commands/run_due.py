import logging
import math
import time

from django.core.management.base import BaseCommand, CommandError
from django.db import InterfaceError, OperationalError, close_old_connections

from patients import services
from patients.notices import rounds
from patients.services.isolation import Isolation
from patients.what_if import running
from programs import clock

PAUSE_SECONDS = 2  # between looks at what may not wait: alarms, and letters that are due
ROUND_SECONDS = 60  # between looks at everything
WITHOUT_SECONDS = 10  # at most, between tries to reach the database
log = logging.getLogger(__name__)


class Command(BaseCommand):
    help = (
        "Tells of alarms, sends the letters and notices that are due, evaluates every assignment whose answer the "
        "passing of time has changed, and works on what editors asked of their drafts. What fails is logged and stops "
        "nothing else. Several may run at once."
    )

    def add_arguments(self, parser):
        parser.add_argument("--loop", action="store_true", help="go on until stopped")

    def handle(self, *, loop, **options):
        if loop:
            go_on()
        isolation = Isolation()
        evaluated, sent, _more = one_round(isolation)
        said = f"{evaluated} evaluated, {sent} sent"
        if isolation.failed:
            raise CommandError(f"{said}, {isolation.failed} failed")
        self.stdout.write(said)


def go_on():
    """Without end. Without a database it waits, longer each time, and begins again."""
    loop, without = Loop(), 0
    while True:
        try:
            close_old_connections()
            loop.turn()
        except (OperationalError, InterfaceError) as error:
            pause = min(2**without, WITHOUT_SECONDS)
            without += 1
            log.error("no database (%s), again in %s s", type(error).__name__, pause)
        else:
            pause, without = PAUSE_SECONDS, 0
        time.sleep(pause)


class Loop:
    """The post every two seconds, everything once a minute; the post also between any two jobs of the latter."""

    def __init__(self):
        self.isolation = Isolation(between=self.post)
        self.next_post = self.next_round = -math.inf

    def turn(self):
        if time.monotonic() < self.next_round:
            self.post()
            return
        began = time.monotonic()
        *_done, more = one_round(self.isolation, self.post)
        self.next_round = -math.inf if more else began + ROUND_SECONDS

    def post(self, *_words):
        """`rounds.post`, but not within itself, nor for more than half of the time, as with a server that hangs."""
        began = time.monotonic()
        if began < self.next_post:
            return 0
        self.next_post = math.inf
        try:
            sent = rounds.post(clock.now(), self.isolation)
        except Exception:
            self.next_post = -math.inf
            raise
        now = time.monotonic()
        self.next_post = now + max(PAUSE_SECONDS, now - began)
        return sent


def one_round(isolation, post=None):
    """(how many were evaluated, how many notices and letters went out, whether there is more). Alarms wait for nothing
    else."""
    evaluated, sent, more, post = 0, 0, False, post or rounds.post
    with isolation.job("alarms", "", clock.now()):
        sent += post(clock.now(), isolation)
    with isolation.job("reviews", "", clock.now()):
        evaluated = services.run_due(clock.now(), isolation)
    with isolation.job("places", "", clock.now()):
        services.place_everybody(clock.now())
    with isolation.job("notices", "", clock.now()):
        sent += rounds.work(clock.now(), isolation, post)
    with isolation.job("what-ifs", "", clock.now()):
        more = running.work(clock.now())
    return evaluated, sent, more
