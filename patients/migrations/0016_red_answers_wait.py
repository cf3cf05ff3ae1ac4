"""Answers of the start that ask for a look, given before anybody could mark them seen, wait like those of today."""

from django.db import migrations

PLACES = {"groin", "back", "below_knee", "elsewhere"}


def wait(apps, schema_editor):
    intakes, standings = (apps.get_model("patients", name).objects for name in ("Intake", "Standing"))
    for row in intakes.filter(seen_at=None, voided_at=None, assignment__ended_at=None).iterator():
        young = row.age is not None and row.age < 18
        if young or row.sudden or row.cancer or row.quinolones or PLACES & set(row.where):
            standings.filter(assignment=row.assignment_id, intake_at=None).update(intake_at=row.received_at)


class Migration(migrations.Migration):
    dependencies = [("patients", "0015_intake_seen")]

    operations = [migrations.RunPython(wait, migrations.RunPython.noop)]
