import time

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from patients.models import Clinic
from patients.workshop import load
from patients.workshop.demo import PASSWORD
from programs import clock
from programs.models import Program


class Command(BaseCommand):
    help = "Makes a clinic of any size, to see what size costs. Refuses to run in production."

    def add_arguments(self, parser):
        parser.add_argument("--patients", type=int, default=500)
        parser.add_argument("--sets", type=int, default=200_000)
        parser.add_argument("--batch", type=int, help="its number; the next free one without it")

    def handle(self, *, patients, sets, batch, **options):
        if settings.PRODUCTION:
            raise CommandError("Invented patients are not for production.")
        if patients < 1 or sets < 0:
            raise CommandError("At least one patient, and no fewer than no sets.")
        program = Program.objects.filter(slug="high-hamstring-tendinopathy").first()
        if program is None or program.latest_published() is None:
            raise CommandError("There is no published programme yet: run load_programs first.")
        batch = batch or Clinic.objects.filter(name__startswith="Load ").count() + 1
        if Clinic.objects.filter(name=f"Load {batch}").exists():
            raise CommandError(f"Batch {batch} is there already.")
        began = time.monotonic()
        made = load.seed(batch, program, patients=patients, sets=sets, now=clock.now())
        self.stdout.write(
            f"Batch {batch}: {made.patients} patients, {made.sessions} sessions, {made.sets} sets "
            f"in {time.monotonic() - began:.0f} s. Sign in as {made.physio.email}, password {PASSWORD}"
        )
