"""The questions of the start: each may stay open, some answers ask for a look, and the clinic's number is there."""

import uuid

import pytest
from django.urls import reverse

from patients import selectors
from programs.models import Program
from tests import html, make

pytestmark = pytest.mark.django_db
JSON = {"Accept": "application/json"}


@pytest.fixture
def running(client):
    made = make.assignment(days=1)
    client.force_login(made.patient.user)
    return made


def post(client, headers=None, **data):
    return client.post(reverse("start-questions"), {"client_id": uuid.uuid4(), **data}, headers=headers)


def offered(client):
    return reverse("start-questions") in client.get(reverse("today")).content.decode()


def test_is_offered_until_answered(client, running):
    assert offered(client)
    assert post(client, age="34", sudden="no").url == reverse("today")
    assert not offered(client)


@pytest.mark.parametrize(
    ("pain_at", "places"),
    [("at the sitting bone", 7), ("", 7), ("at the Achilles tendon", 2)],
)
def test_asks_for_the_places_of_the_programme(client, running, pain_at, places):
    """Below the knee is no alarm where the programme is for what hurts there."""
    Program.objects.update(pain_at=pain_at)
    assert client.get(reverse("start-questions")).content.decode().count('name="where"') == places
    post(client, where=["here"] if places == 2 else ["sitting_bone"])
    read = selectors.intake_of(type(running).objects.get())
    assert ([one.code for one in read.looks], read.answers[0].answer) == ([], pain_at or "at the sitting bone")


def test_is_not_offered_again_after_not_now(client, running):
    post(client, not_now="1", age="12", sudden="yes")
    assert not offered(client)
    assert (running.intakes.get().age, selectors.intake_of(running).is_answered) == (None, False)


def test_keeps_no_answer_apart_from_no(client, running):
    post(client, cancer="no")
    row = running.intakes.get()
    assert (row.cancer, row.quinolones, row.sudden) == (False, None, None)


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        ({"sudden": "yes"}, "sudden"),
        ({"cancer": "yes"}, "cancer"),
        ({"quinolones": "yes"}, "quinolones"),
        ({"age": "16"}, "age"),
        ({"where": ["sitting_bone", "below_knee"]}, "where"),
    ],
)
def test_says_who_to_call_where_an_answer_asks_for_a_look(client, running, answer, code):
    page = client.get(post(client, **answer).url).content.decode()
    assert "Please call us before you go on" in page and "tel:01632960142" in page
    assert [one.code for one in selectors.intake_of(running).looks] == [code]
    assert reverse("raise-flag") in page


def test_says_who_answers_while_the_clinic_is_closed(client, running):
    answered = post(client, sudden="yes").url
    for address in (answered, reverse("today")):
        page, _ = html.parse(client.get(address))
        notices = [html.text_of(one) for one in page.iter("div") if "notice--amber" in one.get("class", "")]
        [notice] = [words for words in notices if "Please call us before you go on" in words]
        assert "Closed? NHS 111: 111." in notice


def test_asks_for_no_look_where_all_is_usual(client, running):
    post(client, where=["sitting_bone", "thigh"], age="41", sudden="no", cancer="no", quinolones="no", sport="Rowing")
    assert selectors.intake_of(running).looks == []
    assert "Rowing" in client.get(reverse("start-questions")).content.decode()


def test_lets_answers_be_changed_and_keeps_the_earlier_row(client, running):
    post(client, sudden="yes")
    page = client.get(reverse("start-questions"), {"change": "1"}).content.decode()
    assert 'name="sudden"' in page
    post(client, sudden="no")
    assert (running.intakes.count(), running.intakes.valid().get().sudden) == (2, False)


def test_arrives_once(client, running):
    one = uuid.uuid4()
    answers = [post(client, JSON, client_id=one, age=age).json()["status"] for age in ("34", "34", "35")]
    assert answers == ["stored", "duplicate", "conflict"]


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("age", "121", "from 5 to 120"),
        ("age", "3.7", "from 5 to 120"),
        ("sudden", "maybe", "choose from the list"),
        ("where", "moon", "choose from the list"),
        ("other", "o" * 301, "under 300 characters"),
    ],
)
def test_refuses_and_stores_nothing(client, running, field, value, sentence):
    response = post(client, **{field: value})
    assert (response.status_code, sentence in response.content.decode()) == (422, True)
    assert not running.intakes.exists()
