from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("patients", "0026_absences_that_were_said")]

    operations = [
        migrations.AddField(
            "patient",
            "phone",
            models.CharField(
                blank=True, db_default="", default="", max_length=40, verbose_name="the patient’s own phone"
            ),
        )
    ]
