"""Sources were a list in a column of their version. What they said stays, "read" without a reader too."""

from django.db import migrations

SAID = ("reference", "supports", "standing")


def make_rows(apps, editor):
    citation = apps.get_model("programs", "Citation")
    for version in apps.get_model("programs", "ProgramVersion").objects.exclude(citations=[]):
        citation.objects.bulk_create(
            citation(version=version, position=position, **{name: one[name] for name in SAID if name in one})
            for position, one in enumerate(version.citations, start=1)
        )


class Migration(migrations.Migration):
    dependencies = [("programs", "0016_sources")]

    operations = [migrations.RunPython(make_rows, migrations.RunPython.noop)]
