"""Which stages of two versions are the same step: the one at the same place with the same main exercise."""

from django.db import migrations


def keys_of(versions):
    """For each version of a programme, oldest first, {position: key}. A version is [(position, main exercise)]."""
    known, taken, found = {}, set(), []
    for stages in versions:
        for place in stages:
            if place not in known:
                known[place] = _free(place[1], taken)
                taken.add(known[place])
        found.append({place[0]: known[place] for place in stages})
    return found


def _free(name, taken):
    candidates = (name if number == 1 else f"{name}-{number}" for number in range(1, len(taken) + 2))
    return next(key for key in candidates if key not in taken)


def _main_of(stage):
    """The short name of the exercise that its gate is about."""
    main = stage.prescriptions.filter(role="main").order_by("position")
    return main.values_list("exercise__slug", flat=True).first() or "stage"


def give_keys(apps, editor):
    for program in apps.get_model("programs", "Program").objects.all():
        versions = program.versions.order_by("number")
        rows = [list(version.stages.order_by("position")) for version in versions]
        keys = keys_of([[(stage.position, _main_of(stage)) for stage in stages] for stages in rows])
        for stages, of_version in zip(rows, keys, strict=True):
            for stage in stages:
                stage.key = of_version[stage.position]
                stage.save(update_fields=("key",))


class Migration(migrations.Migration):
    dependencies = [("programs", "0002_stage_key")]

    operations = [migrations.RunPython(give_keys, migrations.RunPython.noop)]
