"""A month on the phone: what was logged and how it felt, what is planned, days away."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from patients import services
from patients.selectors.phone import month_of
from programs import clock
from tests import html, make

pytestmark = pytest.mark.django_db
NOON = dt.datetime(2026, 6, 17, 12, tzinfo=dt.UTC)  # a Wednesday


@pytest.fixture(autouse=True)
def noon(stop_clock):
    stop_clock(NOON)


def days(of, asked=""):
    return {
        cell.planned.on.day: cell
        for week in month_of(of, clock.now(), asked).weeks
        for cell in week
        if hasattr(cell, "planned")
    }


def test_shows_how_a_day_felt_and_what_is_planned():
    of = make.assignment(days=10, stage=1)
    make.session(of, days_ago=4, pain=1)
    make.morning(of, days_ago=3, pain=1)
    make.session(of, days_ago=2, pain=5)
    make.morning(of, days_ago=1, pain=1)
    shown = days(of)
    assert (shown[13].zone, shown[13].word, shown[15].zone) == ("green", "Calm", "amber")
    assert [shown[n].planned.kind for n in (14, 17, 18, 30)] == ["past", "exercise", "exercise", "exercise"]
    assert min(shown) == of.started_on.day


def test_shows_days_away_and_says_what_the_week_says():
    of = make.assignment(days=10, stage=1)
    said = {"from_on": NOON.date(), "to_on": NOON.date() + dt.timedelta(days=2)}
    services.say_away(of, **said, by=of.patient.user, now=clock.now())
    assert [days(of)[n].word for n in (17, 19, 20)] == ["away", "away", "exercises"]


def test_remembers_sessions_of_long_ago_without_a_word_on_how_they_felt():
    of = make.assignment(days=300)
    make.session(of, days_ago=250, pain=2)
    on = NOON.date() - dt.timedelta(days=250)
    cell = days(of, f"{on:%Y-%m}")[on.day]
    assert (cell.planned.kind, cell.zone) == ("done", "")


@pytest.mark.parametrize("asked", ["", "x", "2026-13", "1999-01", "9999-12", "2026-06-01\x00"])
def test_opens_on_a_month_that_there_is(client, asked):
    of = make.assignment(days=40)
    client.force_login(of.patient.user)
    page = client.get(reverse("month"), {"month": asked})
    assert page.status_code == 200
    assert "2026" in html.words_of(page)


def test_leads_to_the_months_beside_it_as_far_as_there_is_something():
    of = make.assignment(days=40)
    this = month_of(of, clock.now())
    assert (this.before, this.after) == (dt.date(2026, 5, 1), dt.date(2026, 7, 1))
    assert month_of(of, clock.now(), "2026-05").before is None
    assert month_of(of, clock.now(), "2026-07").after is None


def test_is_a_table_that_can_be_read_without_colour(client):
    of = make.assignment(days=10)
    make.session(of, days_ago=2, pain=1)
    make.morning(of, days_ago=1, pain=1)
    client.force_login(of.patient.user)
    said = " ".join(html.words_of(client.get(reverse("month"))).split())
    assert "Mon Tue Wed Thu Fri Sat Sun" in said
    assert "15 : Calm 16 : no exercises logged" in said


@pytest.mark.uncounted
def test_asks_as_much_of_a_long_history_as_of_a_short_one(client):
    def asked(of):
        client.force_login(of.patient.user)
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("month"))
        return len(captured)

    short, long = make.assignment(days=10), make.assignment(days=10)
    for ago in range(9):
        make.session(long, days_ago=ago)
    assert asked(short) == asked(long)
