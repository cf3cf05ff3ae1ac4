from io import StringIO

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection


class Command(BaseCommand):
    help = (
        "Brings the database to this version, as the owner of its tables: migrates, lets the role that serves read and "
        "write, loads the programmes, sets what groups may do, and seals second factors with the newest key. Safe to "
        "repeat; what is served meanwhile goes on."
    )

    def add_arguments(self, parser):
        parser.add_argument("role", help="the role of PostgreSQL in the DATABASE_URL of the site")

    def handle(self, *, role, **options):
        call_command("migrate", interactive=False, stdout=self.stdout)
        call_command("createcachetable")
        grants = StringIO()
        call_command("audit_grants", role, stdout=grants)
        with connection.cursor() as cursor:
            cursor.execute(grants.getvalue())
        for command in ("load_programs", "sync_groups", "seal_factors"):
            call_command(command, stdout=self.stdout)
