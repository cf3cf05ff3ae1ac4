from django.core.management.base import BaseCommand

from patients import services
from patients.models import Assignment
from programs import clock


class Command(BaseCommand):
    help = "Derives the line that lists read anew for every running programme, from the rows behind it."

    def handle(self, **options):
        count = 0
        for assignment in Assignment.objects.active().with_its_page().iterator(chunk_size=200):
            services.rebuild_standing(assignment, clock.now())
            count += 1
        self.stdout.write(f"{count} rebuilt")
