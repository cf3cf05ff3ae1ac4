from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("programs", "0020_cards_of_an_exercise")]

    operations = [
        migrations.AddField(
            model_name="program",
            name="pain_at",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                help_text="As it goes on after “Rate the pain”: “at the sitting bone”. Empty: “that you are treated for”.",
                max_length=60,
                verbose_name="where its pain is",
            ),
        ),
        migrations.AddField(
            model_name="program",
            name="usual_pain",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                help_text="A sentence that stands beside the alarms: “Pain when you sit is part of this condition.”",
                max_length=200,
                verbose_name="what belongs to the condition",
            ),
        ),
    ]
