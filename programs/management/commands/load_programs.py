from django.core.management.base import BaseCommand

from programs import clock, library, transfer


class Command(BaseCommand):
    help = "Loads the built-in programmes as published versions, and the guidance cards. Loading again changes nothing."

    def handle(self, **options):
        for slug in library.available():
            version, created = transfer.load(slug, now=clock.now())
            self.stdout.write(f"{version}: {'loaded' if created else 'there already'}")
        self.stdout.write(f"Guidance cards written: {transfer.load_guidance()}")
