"""What was changed is told in words: the value before and after, the row, and what became of stages."""

import pytest
from django.test import Client
from django.urls import reverse

from programs.editor import publishing
from programs.models import Exercise
from tests import make
from tests.html import form_to, parse, revision_on, values_of, words_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    client = Client()
    client.force_login(make.editor())
    return client


@pytest.fixture
def draft():
    return publishing.duplicate(make.version())


def page(name, row):
    return reverse(f"admin:programs_{name}", args=[row.pk])


def posted(client, address, **changes):
    document, faults = parse(client.get(address))
    assert faults == []
    values = values_of(form_to(document, address), document)
    lines = {name: [one.replace("\n", "\r\n") for one in sent] for name, sent in values.items()}  # as browsers do
    return client.post(address, {**lines, **changes})


def test_tells_values_and_rows_of_a_stage_on_its_page_and_on_the_versions(editor, draft):
    stage = draft.stages.get(position=2)
    second = stage.prescriptions.all()[1]
    new = {"metric": "pain", "value": "2", "last_n": "1", "context": "sitting", "group": "0"}
    changes = {f"criteria-0-{name}": value for name, value in new.items()}
    changes |= {"run_length": "6", "prescriptions-0-sets": "9", "prescriptions-1-DELETE": "on"}
    assert posted(editor, page("stage_change", stage), **changes).status_code == 302
    first = stage.prescriptions.get().exercise
    told = [
        "Green days in a row: 5 → 6",
        f"Dose 1, {first}: sets: 10 → 9",
        f"Dose 2, {second.exercise}: removed",
        "Criterion 1, Pain when sitting at most 2 (last time): added",
    ]
    for line in told:
        assert line in words_of(editor.get(page("stage_history", stage))), line
        assert f"{stage}: {line}" in words_of(editor.get(page("programversion_history", draft))), line


def test_tells_of_stages_that_come_go_and_move(editor, draft):
    address = page("programversion_change", draft)
    second = draft.stages.get(position=2)
    posted(editor, address, **{"_later": second.pk})
    editor.post(page("stage_earlier", second), revision_on(editor, page("stage_change", second)))
    editor.post(page("stage_remove", second), revision_on(editor, page("stage_change", second)))
    posted(editor, address, **{"_restore": draft.removed_stages.get().pk})
    posted(editor, address, **{"_add-stage": ""})
    shown = words_of(editor.get(page("programversion_history", draft)))
    for line in ("Moved “{}” later.", "Moved “{}” earlier.", "Removed “{}”.", "Put back “{}”."):
        assert line.format(second.name) in shown
    assert "Added stage 6." in shown
    assert "No fields changed." not in shown


def test_tells_nothing_of_the_ends_of_lines(editor):
    make.version()
    exercise = Exercise.objects.get(slug="single-leg-bridge")
    assert "\n" in exercise.instructions
    changes = {"means": "wording", "variations-0-name": "Arms crossed", "cue": "Level hips."}
    assert posted(editor, page("exercise_change", exercise), **changes).status_code == 302
    exercise.refresh_from_db()
    assert "\r" not in exercise.instructions
    shown = words_of(editor.get(page("exercise_history", exercise)))
    assert "How to do it" not in shown
    assert "Variation 1, Arms crossed: name:" in shown
    assert shown.count("Level hips.") == 2


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"instructions": "a" * 20_000}, "at most 4000 characters (it has 20000)"),
        ({"kind": "repetitions"}, "other way"),
    ],
)
def test_refuses_a_text_without_end_and_another_way_of_counting(editor, changes, says):
    make.version()
    exercise = Exercise.objects.get(slug="single-leg-bridge")
    answer = posted(editor, page("exercise_change", exercise), means="wording", **changes)
    assert says in words_of(answer)


def test_refuses_a_rest_without_end(editor, draft):
    stage = draft.stages.get(position=2)
    answer = posted(editor, page("stage_change", stage), **{"prescriptions-0-rest_seconds": "1000000000"})
    assert "less than or equal to 1800" in words_of(answer)
