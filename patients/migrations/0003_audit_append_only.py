from django.db import migrations

from patients.models import audit_triggers


def install(apps, schema_editor):
    audit_triggers.install(schema_editor.connection)


def remove(apps, schema_editor):
    audit_triggers.remove(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("patients", "0002_groups")]
    operations = [migrations.RunPython(install, remove)]
