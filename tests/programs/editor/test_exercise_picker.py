"""The exercise of a dose is found by typing some of its name, with script and without, among as many as there are."""

import pytest
from django.test import Client
from django.urls import reverse

from programs.editor import publishing
from programs.models import Exercise
from tests import make
from tests.html import form_to, parse, text_of, values_of, words_of

pytestmark = pytest.mark.django_db
MANY = 500
NEW = {"prescriptions-2-exercise": "Nordic curl", "prescriptions-2-sets": "3", "prescriptions-2-repetitions": "6"}


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def editor():
    return signed_in(make.editor())


@pytest.fixture
def stage():
    return publishing.duplicate(make.version()).stages.get(position=2)


def address_of(stage):
    return reverse("admin:programs_stage_change", args=[stage.pk])


def posted(client, page, **changes):
    """Sends the form of a page as a browser would, with some fields changed."""
    document, faults = parse(page)
    assert faults == []
    address = page.request["PATH_INFO"] + ("?" + page.request["QUERY_STRING"] if page.request["QUERY_STRING"] else "")
    return client.post(address, values_of(form_to(document, address), document) | changes)


def test_weighs_no_more_with_five_hundred_exercises(editor, stage, django_assert_max_num_queries):
    names = [f"Standing hip extension with a band, number {n}" for n in range(MANY)]
    Exercise.objects.bulk_create(Exercise(slug=f"many-{n}", name=name, kind="hold") for n, name in enumerate(names))
    with django_assert_max_num_queries(20):
        response = editor.get(address_of(stage))
    assert len(response.content) < 45_000
    assert names[0] not in response.content.decode()


def found(client, term):
    asked = {"app_label": "programs", "model_name": "prescription", "field_name": "exercise", "term": term}
    return client.get(reverse("admin:autocomplete"), asked)


def test_offers_what_is_found_to_who_may_see_exercises_and_to_nobody_else(editor, stage):
    results = [one["text"] for one in found(editor, "bridge").json()["results"]]
    assert results[:2] == ["Double-leg bridge", "Single-leg bridge"]
    assert found(signed_in(make.assignment().patient.user), "bridge").status_code == 302
    assert found(Client(), "bridge").status_code == 302


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("", "Please choose an exercise."),
        ("curl", "No exercise is called “curl”. There is: Prone hamstring curl; Single-leg Swiss"),
        ("Zercher", "No exercise is called “Zercher”. Choose another, or write a new exercise."),
        ("1" * 30, "Choose another, or write a new exercise."),
    ],
)
def test_names_what_is_like_a_name_that_no_exercise_has(editor, stage, typed, says):
    response = posted(editor, editor.get(address_of(stage)), **NEW | {"prescriptions-2-exercise": typed})
    assert says in words_of(response)
    assert stage.prescriptions.count() == 2


def test_speaks_no_name_of_a_constraint(editor, stage):
    typed = {"prescriptions-2-exercise": "Zercher", "prescriptions-2-sets": "3"}
    said = words_of(posted(editor, editor.get(address_of(stage)), **typed))
    assert ("Please give either repetitions or seconds." in said, "Constraint" in said) == (True, False)


def test_takes_a_name_whatever_its_capitals(editor, stage):
    wanted = NEW | {"prescriptions-2-exercise": " prone HAMSTRING curl "}
    assert posted(editor, editor.get(address_of(stage)), **wanted).status_code == 302
    assert stage.prescriptions.last().exercise.slug == "prone-hamstring-curl"


def test_refuses_a_name_that_another_exercise_has(editor, stage):
    add = reverse("admin:programs_exercise_add")
    answer = posted(editor, editor.get(add), name="double-leg BRIDGE", kind="hold")
    assert "is there already. Please choose another name." in words_of(answer)


def test_writes_a_new_exercise_from_a_row_and_comes_back_to_it_with_all_that_was_typed(editor, stage):
    typed = NEW | {"summary": "Typed before", "sessions_per_week": "99", "_new-exercise": "prescriptions-2"}
    away = posted(editor, editor.get(address_of(stage)), **typed)
    asks = editor.get(away.url)
    assert "What you typed in the stage is kept." in words_of(asks)
    assert 'value="Nordic curl"' in asks.content.decode()
    assert "Where none is named there is one: “Standard”." in words_of(asks)
    refused = posted(editor, asks, name="", kind="repetitions")
    assert "This field is required." in words_of(refused)
    back = posted(editor, refused, name="Nordic lower", kind="repetitions")
    page = editor.get(back.url)
    document, faults = parse(page)
    assert (faults, page.status_code) == ([], 200)
    assert "“Nordic lower” stands in its row. Save the draft to keep it." in words_of(page)
    assert "Please correct" not in words_of(page)
    (focused,) = [element for element in document.iter() if "autofocus" in element.attrib]
    assert (focused.get("id"), focused.get("value")) == ("id_prescriptions-2-exercise", "Nordic lower")
    stage.refresh_from_db()
    assert (stage.summary == "Typed before", stage.prescriptions.count()) == (False, 2)

    assert "less than or equal to" in words_of(posted(editor, page))
    assert posted(editor, page, sessions_per_week="7").status_code == 302
    stage.refresh_from_db()
    last = stage.prescriptions.last()
    assert (stage.summary, last.exercise.name, last.repetitions) == ("Typed before", "Nordic lower", 6)
    assert text_of(parse(editor.get(address_of(stage)))[0].find("body")).count("stands in its row") == 0


def test_comes_back_without_a_new_exercise(editor, stage):
    away = posted(editor, editor.get(address_of(stage)), **NEW, **{"_new-exercise": "prescriptions-2"})
    links = [element.get("href") for element in parse(editor.get(away.url))[0].iter("a")]
    (back,) = [link for link in links if link and link.startswith(address_of(stage))]
    page = editor.get(back)
    assert "What you typed is as you left it." in words_of(page)
    assert 'value="Nordic curl"' in page.content.decode()
