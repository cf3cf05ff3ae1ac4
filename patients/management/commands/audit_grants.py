from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from patients.models import AuditDay, AuditEntry, Erasure


class Command(BaseCommand):
    help = (
        "Prints the SQL that lets a role of PostgreSQL serve the site without owning its tables: it reads and writes "
        "all of them, and to the audit and the ledger of erasures it only adds. Run it as the owner, after each "
        "migration."
    )

    def add_arguments(self, parser):
        parser.add_argument("role")

    def handle(self, *, role, **options):
        if connection.vendor != "postgresql":
            raise CommandError("Only PostgreSQL has roles.")
        name = connection.ops.quote_name(role)
        for line in (
            f"GRANT USAGE ON SCHEMA public TO {name};",
            f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {name};",
            f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {name};",
            *(
                f"REVOKE UPDATE, DELETE, TRUNCATE ON {one._meta.db_table} FROM {name};"
                for one in (AuditEntry, AuditDay, Erasure)
            ),
        ):
            self.stdout.write(line)
