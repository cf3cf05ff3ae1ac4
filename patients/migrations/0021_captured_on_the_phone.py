"""When and where a phone made an entry. Old rows said none of it and keep what they have."""

from django.db import migrations, models

ENTRIES = ("activity", "away", "dayreason", "flag", "intake", "measure", "morningcheck", "trainingsession")


def columns():
    yield "captured_at", models.DateTimeField(blank=True, null=True, verbose_name="entered on the phone")
    yield "captured_on", models.DateField(blank=True, null=True, verbose_name="the phone’s date")
    yield "utc_offset", models.SmallIntegerField(blank=True, null=True, verbose_name="minutes ahead of UTC")
    yield "phone_zone", models.CharField(blank=True, max_length=64, null=True, verbose_name="the phone’s time zone")


class Migration(migrations.Migration):
    dependencies = [("patients", "0020_put_right")]

    operations = [
        *(migrations.AddField(entry, name, column) for entry in ENTRIES for name, column in columns()),
        migrations.AddField(
            "trainingsession", "trained_on", models.DateField(blank=True, null=True, verbose_name="training day")
        ),
    ]
