"""The zones at the question of pain, and what an answer between calm and red means, at once."""

import json
import uuid

import pytest
from django.urls import reverse

from programs import clock
from tests import make
from tests.html import parse, words_of

pytestmark = pytest.mark.django_db
STAY = "means “Stay”: do what your plan asks, not more. A bad day ends the row of good days."


@pytest.fixture
def of(client):
    made = make.assignment(days=5, intake=2)
    client.force_login(made.patient.user)
    return made


def test_stand_where_a_session_is_logged(client, of):
    page = words_of(client.get(reverse("log-session")))
    assert "0–3 Calm" in page and "4–5 Stay" in page and "6–10 Ease off" in page


@pytest.mark.by_day
@pytest.mark.parametrize("name", ["record-morning", "today"])
def test_stand_where_a_morning_is_answered_with_what_is_usual_here(client, of, name):
    make.session(of, days_ago=1)
    page = words_of(client.get(reverse(name)))
    assert "0–3 Calm" in page and "4–10 Ease off" in page and "4–5 Stay" not in page


def test_stand_where_a_morning_is_put_right(client, of):
    make.session(of, days_ago=1)
    row = make.morning(of, days_ago=0)
    page = words_of(client.get(reverse("put-right", args=["morning", row.pk])))
    assert "0–3 Calm" in page and "4–10 Ease off" in page


@pytest.mark.parametrize(("pain", "said"), [("3", False), ("4", True), ("5", True), ("6", False)])
def test_say_on_the_saved_page_what_the_number_means(client, of, pain, said):
    data = {"client_id": uuid.uuid4(), "prescription": make.main_prescription(of).pk, "mode": "plan"}
    page = client.post(reverse("log-session"), {**data, "variation": "heels-far", "pain_left": pain}, follow=True)
    assert "Saved" in words_of(page)
    assert (f"{pain} {STAY}" in words_of(page)) is said


def test_say_of_a_morning_at_once_what_the_number_means(client, db):
    of = make.assignment(days=5, intake=3)
    client.force_login(of.patient.user)
    make.session(of, days_ago=1)
    today = of.patient.today(clock.now())
    page = client.post(
        reverse("record-morning"), {"client_id": uuid.uuid4(), "on": today, "pain_left": "4"}, follow=True
    )
    assert f"Saved. Thank you. 4 {STAY}" in words_of(page)


@pytest.mark.by_day
@pytest.mark.parametrize("name", ["log-session", "record-morning", "today"])
def test_go_with_the_form_for_a_phone_without_signal(client, of, name):
    make.session(of, days_ago=1)
    document, _faults = parse(client.get(reverse(name)))
    (form,) = [one for one in document.iter("form") if one.get("data-zones")]
    stay, red = ([4, 5], [6, 7, 8, 9, 10]) if name == "log-session" else ([], [*range(4, 11)])
    assert json.loads(form.get("data-zones")) == {"sides": ["left"], "stay": stay, "red": red}


@pytest.mark.parametrize("name", ["today", "outbox"])
def test_have_their_line_ready_where_an_entry_waits(client, of, name):
    page = client.get(reverse(name)).content.decode()
    assert "data-stay hidden" in page


def test_promise_no_good_day_where_a_smaller_dose_counts_as_none(client, of):
    """A calm number means the same in a whole session, in a short one, and on the morning after a day of rest."""
    make.session(of, days_ago=2, pain=8)
    for name in ("log-session", "record-morning"):
        page = words_of(client.get(reverse(name)))
        assert "0–3 Calm Your plan goes on." in page and "can be a good day" not in page
