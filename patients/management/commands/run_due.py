import time

from django.core.management.base import BaseCommand
from django.utils import timezone

from patients import services
from patients.notices import rounds
from patients.what_if import running

PAUSE_SECONDS = 60


class Command(BaseCommand):
    help = (
        "Evaluates every assignment whose answer the passing of time has changed, sends the notices that are due, and "
        "works on what editors asked of their drafts. Several may run at once."
    )

    def add_arguments(self, parser):
        parser.add_argument("--loop", action="store_true", help="go on, once a minute, until stopped")

    def handle(self, *, loop, **options):
        while True:
            count = services.run_due(timezone.now())
            sent = rounds.work(timezone.now())
            more = running.work(timezone.now())
            if not loop:
                self.stdout.write(f"{count} evaluated, {sent} sent")
                return
            time.sleep(0 if more else PAUSE_SECONDS)
