"""No two programmes share a name, nor two exercises, at any door."""

from importlib import import_module

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from programs.models import Exercise, Program
from programs.models.named import plain
from tests import make
from tests.html import revision_on, words_of

pytestmark = pytest.mark.django_db
names = import_module("programs.migrations.0010_names_told_apart")
LIKE_IT = ["High hamstring tendinopathy", "high  hamstring TENDINOPATHY", " High\u00a0hamstring ten dinopathy"]


@pytest.mark.parametrize("name", LIKE_IT)
def test_is_refused_in_a_sentence_for_a_new_programme_and_for_another_name(client, name):
    make.version()
    client.force_login(make.editor())
    said = "“High hamstring tendinopathy” is there already. Please choose another name."
    assert said in words_of(client.post(reverse("admin:programs_program_add"), {"name": name}))
    other = Program.objects.create(slug="other", name="Another")
    address = reverse("admin:programs_program_change", args=[other.pk])
    assert said in words_of(client.post(address, {"name": name, **revision_on(client, address)}))
    other.refresh_from_db()
    assert (other.name, Program.objects.count()) == ("Another", 2)
    address = reverse("admin:programs_program_change", args=[make.version().program_id])
    assert client.post(address, {"name": name, **revision_on(client, address)}).status_code == 302  # its own


@pytest.mark.parametrize("name", ["Single-leg bridge", "SINGLE-LEG  BRIDGE"])
def test_is_refused_for_an_exercise(name):
    make.version()
    with pytest.raises(ValidationError, match="“Single-leg bridge” is there already"):
        Exercise(slug="own", name=name, kind="hold").full_clean()


def test_leaves_out_what_the_library_brings_while_its_name_is_taken_and_loads_the_rest(capsys):
    make.version()
    Program.objects.create(slug="mine", name="High hamstring, staged loading (GOOM 2016)")
    call_command("load_programs", verbosity=0)
    said = capsys.readouterr().err
    assert "goom-2016-proximal-hamstring is left out: “High hamstring, staged loading (GOOM 2016)” is there" in said
    assert (Program.objects.count(), Program.objects.filter(slug__startswith="goom").count()) == (8, 0)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (["A", "B"], ["A", "B"]),
        (["Bridge", "bridge", " BRI DGE"], ["Bridge", "bridge (2)", " BRI DGE (3)"]),
        (["Bridge", "Bridge (2)", "Bridge"], ["Bridge", "Bridge (2)", "Bridge (3)"]),
        (["x" * 30, "x" * 30], ["x" * 30, "x" * 26 + " (2)"]),
    ],
)
def test_tells_names_apart_that_are_there(before, after):
    told = names.numbered(before, 30)
    assert told == after
    assert len({plain(name) for name in told}) == len(told)


def test_renames_the_younger_and_keeps_what_an_exercise_was_called():
    with transaction.atomic():
        with connection.cursor() as cursor:
            for index in ("program_name_once", "exercise_name_once"):
                cursor.execute(f"DROP INDEX {index}")
        for number in (1, 2):
            Program.objects.create(slug=f"p-{number}", name="Own")
            exercise = Exercise.objects.create(slug=f"e-{number}", name="Own", kind="hold")
        names.tell_apart(apps, None)
        assert list(Program.objects.filter(slug__startswith="p-").values_list("name", flat=True)) == ["Own", "Own (2)"]
        called = exercise.history.values_list("name", flat=True)
        assert list(dict.fromkeys(called)) == ["Own (2)", "Own"]  # a save outside a migration keeps it by itself, too
        transaction.set_rollback(True)


def test_is_held_by_the_database_itself():
    Program.objects.create(slug="one", name="One name")
    with pytest.raises(IntegrityError), transaction.atomic():
        Program.objects.create(slug="two", name="ONE  name")
