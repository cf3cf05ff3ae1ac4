"""The built-in programmes that are there say where their pain is; a programme of an editor asks for it without a place."""

from django.db import migrations

SITTING = "Pain when you sit is part of this condition."
PLACES = {
    "high-hamstring-tendinopathy": ("at the sitting bone", SITTING),
    "goom-2016-proximal-hamstring": ("at the sitting bone", SITTING),
    "achilles-alfredson": ("at the Achilles tendon", ""),
    "achilles-silbernagel": ("at the Achilles tendon", ""),
    "heavy-slow-resistance": ("at the Achilles tendon", ""),
    "patellar-malliaras-2015": ("below the kneecap", ""),
    "ptle-breda-2020": ("below the kneecap", ""),
    "plantar-heel-rathleff": ("under the heel", ""),
}


def say(apps, editor):
    for slug, (pain_at, usual_pain) in PLACES.items():
        apps.get_model("programs", "Program").objects.filter(slug=slug, pain_at="").update(
            pain_at=pain_at, usual_pain=usual_pain
        )


class Migration(migrations.Migration):
    dependencies = [("programs", "0021_where_its_pain_is")]

    operations = [migrations.RunPython(say, migrations.RunPython.noop)]
