import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

REASONED = ("activity", "away", "dayreason", "intake", "measure", "morningcheck", "note", "trainingsession")


def voidable(model):
    """The columns of an entry that could not be voided so far, and that whoever voids it says so."""
    by = models.ForeignKey(
        blank=True,
        null=True,
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        to=settings.AUTH_USER_MODEL,
    )
    says_who = models.CheckConstraint(
        condition=Q(voided_at__isnull=True, voided_by__isnull=True)
        | Q(voided_at__isnull=False, voided_by__isnull=False),
        name=f"{model}_void_says_who",
    )
    return [
        migrations.AddField(model, "voided_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddField(model, "voided_by", by),
        migrations.AddConstraint(model, says_who),
    ]


def reason():
    return models.CharField(blank=True, db_default="", default="", max_length=300, verbose_name="why it was wrong")


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("patients", "0019_news_for_a_physio"),
    ]

    operations = [
        *(migrations.AddField(model, "void_reason", reason()) for model in REASONED),
        *voidable("away"),
        *voidable("note"),
    ]
