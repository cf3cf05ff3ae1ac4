"""The groups get the permissions of the guidance cards."""

from django.db import migrations

from patients.services.groups import sync_groups


def make_groups(apps, schema_editor):
    sync_groups()


class Migration(migrations.Migration):
    dependencies = [("patients", "0006_the_day_and_the_desk"), ("programs", "0004_guidance")]
    operations = [migrations.RunPython(make_groups, migrations.RunPython.noop)]
