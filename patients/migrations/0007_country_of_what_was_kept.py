"""A clinic in London whose numbers are those of the United Kingdom is there. Of every other the country stays unsaid, and
nobody's numbers are confirmed."""

from django.db import migrations


def keep(apps, _editor):
    clinics = apps.get_model("patients", "Clinic").objects
    clinics.filter(country="", time_zone="Europe/London", emergency_phone="999").update(country="GB")


class Migration(migrations.Migration):
    dependencies = [("patients", "0006_clinics_country_and_numbers")]
    operations = [migrations.RunPython(keep, migrations.RunPython.noop)]
