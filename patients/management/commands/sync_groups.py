from django.core.management.base import BaseCommand

from patients.services import groups


class Command(BaseCommand):
    help = "Gives physios and content editors exactly the permissions of this version. Repeating it changes nothing."

    def handle(self, **options):
        groups.sync_groups()
        self.stdout.write(f"Groups written: {', '.join(groups.PERMISSIONS)}")
