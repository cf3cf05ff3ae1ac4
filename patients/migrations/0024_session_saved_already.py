import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("patients", "0023_zone_of_the_phone")]

    operations = [
        migrations.AddField(
            model_name="trainingsession",
            name="repeats",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="patients.trainingsession",
            ),
        ),
        migrations.AddField(
            model_name="trainingsession",
            name="repeat_answer",
            field=models.CharField(
                blank=True,
                choices=[("twice", "done once more"), ("one", "one session"), ("alone", "the other was taken out")],
                db_default="",
                default="",
                max_length=5,
            ),
        ),
        migrations.AddField(
            model_name="trainingsession",
            name="repeat_answered_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
