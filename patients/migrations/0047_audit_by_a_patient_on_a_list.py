from django.db import migrations

NAME = "audit_shown_keys"
MAKE = (
    f"CREATE INDEX CONCURRENTLY IF NOT EXISTS {NAME} ON patients_auditentry"
    " USING gin (string_to_array(btrim(shown), ' ')) WHERE shown <> ''"
)


def run(statement):
    """On PostgreSQL alone: SQLite has no index that finds one word of a text."""

    def execute(apps, editor):
        if editor.connection.vendor == "postgresql":
            editor.execute(statement)

    return execute


class Migration(migrations.Migration):
    atomic = False  # made beside the writing
    dependencies = [("patients", "0046_ledger_of_erasures_stays")]

    operations = [migrations.RunPython(run(MAKE), run(f"DROP INDEX CONCURRENTLY IF EXISTS {NAME}"))]
