import django.utils.timezone
from django.db import migrations
from django.db.models import Max

WAYS = {"by_email", "by_push", "calendar_hash"}
AGREED = ("exercise", "morning", "by_email", "by_push", "calendar_hash")
SAID_BY = ("reminders.set", "calendar.link_made")


def count_what_was_set(apps, editor):
    """Who set a reminder, turned notifications on or made the calendar's link did so themselves, on their own page: that
    was a yes, on the day that the audit has. A box for e-mail that had been ticked for them was none by itself."""
    for row in apps.get_model("patients", "Reminders").objects.filter(user__patient__isnull=False):
        row.by_email = row.by_email and (row.exercise or row.morning)
        agreed = [name for name in AGREED if getattr(row, name)]
        if WAYS.intersection(agreed):
            said = apps.get_model("patients", "AuditEntry").objects.filter(by=row.user_id, verb__in=SAID_BY)
            row.agreed_to = " ".join(agreed)
            row.agreed_at = said.aggregate(at=Max("at"))["at"] or django.utils.timezone.now()
        row.save(update_fields=["by_email", "agreed_to", "agreed_at"])


class Migration(migrations.Migration):
    dependencies = [("patients", "0044_reminders_agreed_to")]

    operations = [migrations.RunPython(count_what_was_set, migrations.RunPython.noop)]
