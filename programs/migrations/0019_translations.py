import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("programs", "0018_looked_at_again"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Translation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("language", models.CharField(max_length=12, verbose_name="language")),
                ("subject", models.CharField(help_text="Which thing, by its short names.", max_length=180)),
                ("field", models.CharField(max_length=40)),
                ("english", models.TextField(verbose_name="of the English")),
                ("text", models.TextField(blank=True, verbose_name="translation")),
                ("at", models.DateTimeField(verbose_name="written")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
            ],
            options={
                "verbose_name": "translation",
                "verbose_name_plural": "translations",
                "ordering": ("pk",),
                "indexes": [models.Index(fields=["language", "subject"], name="translation_of_subject")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("english", ""), _negated=True) & models.Q(("language", ""), _negated=True),
                        name="translation_of_some_english",
                    )
                ],
            },
        ),
    ]
