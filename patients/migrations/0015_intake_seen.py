import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [migrations.swappable_dependency(settings.AUTH_USER_MODEL), ("patients", "0014_session_no_injury_at")]

    operations = [
        migrations.AddField("intake", "seen_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddField(
            "intake",
            "seen_by",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            "intake",
            models.CheckConstraint(
                condition=Q(seen_at__isnull=True, seen_by__isnull=True)
                | Q(seen_at__isnull=False, seen_by__isnull=False),
                name="intake_sight_says_who",
            ),
        ),
        migrations.AddField("standing", "intake_at", models.DateTimeField(null=True)),
    ]
