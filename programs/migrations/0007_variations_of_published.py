"""What is published keeps the variations that its rules were written with; where no rule names them, those of today."""

from django.db import migrations


def keep_variations(apps, editor):
    for version in apps.get_model("programs", "ProgramVersion").objects.filter(status="published"):
        stages = list(version.stages.order_by("position"))
        known = _known(version.rules, stages)
        for stage in stages:
            for one in stage.prescriptions.all():
                live = one.exercise.variations.order_by("level").values_list("slug", flat=True)
                one.offered = known.get(one.exercise_id, list(live))
                one.save(update_fields=("offered",))


def _known(rules, stages):
    """{exercise: its variations} as the rules name them: of the first exercise that counts in each stage."""
    written = {stage["position"]: stage["variations"] for stage in rules["stages"]}
    known = {}
    for stage in stages:
        main = stage.prescriptions.filter(role="main").order_by("position").first()
        if main and stage.position in written:
            known[main.exercise_id] = written[stage.position]
    return known


class Migration(migrations.Migration):
    dependencies = [("programs", "0006_offered_variations")]

    operations = [migrations.RunPython(keep_variations, migrations.RunPython.noop)]
