from django.db import migrations, models
from django.db.models.functions import Now

ROWS, DAYS = "patients_auditentry", "patients_auditday"
SAID = "audit rows are append-only"


def sqlite_refuses(table):
    """BEFORE INSERT as well: what INSERT OR REPLACE takes out fires no DELETE trigger on a connection without
    recursive_triggers."""
    stop = f"BEGIN SELECT RAISE(ABORT, '{SAID}'); END"
    return [
        f"CREATE TRIGGER {table}_refuses_update BEFORE UPDATE ON {table} {stop}",
        f"CREATE TRIGGER {table}_refuses_delete BEFORE DELETE ON {table} {stop}",
        f"CREATE TRIGGER {table}_refuses_replace BEFORE INSERT ON {table}"
        f" WHEN EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id) {stop}",
    ]


def postgresql_refuses(table):
    return [
        f"CREATE TRIGGER audit_refuses BEFORE UPDATE OR DELETE ON {table}"
        " FOR EACH ROW EXECUTE FUNCTION audit_refuses()",
        f"CREATE TRIGGER audit_refuses_truncate BEFORE TRUNCATE ON {table}"
        " FOR EACH STATEMENT EXECUTE FUNCTION audit_refuses()",
    ]


REFUSE = {
    "sqlite": [
        *sqlite_refuses(ROWS),
        *sqlite_refuses(DAYS),
        # A trigger of SQLite cannot change the row that comes in: it refuses one that is of another minute.
        f"CREATE TRIGGER {ROWS}_of_now BEFORE INSERT ON {ROWS}"
        " WHEN coalesce(abs(julianday(NEW.at) - julianday('now')), 1) > 1.0 / 24 / 60"
        " BEGIN SELECT RAISE(ABORT, 'audit rows are of now'); END",
    ],
    "postgresql": [
        "CREATE OR REPLACE FUNCTION audit_refuses() RETURNS trigger LANGUAGE plpgsql AS"
        f" $$ BEGIN RAISE EXCEPTION '{SAID}'; END $$",
        "CREATE OR REPLACE FUNCTION audit_of_now() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN NEW.at := clock_timestamp(); RETURN NEW; END $$",
        f"CREATE TRIGGER audit_of_now BEFORE INSERT ON {ROWS} FOR EACH ROW EXECUTE FUNCTION audit_of_now()",
        *postgresql_refuses(ROWS),
        *postgresql_refuses(DAYS),
    ],
}
ALLOW = {
    "sqlite": [
        "DROP TRIGGER IF EXISTS audit_refuses_UPDATE",
        "DROP TRIGGER IF EXISTS audit_refuses_DELETE",
        *(
            f"DROP TRIGGER IF EXISTS {table}_refuses_{what}"
            for table in (ROWS, DAYS)
            for what in ("update", "delete", "replace")
        ),
        f"DROP TRIGGER IF EXISTS {ROWS}_of_now",
    ],
    "postgresql": [
        f"DROP TRIGGER IF EXISTS {name} ON {table}"
        for table in (ROWS, DAYS)
        for name in ("audit_refuses", "audit_refuses_truncate", "audit_of_now")
    ],
}
BEFORE = {
    "sqlite": [
        f"CREATE TRIGGER audit_refuses_{verb} BEFORE {verb} ON {ROWS} BEGIN SELECT RAISE(ABORT, '{SAID}'); END"
        for verb in ("UPDATE", "DELETE")
    ],
    "postgresql": postgresql_refuses(ROWS)[:1],
}


def run(statements):
    def execute(apps, editor):
        for statement in statements[editor.connection.vendor]:
            editor.execute(statement)

    return execute


class Migration(migrations.Migration):
    dependencies = [("patients", "0042_records_that_were_erased")]

    operations = [
        migrations.RunPython(migrations.RunPython.noop, run(BEFORE)),
        migrations.CreateModel(
            name="AuditDay",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField(unique=True)),
                ("count", models.PositiveIntegerField()),
                ("digest", models.CharField(max_length=64)),
            ],
            options={"ordering": ("day",), "verbose_name": "day of the audit", "verbose_name_plural": "days of the audit"},
        ),
        migrations.AlterField("auditentry", "at", models.DateTimeField(db_default=Now(), db_index=True)),
        migrations.RunPython(run(ALLOW), migrations.RunPython.noop),
        migrations.RunPython(run(REFUSE), run(ALLOW)),
    ]
