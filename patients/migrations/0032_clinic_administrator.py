from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("patients", "0031_language_of_the_content")]

    operations = [
        migrations.AlterField(
            "membership",
            "role",
            models.CharField(
                choices=[("physio", "physio"), ("administrator", "clinic administrator")],
                default="physio",
                max_length=20,
                verbose_name="role",
            ),
        )
    ]
