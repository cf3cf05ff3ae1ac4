from allauth.mfa.models import Authenticator
from django.core.management.base import BaseCommand, CommandError

from hhtclinic.sealed import seal_all


class Command(BaseCommand):
    help = "Seals the secrets of all second factors with the first of MFA_KEYS, after one was put in front."

    def handle(self, *args, **options):
        try:
            sealed = seal_all(Authenticator.objects)
        except ValueError as missing:
            raise CommandError(f"{missing} Nothing was changed.") from missing
        self.stdout.write(f"{sealed} sealed with the first of MFA_KEYS; the others may be left out.")
