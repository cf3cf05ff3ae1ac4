"""Lists of the catalogue are searched in what they hold, filtered, and say where an exercise is used."""

import pytest
from django.test import Client
from django.urls import reverse

from programs import clock
from programs.editor import drafting, publishing
from programs.models import Exercise, Program, Variation
from tests import make
from tests.html import parse, words_of

pytestmark = pytest.mark.django_db
LONG = "W" * 100


@pytest.fixture
def draft():
    return publishing.duplicate(make.version())


@pytest.fixture
def editor():
    client = Client()
    client.force_login(make.editor())
    return client


@pytest.fixture
def plain():
    """An exercise that nothing uses and nobody drew."""
    exercise = Exercise.objects.create(slug="plain", name="Plain hinge", kind="hold", faults="Knees cave in.")
    Variation.objects.create(exercise=exercise, slug="towel", name="With a towel", cue="Grip it.")
    return exercise


def listed(client, model, **asked):
    answer = client.get(reverse(f"admin:programs_{model}_changelist"), asked)
    return [str(row) for row in answer.context["cl"].result_list]


def test_finds_an_exercise_by_each_of_its_texts_and_by_its_variations(editor, draft, plain):
    for words in ("hinge", "cave in", '"with a towel"', "grip it", "KNEES hinge"):
        assert listed(editor, "exercise", q=words) == ["Plain hinge"], words
    assert listed(editor, "exercise", q="bridge")[:2] == ["Double-leg bridge", "Single-leg bridge"]


def test_filters_by_kind_use_and_picture(editor, draft, plain):
    assert listed(editor, "exercise", use="nothing") == ["Plain hinge"]
    assert listed(editor, "exercise", picture="missing") == ["Plain hinge"]
    drawn = listed(editor, "exercise", picture="there")
    assert (len(drawn), "Plain hinge" in drawn) == (Exercise.objects.count() - 1, False)
    assert listed(editor, "exercise", use="draft") == listed(editor, "exercise", use="published") == drawn
    assert "Plain hinge" in listed(editor, "exercise", kind__exact="hold")


def test_counts_a_picture_that_was_uploaded_and_asks_none_of_what_is_retired(editor, plain):
    Variation.objects.create(exercise=plain, slug="old", name="Bare", level=2, retired_at=clock.now())
    make.picture(exercise="plain", variation="towel")
    assert listed(editor, "exercise", picture="missing") == []
    assert "Plain hinge" in listed(editor, "exercise", picture="there")


def test_filters_and_searches_programmes(editor, draft):
    other = Program(name="Calm tendon", condition="Runners", summary="Slowly on.")
    drafting.add_program(other)
    for asked in ({"q": "runners"}, {"q": "slowly"}):
        assert listed(editor, "program", **asked) == ["Calm tendon"]
    assert "Calm tendon" not in listed(editor, "program", has="published")
    assert "Calm tendon" in listed(editor, "program", has="draft")


@pytest.mark.parametrize("model", ["exercise", "program", "guidance"])
def test_says_what_a_search_looks_through(editor, draft, model):
    page = editor.get(reverse(f"admin:programs_{model}_changelist"))
    assert "Search by name" not in page.content.decode()
    assert parse(page)[1] == []


def test_says_in_which_stages_of_which_versions_an_exercise_is(editor, draft, plain):
    bridge = draft.stages.first().prescriptions.first().exercise
    page = editor.get(reverse("admin:programs_exercise_change", args=[bridge.pk]))
    links = [element.get("href") for element in parse(page)[0].iter("a")]
    for stage in {draft.stages.first(), draft.program.latest_published().stages.first()}:
        assert reverse("admin:programs_stage_change", args=[stage.pk]) in links
    unused = editor.get(reverse("admin:programs_exercise_change", args=[plain.pk]))
    assert "No stage of any version." in words_of(unused)


def test_shows_all_stages_on_one_page_to_be_read(editor, draft, django_assert_max_num_queries):
    stage = draft.stages.get(position=2)
    stage.criteria.create(metric="pain", operator="at_most", value=2, last_n=1, context="sitting")
    address = reverse("admin:programs_programversion_stages", args=[draft.pk])
    with django_assert_max_num_queries(15):
        page = editor.get(address)
    shown = words_of(page)
    for one in draft.stages.all():
        assert [part for part in (str(one), one.summary, one.opens_next) if part not in shown] == []
        for dose in one.prescriptions.all():
            assert dose.dose in shown
    assert "Pain when sitting at most 2 (last time)" in shown
    links = [element.get("href") for element in parse(page)[0].iter("a")]
    assert reverse("admin:programs_stage_change", args=[stage.pk]) in links
    assert address in editor.get(reverse("admin:programs_programversion_change", args=[draft.pk])).content.decode()
    assert editor.post(address).status_code == 405
