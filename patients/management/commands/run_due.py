import logging
import time

from django.core.management.base import BaseCommand, CommandError
from django.db import InterfaceError, OperationalError, close_old_connections

from patients import services
from patients.notices import rounds
from patients.services.isolation import Isolation
from patients.what_if import running
from programs import clock

PAUSE_SECONDS = 60
log = logging.getLogger(__name__)


class Command(BaseCommand):
    help = (
        "Tells of alarms, evaluates every assignment whose answer the passing of time has changed, sends the notices "
        "that are due, and works on what editors asked of their drafts. What fails is logged and stops nothing else. "
        "Several may run at once."
    )

    def add_arguments(self, parser):
        parser.add_argument("--loop", action="store_true", help="go on, once a minute, until stopped")

    def handle(self, *, loop, **options):
        isolation = Isolation()
        if loop:
            self._go_on(isolation)
        evaluated, sent, _more = one_round(isolation)
        said = f"{evaluated} evaluated, {sent} sent"
        if isolation.failed:
            raise CommandError(f"{said}, {isolation.failed} failed")
        self.stdout.write(said)

    def _go_on(self, isolation):
        """Round after round. Without a database it waits, longer each time, and begins the round again."""
        without = 0
        while True:
            try:
                close_old_connections()
                *_done, more = one_round(isolation)
            except (OperationalError, InterfaceError) as error:
                pause = min(2**without, PAUSE_SECONDS)
                without += 1
                log.error("no database (%s), again in %s s", type(error).__name__, pause)
            else:
                pause, without = 0 if more else PAUSE_SECONDS, 0
            time.sleep(pause)


def one_round(isolation):
    """(how many were evaluated, how many notices sent, whether there is more). Alarms wait for nothing else."""
    evaluated, sent, more = 0, 0, False
    with isolation.job("alarms", "", clock.now()):
        sent += rounds.tell_alarms(clock.now(), isolation)
    with isolation.job("reviews", "", clock.now()):
        evaluated = services.run_due(clock.now(), isolation)
    with isolation.job("notices", "", clock.now()):
        sent += rounds.work(clock.now(), isolation)
    with isolation.job("what-ifs", "", clock.now()):
        more = running.work(clock.now())
    return evaluated, sent, more
