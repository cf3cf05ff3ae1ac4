"""Days away: a long absence is asked about once, and "I am back" ends what holds today."""

import datetime as dt

import pytest
from django.urls import reverse

from programs import clock
from tests import html, make

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def of(client):
    of = make.assignment(days=5)
    client.force_login(of.patient.user)
    return of


def say(client, of, days, **changes):
    first = of.patient.today(clock.now())
    data = {"from_on": first.isoformat(), "to_on": (first + (days - 1) * DAY).isoformat(), **changes}
    return client.post(reverse("say-away"), data)


@pytest.mark.parametrize(("days", "status"), [(28, 302), (29, 422)])
def test_asks_once_about_more_than_four_weeks(client, of, days, status):
    page = say(client, of, days)
    assert page.status_code == status
    assert of.aways.exists() == (status == 302)
    if status == 422:
        assert "That is more than 4 weeks" in html.words_of(page)
        document, _faults = html.parse(page)
        typed = html.values_of(html.form_to(document, reverse("say-away")), document)
        assert client.post(reverse("say-away"), {**typed, "sure": "on"}).status_code == 302
        assert of.aways.get().to_on == of.patient.today(clock.now()) + (days - 1) * DAY


def test_ends_with_one_tap_on_today(client, of):
    say(client, of, 20)
    assert reverse("come-back") in client.get(reverse("today")).content.decode()
    page = client.post(reverse("come-back"), follow=True)
    assert "Welcome back." in html.words_of(page)
    assert reverse("come-back") not in page.content.decode()
    assert not of.aways.valid().exists()
    of.standing.refresh_from_db()
    assert of.standing.away_until is None


def test_puts_right_a_wrong_month(client, of):
    """The right days said once more take the place of the wrong ones."""
    say(client, of, 170, sure="on")
    say(client, of, 7)
    assert [away.to_on for away in of.aways.valid()] == [of.patient.today(clock.now()) + 6 * DAY]


def test_lists_what_was_said_and_offers_those_days_to_be_changed(client, of):
    say(client, of, 7)
    document, _faults = html.parse(client.get(reverse("say-away")))
    typed = html.values_of(html.form_to(document, reverse("say-away")), document)
    assert typed["to_on"] == [(of.patient.today(clock.now()) + 6 * DAY).isoformat()]
    say(client, of, 3)
    assert [away.to_on for away in of.aways.valid()] == [of.patient.today(clock.now()) + 2 * DAY]


def test_takes_out_coming_days_and_leaves_those_that_hold_today(client, of):
    today = of.patient.today(clock.now())
    say(client, of, 2)
    client.post(reverse("say-away"), {"from_on": today + 10 * DAY, "to_on": today + 12 * DAY})
    page = client.post(reverse("come-back"), {"on": (today + 10 * DAY).isoformat()}, follow=True)
    assert "Taken out. Your plan goes on as before." in html.words_of(page)
    assert [away.from_on for away in of.aways.valid()] == [today]


@pytest.mark.parametrize("on", ["", "never", "2020-01-01"])
def test_ends_what_holds_today_whatever_day_is_named_that_is_none_or_over(client, of, on):
    say(client, of, 20)
    client.post(reverse("come-back"), {"on": on})
    assert not of.aways.valid().exists()


def test_is_said_on_today_beside_an_irritated_tendon_and_asks_for_nothing_loud(client, of):
    make.session(of, days_ago=1, pain=8)
    say(client, of, 5)
    page = client.get(reverse("today"))
    assert "You are ill or away" in html.words_of(page) and "btn-primary" not in page.content.decode()


def test_is_over_the_day_after_though_nothing_was_logged_since(client, of, stop_clock):
    say(client, of, 3)
    stop_clock(clock.now() + 2 * DAY)
    assert reverse("come-back") in client.get(reverse("today")).content.decode()
    stop_clock(clock.now() + DAY)
    page = client.get(reverse("today"))
    assert "You are ill or away" not in html.words_of(page) and "btn-primary" in page.content.decode()


def test_begins_on_its_day_though_nothing_was_logged_since(client, of, stop_clock):
    today = of.patient.today(clock.now())
    client.post(reverse("say-away"), {"from_on": today + 2 * DAY, "to_on": today + 6 * DAY})
    assert "You are ill or away" not in html.words_of(client.get(reverse("today")))
    stop_clock(clock.now() + 2 * DAY)
    assert "You are ill or away" in html.words_of(client.get(reverse("today")))
