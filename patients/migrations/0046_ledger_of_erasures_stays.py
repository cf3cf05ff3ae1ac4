from django.db import migrations

LEDGER, DAYS = "patients_erasure", "patients_auditday"
SAID = "rows of the ledger are append-only"
STOP = f"BEGIN SELECT RAISE(ABORT, '{SAID}'); END"
REFUSE = {
    "sqlite": [
        f"CREATE TRIGGER {LEDGER}_refuses_update BEFORE UPDATE ON {LEDGER} {STOP}",
        f"CREATE TRIGGER {LEDGER}_refuses_delete BEFORE DELETE ON {LEDGER} {STOP}",
        # What INSERT OR REPLACE takes out fires no DELETE trigger on a connection without recursive_triggers.
        f"CREATE TRIGGER {LEDGER}_refuses_replace BEFORE INSERT ON {LEDGER}"
        f" WHEN EXISTS (SELECT 1 FROM {LEDGER} WHERE id = NEW.id OR record = NEW.record) {STOP}",
        # The same by its other key: of two loops that seal one day the second changes nothing.
        f"CREATE TRIGGER {DAYS}_keeps_its_day BEFORE INSERT ON {DAYS}"
        f" WHEN EXISTS (SELECT 1 FROM {DAYS} WHERE day = NEW.day) BEGIN SELECT RAISE(IGNORE); END",
    ],
    "postgresql": [
        "CREATE OR REPLACE FUNCTION erasure_refuses() RETURNS trigger LANGUAGE plpgsql AS"
        f" $$ BEGIN RAISE EXCEPTION '{SAID}'; END $$",
        f"CREATE TRIGGER erasure_refuses BEFORE UPDATE OR DELETE ON {LEDGER}"
        " FOR EACH ROW EXECUTE FUNCTION erasure_refuses()",
        f"CREATE TRIGGER erasure_refuses_truncate BEFORE TRUNCATE ON {LEDGER}"
        " FOR EACH STATEMENT EXECUTE FUNCTION erasure_refuses()",
    ],
}
ALLOW = {
    "sqlite": [
        *(f"DROP TRIGGER IF EXISTS {LEDGER}_refuses_{what}" for what in ("update", "delete", "replace")),
        f"DROP TRIGGER IF EXISTS {DAYS}_keeps_its_day",
    ],
    "postgresql": [
        f"DROP TRIGGER IF EXISTS {name} ON {LEDGER}" for name in ("erasure_refuses", "erasure_refuses_truncate")
    ],
}


def run(statements):
    def execute(apps, editor):
        for statement in statements[editor.connection.vendor]:
            editor.execute(statement)

    return execute


class Migration(migrations.Migration):
    dependencies = [("patients", "0045_agreed_by_what_was_set")]

    operations = [migrations.RunPython(run(REFUSE), run(ALLOW))]
