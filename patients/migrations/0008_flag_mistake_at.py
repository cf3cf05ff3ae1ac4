from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("patients", "0007_country_of_what_was_kept")]

    operations = [
        migrations.AddField(
            model_name="flag",
            name="mistake_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="said to be a mistake"),
        ),
    ]
