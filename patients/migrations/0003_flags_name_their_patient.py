"""The patient of every flag there is. The column stays nullable in the database while the version before may write."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def name_the_patient(apps, schema_editor):
    flags, assignments = (apps.get_model("patients", name).objects for name in ("Flag", "Assignment"))
    of = assignments.filter(pk=OuterRef("assignment_id")).values("patient_id")
    flags.filter(patient=None).update(patient_id=Subquery(of))


class Migration(migrations.Migration):
    dependencies = [("patients", "0002_flag_of_a_patient")]

    operations = [
        migrations.RunPython(name_the_patient, migrations.RunPython.noop),
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name="flag",
                    name="patient",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="flags",
                        to="patients.patient",
                    ),
                )
            ]
        ),
    ]
