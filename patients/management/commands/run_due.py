import time

from django.core.management.base import BaseCommand
from django.utils import timezone

from patients import services

PAUSE_SECONDS = 60


class Command(BaseCommand):
    help = "Evaluates every assignment whose answer the passing of time has changed. Several may run at once."

    def add_arguments(self, parser):
        parser.add_argument("--loop", action="store_true", help="go on, once a minute, until stopped")

    def handle(self, *, loop, **options):
        while True:
            count = services.run_due(timezone.now())
            if not loop:
                self.stdout.write(f"{count} evaluated")
                return
            time.sleep(PAUSE_SECONDS)
