from django.core.management.base import BaseCommand

from programs import clock, library, transfer


class Command(BaseCommand):
    help = (
        "Loads the built-in programmes as published versions, and the guidance cards. Loading again changes nothing. "
        "A programme is left out, and that is said, while something else has its name or that of one of its exercises."
    )

    def handle(self, **options):
        for slug in library.available():
            try:
                version, created = transfer.load(slug, now=clock.now())
            except transfer.Taken as taken:
                self.stderr.write(f"{slug} is left out: {taken}")
                continue
            self.stdout.write(f"{version}: {'loaded' if created else 'there already'}")
        self.stdout.write(f"Guidance cards written: {transfer.load_guidance()}")
