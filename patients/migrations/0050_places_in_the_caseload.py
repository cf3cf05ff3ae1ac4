from django.db import migrations, models

STANDINGS, PATIENTS = "patients_standing", "patients_patient"
KEPT = ("placed_from", "placed_until", "placed_by")
SAME = " AND ".join(f"NEW.{one} IS NOT DISTINCT FROM OLD.{one}" for one in KEPT)
ADDED = {
    "standing": {
        "placed_group": models.SmallIntegerField(null=True),
        "placed_rank": models.SmallIntegerField(null=True),
        "placed_since": models.DateTimeField(null=True),
        "placed_from": models.DateTimeField(null=True),
        "placed_until": models.DateTimeField(null=True),
        "placed_by": models.CharField(max_length=120, null=True),
    },
    "patient": {
        "name_order": models.TextField(editable=False, null=True),
        "name_alike": models.CharField(editable=False, max_length=32, null=True),
    },
}
# The version before writes both tables and knows nothing of these columns: the database takes away what is not true of
# the row any more, whoever writes. SQLite cannot change the row that comes in, and writes it once more.
MAKE = {
    "postgresql": [
        "CREATE OR REPLACE FUNCTION standing_out_of_place() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN NEW.placed_until := NULL; RETURN NEW; END $$",
        f"CREATE OR REPLACE TRIGGER standing_out_of_place BEFORE UPDATE ON {STANDINGS} FOR EACH ROW"
        f" WHEN (OLD.placed_until IS NOT NULL AND {SAME}) EXECUTE FUNCTION standing_out_of_place()",
        "CREATE OR REPLACE FUNCTION patient_of_another_name() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN NEW.name_order := NULL; NEW.name_alike := NULL; RETURN NEW; END $$",
        f"CREATE OR REPLACE TRIGGER patient_of_another_name BEFORE UPDATE ON {PATIENTS} FOR EACH ROW"
        " WHEN (OLD.name IS DISTINCT FROM NEW.name) EXECUTE FUNCTION patient_of_another_name()",
    ],
    "sqlite": [
        f"CREATE TRIGGER IF NOT EXISTS standing_out_of_place AFTER UPDATE ON {STANDINGS}"
        f" WHEN OLD.placed_until IS NOT NULL AND {SAME.replace('NOT DISTINCT FROM ', '')}"
        f" BEGIN UPDATE {STANDINGS} SET placed_until = NULL WHERE id = NEW.id; END",
        f"CREATE TRIGGER IF NOT EXISTS patient_of_another_name AFTER UPDATE ON {PATIENTS} WHEN OLD.name IS NOT NEW.name"
        f" BEGIN UPDATE {PATIENTS} SET name_order = NULL, name_alike = NULL WHERE id = NEW.id; END",
    ],
}
TAKE_AWAY = {
    "postgresql": [
        f"DROP TRIGGER IF EXISTS standing_out_of_place ON {STANDINGS}",
        "DROP FUNCTION IF EXISTS standing_out_of_place()",
        f"DROP TRIGGER IF EXISTS patient_of_another_name ON {PATIENTS}",
        "DROP FUNCTION IF EXISTS patient_of_another_name()",
    ],
    "sqlite": ["DROP TRIGGER IF EXISTS standing_out_of_place", "DROP TRIGGER IF EXISTS patient_of_another_name"],
}


class AddFieldIfMissing(migrations.AddField):
    """Each table is held for its own change alone, in no transaction; what was begun and broken off is not in its way."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        if not self._is_there(to_state.apps.get_model(app_label, self.model_name), schema_editor.connection):
            super().database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        if self._is_there(from_state.apps.get_model(app_label, self.model_name), schema_editor.connection):
            super().database_backwards(app_label, schema_editor, from_state, to_state)

    def _is_there(self, model, connection):
        with connection.cursor() as cursor:
            columns = connection.introspection.get_table_description(cursor, model._meta.db_table)
        return model._meta.get_field(self.name).column in {column.name for column in columns}


def make(_apps, editor):
    for statement in MAKE[editor.connection.vendor]:
        editor.execute(statement)


def take_away(_apps, editor):
    for statement in TAKE_AWAY[editor.connection.vendor]:
        editor.execute(statement)


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("patients", "0049_times_that_reminders_begin_with")]

    operations = [
        *(AddFieldIfMissing(model, name, field) for model, fields in ADDED.items() for name, field in fields.items()),
        migrations.RunPython(make, take_away),
    ]
