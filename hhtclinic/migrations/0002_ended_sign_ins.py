from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("hhtclinic", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="new_device_at",
            field=models.DateTimeField(
                editable=False, null=True, verbose_name="last sign-in on a new phone or computer"
            ),
        ),
        migrations.AddField(
            model_name="user",
            name="times_signed_out",
            field=models.PositiveIntegerField(db_default=0, default=0, verbose_name="how often signed out everywhere"),
        ),
    ]
