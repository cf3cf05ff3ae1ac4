from cryptography.hazmat.primitives.asymmetric import ec
from django.core.management.base import BaseCommand

from patients.notices import webpush


class Command(BaseCommand):
    help = "Prints a new key pair for web push, as a line for the environment. A new pair ends all subscriptions."

    def handle(self, **options):
        key = ec.generate_private_key(webpush.CURVE)
        self.stdout.write(f"PUSH_PRIVATE_KEY={webpush.private_text(key)}")
        self.stdout.write(f"# public: {webpush.to_text(webpush.public_bytes(key))}")
