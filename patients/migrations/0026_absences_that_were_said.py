from django.db import migrations


def keep(apps, _schema_editor):
    memberships = apps.get_model("patients", "Membership").objects
    for one in memberships.filter(away_from__isnull=False, away_to__isnull=False):
        said = [one.away_from.isoformat(), one.away_to.isoformat()]
        memberships.filter(pk=one.pk, aways=[]).update(aways=[said])


class Migration(migrations.Migration):
    dependencies = [("patients", "0025_several_absences")]

    operations = [migrations.RunPython(keep, migrations.RunPython.noop)]
