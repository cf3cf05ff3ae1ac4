from django.db import migrations, models


def zone():
    return models.CharField(blank=True, db_default="", default="", editable=False, max_length=64)


class Migration(migrations.Migration):
    dependencies = [("patients", "0022_decision_undone")]

    operations = [
        migrations.AddField("patient", "zone_before", zone()),
        migrations.AddField("patient", "zone_kept_from", zone()),
    ]
