from django.db import migrations, models

# SQLite gets a new table for a new column, and with the old one its triggers go: they are made again.
AGAIN = [
    f"CREATE TRIGGER audit_refuses_{verb} BEFORE {verb} ON patients_auditentry"
    " BEGIN SELECT RAISE(ABORT, 'audit rows are append-only'); END"
    for verb in ("UPDATE", "DELETE")
]


def make_again(apps, editor):
    if editor.connection.vendor == "sqlite":
        for statement in AGAIN:
            editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("patients", "0040_transfers")]

    operations = [
        # in this order also on the way back: the triggers of the table before go with it
        migrations.RunPython(migrations.RunPython.noop, make_again),
        migrations.AddField("auditentry", "shown", models.TextField(blank=True, db_default="")),
        migrations.RunPython(make_again, migrations.RunPython.noop),
    ]
