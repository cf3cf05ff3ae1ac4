from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("patients", "0013_whole_plan_again")]

    operations = [
        migrations.AddField(
            model_name="trainingsession",
            name="no_injury_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
