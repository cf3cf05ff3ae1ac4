"""Cards of a programme name their stages by key. The numbers stay beside them for the version before, which reads them."""

from django.db import migrations


def name_stages(apps, editor):
    cards = apps.get_model("programs", "Guidance").objects.exclude(program=None)
    for card in cards.exclude(from_stage=None, to_stage=None):
        keys = _keys(card.program)
        card.from_key = keys.get(card.from_stage, "")
        if card.to_stage is not None and keys and card.to_stage > max(keys):
            card.to_stage = None  # as it was read: to the end
        card.to_key = keys.get(card.to_stage, "")
        card.save()


def _keys(program):
    """{position: key} of the newest published version, or of the draft of a programme that nobody is on yet."""
    versions = program.versions.order_by("-number")
    newest = versions.filter(status="published").first() or versions.first()
    return dict(newest.stages.values_list("position", "key")) if newest else {}


class Migration(migrations.Migration):
    dependencies = [("programs", "0004_guidance_key")]

    operations = [migrations.RunPython(name_stages, migrations.RunPython.noop)]
