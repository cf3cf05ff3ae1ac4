"""The migration that gave stages their keys: which stages of two versions are the same step."""

from importlib import import_module

import pytest
from django.apps import apps

from programs import library
from programs.editor import drafting, publishing
from programs.models import Exercise, Stage
from tests import make

keys = import_module("programs.migrations.0003_keys_of_stages")
FIRST = [(1, "bridge"), (2, "curl"), (3, "curl")]


@pytest.mark.parametrize(
    ("second", "wanted"),
    [
        (FIRST, {1: "bridge", 2: "curl", 3: "curl-2"}),
        ([*FIRST, (4, "hinge")], {1: "bridge", 2: "curl", 3: "curl-2", 4: "hinge"}),
        ([(1, "bridge"), (2, "curl")], {1: "bridge", 2: "curl"}),
        ([(1, "curl"), (2, "curl")], {1: "curl-3", 2: "curl"}),  # the first was taken out: what was third is not known
        (
            [(1, "hinge"), (2, "bridge"), (3, "curl"), (4, "curl")],
            {1: "hinge", 2: "bridge-2", 3: "curl-2", 4: "curl-3"},
        ),
    ],
)
def test_shares_a_key_where_place_and_main_exercise_are_the_same(second, wanted):
    assert keys.keys_of([FIRST, second]) == [{1: "bridge", 2: "curl", 3: "curl-2"}, wanted]


def test_finds_the_key_of_an_earlier_version_again():
    other = [(1, "hinge"), (2, "curl")]
    assert keys.keys_of([FIRST, other, FIRST])[2] == keys.keys_of([FIRST])[0]


@pytest.mark.django_db
def test_gives_the_stages_that_are_there_the_keys_of_the_library_and_of_their_chain():
    published = make.version()
    draft = publishing.duplicate(published)
    other = draft.stages.get(position=2).prescriptions.filter(role="main")
    other.update(exercise=Exercise.objects.create(slug="hinge", name="Hinge", kind="repetitions"))
    drafting.add_stage(draft)
    for number, stage in enumerate(Stage.objects.all()):
        Stage.objects.filter(pk=stage.pk).update(key=f"random-{number}")
    keys.give_keys(apps, None)
    named = [row["key"] for row in library.read(make.PROGRAM)["stages"]]
    assert list(published.stages.values_list("key", flat=True)) == named
    assert list(draft.stages.values_list("key", flat=True)) == [named[0], "hinge", *named[2:], "stage"]
