from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("patients", "0032_clinic_administrator")]

    operations = [
        migrations.AddField(
            "membership",
            "covers",
            models.JSONField(
                blank=True, db_default=models.Value({}, models.JSONField()), default=dict, editable=False
            ),
        )
    ]
