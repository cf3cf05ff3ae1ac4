"""Of rows that share a name the oldest keeps it; the others are numbered, so that no two are taken for each other."""

import unicodedata

from django.db import migrations
from django.utils import timezone


def plain(name):
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())


def numbered(names, longest):
    """Each of `names` as it stands, or with the first free number where it was there before."""
    taken, found = {plain(name) for name in names}, []
    seen = set()
    for name in names:
        if plain(name) in seen:
            name = next(one for one in _candidates(name, longest, len(names)) if plain(one) not in taken)
            taken.add(plain(name))
        seen.add(plain(name))
        found.append(name)
    return found


def _candidates(name, longest, count):
    for number in range(2, count + 3):
        end = f" ({number})"
        yield name[: longest - len(end)] + end


def tell_apart(apps, editor):
    for kind in ("Program", "Exercise"):
        model = apps.get_model("programs", kind)
        rows = list(model.objects.order_by("pk"))
        for row, name in zip(rows, numbered([row.name for row in rows], model._meta.get_field("name").max_length)):
            if row.name != name:
                row.name = name
                row.save(update_fields=("name",))
                if kind == "Exercise":
                    _remember(apps.get_model("programs", "HistoricalExercise"), row)


def _remember(history, row):
    kept = {field.attname for field in history._meta.concrete_fields}
    values = {one.attname: getattr(row, one.attname) for one in row._meta.concrete_fields if one.attname in kept}
    history.objects.create(
        **values, history_date=timezone.now(), history_type="~", history_change_reason="Two had the same name."
    )


class Migration(migrations.Migration):
    dependencies = [("programs", "0009_removed_stage")]

    operations = [migrations.RunPython(tell_apart, migrations.RunPython.noop)]
