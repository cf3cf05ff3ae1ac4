from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("patients", "0043_audit_by_the_database")]

    operations = [
        migrations.AddField(
            "reminders", "agreed_at", models.DateTimeField(blank=True, null=True, verbose_name="agreed")
        ),
        migrations.AddField(
            "reminders",
            "agreed_to",
            models.CharField(blank=True, db_default="", default="", max_length=80, verbose_name="agreed to"),
        ),
        migrations.AlterField("reminders", "by_email", models.BooleanField(default=False, verbose_name="by e-mail")),
    ]
