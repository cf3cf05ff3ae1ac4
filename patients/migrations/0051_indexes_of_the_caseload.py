from django.db import migrations, models

INDEXES = (
    ("patient", models.Index(fields=["clinic", "name_alike"], name="patient_name_alike")),
    ("standing", models.Index(fields=["placed_until"], name="standing_placed_until")),
    (
        "standing",
        models.Index(fields=["assignment"], name="standing_intake_waits", condition=models.Q(intake_at__isnull=False)),
    ),
    (
        "message",
        models.Index(
            fields=["patient"],
            name="message_waits",
            condition=models.Q(from_patient=True, seen_at__isnull=True),
        ),
    ),
)


def make(apps, editor):
    for model, index in INDEXES:
        beside = {"concurrently": True} if editor.connection.vendor == "postgresql" else {}
        editor.add_index(apps.get_model("patients", model), index, **beside)


def drop(apps, editor):
    for model, index in INDEXES:
        beside = {"concurrently": True} if editor.connection.vendor == "postgresql" else {}
        editor.remove_index(apps.get_model("patients", model), index, **beside)


class Migration(migrations.Migration):
    atomic = False  # made beside the writing
    dependencies = [("patients", "0050_places_in_the_caseload")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunPython(make, drop)],
            state_operations=[migrations.AddIndex(model, index) for model, index in INDEXES],
        )
    ]
