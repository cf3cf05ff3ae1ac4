from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from patients.models import Clinic
from patients.workshop import demo
from programs import clock


class Command(BaseCommand):
    help = "Makes a believable demo clinic with dates relative to today. Refuses to run in production."

    def add_arguments(self, parser):
        parser.add_argument("--if-empty", action="store_true", help="do nothing when a clinic exists")
        parser.add_argument("--show", action="store_true", help="only print the demo sign-ins")

    def handle(self, *, if_empty, show, **options):
        if settings.PRODUCTION:
            raise CommandError("The demo clinic is not for production.")
        if show:
            if demo.is_demo():
                self.stdout.write(demo.sign_ins())
            return
        if Clinic.objects.exists():
            if if_empty:
                return
            raise CommandError("There is a clinic already. The demo only starts from an empty database.")
        demo.seed(clock.now())
