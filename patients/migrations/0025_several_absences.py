from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("patients", "0024_session_saved_already")]

    operations = [
        migrations.AddField(
            "membership",
            "aways",
            models.JSONField(
                blank=True, db_default=models.Value([], models.JSONField()), default=list, verbose_name="away"
            ),
        ),
        migrations.AlterField(
            "membership", "away_from", models.DateField(blank=True, editable=False, null=True)
        ),
        migrations.AlterField("membership", "away_to", models.DateField(blank=True, editable=False, null=True)),
    ]
