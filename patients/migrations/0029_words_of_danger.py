from django.db import migrations, models

TICK = {"blank": True, "db_default": "", "default": "", "max_length": 12}


class Migration(migrations.Migration):
    dependencies = [("patients", "0028_endings")]

    operations = [
        migrations.AddField("message", "danger", models.CharField(**TICK)),
        migrations.AddField("standing", "danger_kind", models.CharField(**TICK)),
        migrations.AddField("standing", "danger_at", models.DateTimeField(null=True)),
    ]
