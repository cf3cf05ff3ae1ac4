import datetime as dt
import uuid

import pytest
from django.urls import reverse

from programs import clock
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def running():
    return make.assignment(days=5)


def post(client, of, *, days_ago=0, **changes):
    client.force_login(of.patient.user)
    on = of.patient.today(clock.now()) - dt.timedelta(days=days_ago)
    data = {"client_id": uuid.uuid4(), "on": on.isoformat(), "pain_left": "1", **changes}
    return client.post(reverse("record-morning"), data)


def test_is_one_tap_on_today(client, running):
    client.force_login(running.patient.user)
    page = client.get(reverse("today")).content.decode()
    assert page.count('name="pain_left"') == 11
    assert post(client, running).url == reverse("today")
    assert running.morning_checks.get().pain_left == 1
    assert 'name="pain_left"' not in client.get(reverse("today")).content.decode()


def test_names_the_session_it_belongs_to(client, running):
    make.session(running, days_ago=1)
    client.force_login(running.patient.user)
    assert "’s session." in client.get(reverse("today")).content.decode()


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


def test_lets_the_first_answer_of_a_morning_stand(client, running):
    post(client, running, pain_left="4")
    response = client.get(post(client, running, pain_left="0").url)
    assert running.morning_checks.get().pain_left == 4
    assert "The first answer stands." in response.content.decode()


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
    page = client.get(post(client, running, pain_left="4", painkiller="on").url).content.decode()
    assert not running.morning_checks.get().painkiller
    assert "The first answer stands." in page
    assert "Saved. Thank you." not in page
