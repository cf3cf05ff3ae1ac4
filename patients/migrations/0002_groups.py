from django.db import migrations

from patients.services.groups import sync_groups


def make_groups(apps, schema_editor):
    sync_groups()


class Migration(migrations.Migration):
    dependencies = [
        ("patients", "0001_initial"),
        ("programs", "__first__"),
        ("hhtclinic", "__first__"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(make_groups, migrations.RunPython.noop)]
