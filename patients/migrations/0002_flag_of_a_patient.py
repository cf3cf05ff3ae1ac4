"""A flag is the patient's, with or without a programme.

The version before goes on writing flags of an assignment while this one begins; on PostgreSQL, where both may be at
work, the database names their patient.
"""

import django.db.models.deletion
from django.db import migrations, models

NAME_THE_PATIENT = (
    "CREATE FUNCTION flag_names_its_patient() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
    " NEW.patient_id := (SELECT patient_id FROM patients_assignment WHERE id = NEW.assignment_id);"
    " RETURN NEW; END $$",
    "CREATE TRIGGER flag_names_its_patient BEFORE INSERT ON patients_flag"
    " FOR EACH ROW WHEN (NEW.patient_id IS NULL) EXECUTE FUNCTION flag_names_its_patient()",
)
LEAVE_IT = (
    "DROP TRIGGER IF EXISTS flag_names_its_patient ON patients_flag",
    "DROP FUNCTION IF EXISTS flag_names_its_patient",
)


def on_postgresql(statements):
    def execute(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            for statement in statements:
                schema_editor.execute(statement)

    return execute


class Migration(migrations.Migration):
    dependencies = [("patients", "0001_initial")]

    operations = [
        migrations.AlterField(
            model_name="flag",
            name="assignment",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="patients.assignment",
            ),
        ),
        migrations.AddField(
            model_name="flag",
            name="patient",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="flags",
                to="patients.patient",
            ),
        ),
        migrations.RunPython(on_postgresql(NAME_THE_PATIENT), on_postgresql(LEAVE_IT)),
        migrations.RemoveConstraint(model_name="flag", name="flag_arrives_once"),
        migrations.AddConstraint(
            model_name="flag",
            constraint=models.UniqueConstraint(fields=("patient", "client_id", "kind"), name="flag_arrives_once"),
        ),
    ]
