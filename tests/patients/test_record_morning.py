import datetime as dt
import uuid

import pytest
from django.urls import reverse

from programs import clock
from tests import html, make

pytestmark = pytest.mark.django_db


@pytest.fixture
def running():
    return make.assignment(days=5)


def post(client, of, *, days_ago=0, **changes):
    client.force_login(of.patient.user)
    on = of.patient.today(clock.now()) - dt.timedelta(days=days_ago)
    data = {"client_id": uuid.uuid4(), "on": on.isoformat(), "pain_left": "1", **changes}
    return client.post(reverse("record-morning"), data)


@pytest.mark.by_day
def test_is_one_tap_on_today(client, running):
    client.force_login(running.patient.user)
    page = client.get(reverse("today")).content.decode()
    assert page.count('name="pain_left"') == 11
    assert post(client, running).url == reverse("today")
    assert running.morning_checks.get().pain_left == 1
    assert 'name="pain_left"' not in client.get(reverse("today")).content.decode()


@pytest.mark.by_day
def test_names_the_session_it_belongs_to(client, running):
    make.session(running, days_ago=1)
    client.force_login(running.patient.user)
    assert "’s session." in client.get(reverse("today")).content.decode()


@pytest.mark.by_day
def test_is_offered_on_rest_days_too(client, running):
    client.force_login(running.patient.user)
    assert "No session yesterday." in client.get(reverse("today")).content.decode()


def test_is_not_asked_on_the_first_day(client):
    running = make.assignment(days=0)
    client.force_login(running.patient.user)
    assert 'name="pain_left"' not in client.get(reverse("today")).content.decode()


def test_marks_an_answer_given_on_a_later_day(client, running):
    post(client, running, days_ago=2)
    post(client, running, days_ago=0)
    assert list(running.morning_checks.order_by("on").values_list("late", flat=True)) == [True, False]


def test_asks_whether_another_answer_takes_the_place_of_the_first(client, running):
    post(client, running, pain_left="4")
    first = running.morning_checks.get()
    page = post(client, running, pain_left="0")
    assert (page.status_code, running.morning_checks.get()) == (409, first)
    assert "What you entered now is not saved yet" in html.words_of(page)
    document, _faults = html.parse(page)
    url = reverse("put-right", args=["morning", first.pk])
    typed = html.values_of(html.form_to(document, url), document)
    assert typed["pain_left"] == ["0"]
    client.post(url, typed)
    assert [check.pain_left for check in running.morning_checks.valid()] == [0]


@pytest.mark.by_day
def test_is_taken_back_with_one_tap(client, running):
    post(client, running, pain_left="9")
    assert running.morning_checks.get().pain_left == 9
    document, _faults = html.parse(client.get(reverse("today")))
    undo = reverse("void-morning", args=[running.morning_checks.get().client_id])
    assert html.form_to(document, undo) is not None
    page = client.post(undo, follow=True)
    assert "Nothing is saved for this morning." in html.words_of(page)
    assert page.content.decode().count('name="pain_left"') == 11
    assert not running.morning_checks.valid().exists()


def test_takes_back_once_and_twice_and_what_never_arrived(client, running):
    check = make.morning(running)
    client.force_login(running.patient.user)
    for client_id, said in ((check.client_id, "stored"), (check.client_id, "duplicate"), (uuid.uuid4(), "duplicate")):
        url = reverse("void-morning", args=[client_id])
        assert client.post(url, headers={"Accept": "application/json"}).json()["status"] == said


def test_offers_a_minute_later_to_change_it_alone(client, running, monkeypatch):
    check = make.morning(running)
    client.force_login(running.patient.user)
    later = clock.now() + dt.timedelta(minutes=2)
    monkeypatch.setattr(clock, "now", lambda: later)
    page = client.get(reverse("today")).content.decode()
    assert reverse("put-right", args=["morning", check.pk]) in page
    assert reverse("void-morning", args=[check.client_id]) not in page


def test_does_not_say_saved_of_an_answer_that_was_taken_out(client, running):
    """The way back in the browser and the same tap once more."""
    client_id = uuid.uuid4()
    post(client, running, client_id=client_id)
    client.post(reverse("void-morning", args=[client_id]))
    page = client.get(post(client, running, client_id=client_id).url)
    assert "This was taken out before and is not saved again." in html.words_of(page)
    assert not running.morning_checks.valid().exists()


@pytest.mark.parametrize("days_ago, words", [(-1, "has not come yet"), (30, "Your programme began on")])
def test_refuses_a_morning_outside_the_programme(client, running, days_ago, words):
    response = post(client, running, days_ago=days_ago)
    assert response.status_code == 422
    assert words in response.content.decode()
    assert not running.morning_checks.exists()


def test_asks_both_sides_where_both_are_affected(client):
    running = make.assignment(days=3, side="both")
    assert post(client, running).status_code == 422
    assert post(client, running, pain_right="3").status_code == 302


def test_does_not_say_saved_of_what_was_not(client, running):
    """The same number with a painkiller beside it is another answer."""
    client.get(post(client, running, pain_left="4").url)
    page = post(client, running, pain_left="4", painkiller="on").content.decode()
    assert not running.morning_checks.get().painkiller
    assert "is not saved yet" in page
    assert "Saved. Thank you." not in page
