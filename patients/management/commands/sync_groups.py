from django.core.management.base import BaseCommand

from patients.services import groups


class Command(BaseCommand):
    help = "Gives physios, editors and clinics' administrators the permissions of this version, and takes any others."

    def handle(self, **options):
        groups.sync_groups()
        self.stdout.write(f"Groups written: {', '.join(groups.PERMISSIONS)}")
