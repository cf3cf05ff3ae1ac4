from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("patients", "0030_kg_with_a_set")]

    operations = [
        migrations.AddField(
            "patient",
            "language",
            models.CharField(
                blank=True, db_default="", default="", max_length=12, verbose_name="language of the exercises"
            ),
        )
    ]
